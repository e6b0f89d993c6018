import Configuration
import Diagnostics
import FileStore

/// A command line that was understood.
struct Arguments {
  var command: Command
  /// The words that are no options.
  var words: [String] = []
  var options: [Option: [String]] = [:]

  /// The options there are, by the name they are given by.
  enum Option: String, CaseIterable {
    case schools, templates, output
    case school
    case asOf = "as-of"
    case roster, spare, pdf
    case pdfEngine = "pdf-engine"
    case jobs, force, strict, format, name, phase, help, version, verbose
    case by, on, minute, from, all, plan, write

    /// Whether a value follows.
    var takesValue: Bool {
      switch self {
      case .force, .strict, .help, .version, .verbose, .all, .plan, .write, .pdf: false
      default: true
      }
    }
  }

  func value(_ option: Option) -> String? { options[option]?.last }
  func has(_ option: Option) -> Bool { options[option] != nil }
}

/// What is wrong with a command line, and what to do.
struct UsageError: Error {
  var message: String
  var help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  /// That a school is not there.
  static func noSchool(_ slug: String, among slugs: [String]) -> UsageError {
    let near = Suggestion.nearest(to: slug, in: slugs)
    return UsageError("there is no school '\(slug)'", help: near.map { "did you mean '\($0)'?" })
  }
}

extension Arguments {
  /// Reads the words after the program's name.
  static func parse(_ words: [String]) throws(UsageError) -> Arguments {
    var rest = words[...]
    var arguments = Arguments(command: .help)
    var command: Command?
    while let word = rest.popFirst() {
      if word == "--" {
        arguments.words.append(contentsOf: rest)
        break
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        if command == nil {
          command = try Command.named(word)
        } else {
          arguments.words.append(word)
        }
        continue
      }
      try arguments.readOption(word, &rest)
    }
    if arguments.has(.help) {
      arguments.words = command.map { [$0.rawValue] } ?? []
      arguments.command = .help
      return arguments
    }
    if arguments.has(.version) {
      arguments.command = .version
      return arguments
    }
    guard let command else {
      arguments.command = .help
      return arguments
    }
    arguments.command = command
    try arguments.checkAgainst(command)
    return arguments
  }

  private mutating func readOption(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let short: [String: Option] = ["-h": .help, "-V": .version, "-v": .verbose, "-j": .jobs]
    let parts = word.drop { $0 == "-" }.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    let option = short[word] ?? (word.hasPrefix("--") ? Option(rawValue: name) : nil)
    guard let option else {
      let near = Suggestion.nearest(to: name, in: Option.allCases.map(\.rawValue))
      throw UsageError(
        "there is no option '\(word)'", help: near.map { "did you mean '--\($0)'?" })
    }
    if option.takesValue {
      let value = parts.count > 1 ? String(parts[1]) : rest.popFirst()
      guard let value, !value.isEmpty else {
        throw UsageError("'--\(option.rawValue)' needs a value")
      }
      options[option, default: []].append(value)
    } else {
      guard parts.count == 1 else { throw UsageError("'--\(option.rawValue)' takes no value") }
      options[option, default: []].append("")
    }
  }

  private func checkAgainst(_ command: Command) throws(UsageError) {
    for option in options.keys.sorted(by: { $0.rawValue < $1.rawValue })
    where !command.options.contains(option) && !Command.folderOptions.contains(option) {
      throw UsageError(
        "'\(command.rawValue)' has no option '--\(option.rawValue)'",
        help: "see trustwright \(command.rawValue) --help")
    }
    guard words.count >= command.wordCount.lowerBound else {
      throw UsageError(
        "'\(command.rawValue)' needs more", help: "usage: trustwright \(command.usage)")
    }
    guard words.count <= command.wordCount.upperBound else {
      let word = words[command.wordCount.upperBound]
      let isSchool = command.options.contains(.school) && Identifier.isSlug(word)
      throw UsageError(
        "'\(command.rawValue)' can do nothing with '\(word)'",
        help: isSchool
          ? "for one school write: trustwright \(command.rawValue) --school \(word)"
          : "usage: trustwright \(command.usage)")
    }
  }

  // MARK: - Values

  /// The day that counts as today.
  func day(default today: CalendarDate) throws(UsageError) -> CalendarDate {
    guard let text = value(.asOf) else { return today }
    guard let day = CalendarDate(text) else {
      throw UsageError(
        "'\(text)' is no day", help: "write --as-of with year, month and day, such as 2026-09-15")
    }
    return day
  }

  /// How many schools are worked on at once.
  ///
  /// It is one where few files may be open, whatever is asked for: several would need more of them.
  func jobs() throws(UsageError) -> Int {
    let most = SystemConsole.allowsThreads ? SystemConsole.processorCount : 1
    guard let text = value(.jobs) else { return most }
    guard let jobs = Int(text), (1...256).contains(jobs) else {
      throw UsageError("'--jobs' needs a number from 1 to 256")
    }
    return SystemConsole.allowsThreads ? jobs : 1
  }
}
