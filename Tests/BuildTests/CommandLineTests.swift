import Testing

@testable import trustwright

/// What is said of a command line that is wrong, and what the help of each command tells.
@Suite struct CommandLineTests {
  /// A command line, what is wrong with it, and what to do.
  struct Slip: Sendable, CustomTestStringConvertible {
    var words: [String]
    var message: String
    var help: String?
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, _ message: String, _ help: String? = nil) {
      words = line.split(separator: " ").map(String.init)
      self.message = message
      self.help = help
    }
  }

  static let slips = [
    Slip("bluid", "there is no command 'bluid'", "did you mean 'build'?"),
    Slip("help bluid", "there is no command 'bluid'", "did you mean 'build'?"),
    Slip("frobnicate", "there is no command 'frobnicate'", "see trustwright --help"),
    Slip(
      "build ash", "'build' can do nothing with 'ash'",
      "for one school write: trustwright build --school ash"),
    Slip(
      "check Schools/ash", "'check' can do nothing with 'Schools/ash'",
      "usage: trustwright \(Command.check.usage)"),
    Slip("approve ash", "'approve' needs more", "usage: trustwright \(Command.approve.usage)"),
    Slip("build --schol ash", "there is no option '--schol'", "did you mean '--school'?"),
    Slip("new --jobs 2", "'new' has no option '--jobs'", "see trustwright new --help"),
    Slip("build --as-of", "'--as-of' needs a value"),
    Slip(
      "check --as-of soon", "'soon' is no day",
      "write --as-of with year, month and day, such as 2026-09-15"),
    Slip("check --as-of 16/06/2026", "'16/06/2026' is no day", "write 2026-06-16 for 16 June 2026"),
    Slip("build --force=yes", "'--force' takes no value"),
  ]

  @Test(arguments: slips)
  func aSlipIsNamed(_ slip: Slip) throws {
    let error = try #require(throws: UsageError.self) {
      try Main.run(Arguments.parse(slip.words), Terminal())
    }
    #expect(error.message == slip.message)
    #expect(error.help == slip.help)
  }

  /// Each option that a command takes stands in its usage and is explained below it.
  @Test(arguments: Command.allCases)
  func theHelpHasEveryOption(_ command: Command) {
    for option in command.options {
      #expect(command.usage.contains("--\(option.rawValue)"), "\(option)")
      // The options of 'watch' are explained with those of 'build'.
      let explained = command == .watch ? Command.build.details : command.details
      #expect(explained.contains("  --\(option.rawValue) "), "\(option)")
    }
  }
}
