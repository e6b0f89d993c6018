import Diagnostics
import FileStore

/// Messages as the build record keeps them, so that what was not made again can be reported again.
enum MessageRecord {
  static func encode(_ diagnostics: [Diagnostic]) -> [String] {
    var words: [String] = []
    for diagnostic in diagnostics {
      words += [diagnostic.code.rawValue, diagnostic.severity.rawValue, diagnostic.message]
      words += [encode(diagnostic.label), encode(diagnostic.help)]
      words += encode(diagnostic.place)
      words.append("\(diagnostic.notes.count)")
      for note in diagnostic.notes {
        words.append(note.text)
        words += note.place.map(encode) ?? ["", ""]
      }
    }
    return words
  }

  private static func encode(_ text: String?) -> String { text.map { "+" + $0 } ?? "" }

  private static func encode(_ place: Place) -> [String] {
    [place.file.path, place.range.map { "\($0.start) \($0.end)" } ?? ""]
  }

  /// Returns the messages; nil where the words are not such.
  ///
  /// - Parameters:
  ///   - inputs: Where the files are that the messages are about; they are as they were.
  ///   - school: The school that they are about, as it was looked at.
  ///   - folder: What was found below it is left out.
  static func decode(
    _ words: some Collection<String>, _ inputs: BuildInputs, of school: BuildInputs.School? = nil,
    without folder: String? = nil
  ) -> Report? {
    var reader = Reader(words: Array(words), inputs: inputs, school: school, folder: folder)
    var report = Report()
    while !reader.isAtEnd {
      guard let next = reader.diagnostic() else { return nil }
      if let diagnostic = next { report.add(diagnostic) }
    }
    return report
  }

  private struct Reader {
    let words: [String]
    let inputs: BuildInputs
    let school: BuildInputs.School?
    /// Where it is found, nothing is taken, and no file is read.
    let folder: String?
    private var index = 0
    private var files: [String: SourceFile] = [:]

    init(
      words: [String], inputs: BuildInputs, school: BuildInputs.School?, folder: String?
    ) {
      self.words = words
      self.inputs = inputs
      self.school = school
      self.folder = folder
    }

    var isAtEnd: Bool { index >= words.count }

    private mutating func next() -> String? {
      guard index < words.count else { return nil }
      defer { index += 1 }
      return words[index]
    }

    /// The next message, or that it is left out; nil where the words are none.
    mutating func diagnostic() -> Diagnostic?? {
      guard let code = next().flatMap(DiagnosticCode.init(rawValue:)),
        let severity = next().flatMap(Severity.init(rawValue:)), let message = next(),
        let label = next(), let help = next(), let path = next(), let range = next(),
        let count = next().flatMap({ Int($0) })
      else { return nil }
      let isLeftOut = folder.map(path.hasPrefix) == true
      var notes: [Diagnostic.Note] = []
      for _ in 0..<max(0, count) {
        guard let text = next(), let path = next(), let range = next() else { return nil }
        guard !isLeftOut else { continue }
        notes.append(Diagnostic.Note(text, at: path.isEmpty ? nil : place(path, range)))
      }
      guard !isLeftOut else { return .some(nil) }
      return Diagnostic(
        code, severity, message, at: place(path, range),
        label: label.isEmpty ? nil : String(label.dropFirst()), notes: notes,
        help: help.isEmpty ? nil : String(help.dropFirst()))
    }

    private mutating func place(_ path: String, _ range: String) -> Place {
      let file = file(path)
      let numbers = range.utf8.split(separator: UInt8(ascii: " ")).compactMap { Int(Substring($0)) }
      guard numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1],
        numbers[1] <= file.bytes.count
      else { return file.place }
      return file.place(TextRange(numbers[0], numbers[1]))
    }

    private mutating func file(_ path: String) -> SourceFile {
      if let known = files[path] { return known }
      let file = find(path)
      files[path] = file
      return file
    }

    /// Files beside the schools' folders are read once for all schools.
    private func find(_ path: String) -> SourceFile {
      let prefix = inputs.schools.path(of: "x").dropLast()
      let isOfSchool =
        path.hasPrefix(prefix) && path.utf8.dropFirst(prefix.utf8.count).contains(UInt8(ascii: "/"))
      return isOfSchool
        ? read(path, school?.folder ?? inputs.schools)
        : inputs.sources.file(path) { read(path, inputs.schools) }
    }

    private func read(_ path: String, _ schools: InputFolder) -> SourceFile {
      for folder in [schools, inputs.templates] {
        let prefix = folder.path(of: "x").dropLast()
        guard path.hasPrefix(prefix) else { continue }
        let bytes = try? folder.read(String(path.dropFirst(prefix.count)), limit: 16 << 20)
        return SourceFile(path: path, bytes: bytes ?? [])
      }
      return SourceFile(path: path, bytes: [])
    }
  }
}
