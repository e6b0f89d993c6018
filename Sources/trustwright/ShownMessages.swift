import Bytes
import Diagnostics
import FileStore

/// The messages about one school's own files, as they are shown.
struct SchoolMessages: Sendable {
  var slug: String
  /// What the school was made from.
  var inputs: Fingerprint
  var counts: MessageCounts
  /// Whether nothing else was found in the school.
  var isAll = true
  /// As the terminal gets them.
  var text: MessageText.Piece

  /// Renders what was found in a school.
  ///
  /// - Parameter folder: The path of the school's folder; what lies elsewhere is left in the report.
  init(
    _ slug: String, _ inputs: Fingerprint, _ report: inout Report, _ folder: String,
    _ terminal: Terminal
  ) {
    self.init(slug: slug, inputs: inputs, counts: MessageCounts(), text: .held([]))
    guard !report.isEmpty else { return }
    let own = Self.takeOut(of: &report, below: folder)
    isAll = report.isEmpty
    let sorted = own.sorted()
    counts = MessageCounts(sorted)
    text = .held(Array(terminal.text(sorted).utf8))
  }

  /// Takes out of a report what was found below a folder.
  private static func takeOut(of report: inout Report, below folder: String) -> Report {
    var own = Report()
    var others = Report()
    for diagnostic in report.diagnostics {
      if diagnostic.place.file.path.hasPrefix(folder) {
        own.add(diagnostic)
      } else {
        others.add(diagnostic)
      }
    }
    report = others
    return own
  }

  init(slug: String, inputs: Fingerprint, counts: MessageCounts, text: MessageText.Piece) {
    self.slug = slug
    self.inputs = inputs
    self.counts = counts
    self.text = text
  }
}

/// How many messages there are of each severity.
struct MessageCounts: Sendable {
  var errors = 0
  var warnings = 0
  var notes = 0

  init() {}

  init(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }

  init?(_ reader: inout ByteReader) {
    guard let errors = reader.count(upTo: .max), let warnings = reader.count(upTo: .max),
      let notes = reader.count(upTo: .max)
    else { return nil }
    self.errors = errors
    self.warnings = warnings
    self.notes = notes
  }

  func write(to writer: inout ByteWriter) {
    writer.number(errors)
    writer.number(warnings)
    writer.number(notes)
  }

  mutating func add(_ other: MessageCounts) {
    errors &+= other.errors
    warnings &+= other.warnings
    notes &+= other.notes
  }

  /// `2 errors and 1 warning`.
  var words: String {
    let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")].compactMap {
      number, word in
      number == 0 ? nil : "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "nothing wrong" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// The messages of a build as they are shown, which a build that has nothing to make shows again.
///
/// They are kept in `Output/.trustwright/shown`, with a fingerprint of it all, one of all that they follow from, and
/// the place of each school's own among them. What is not so is not believed, and they are made again from the record.
///
/// ```
/// trustwright shown 2 \n  length of what follows up to the text (8)
/// style  state  counts  length of the text
/// [ school  its inputs  whether all was its own  its counts  where its text lies ]…
/// text  fingerprint of all before it (16)
/// ```
struct ShownMessages {
  private static let name = "shown"
  private static let head = Array("trustwright shown 2\n".utf8)

  /// As the terminal gets them; empty where there are none.
  private(set) var text: MessageText
  private var counts: MessageCounts
  /// The messages of each school, and where they begin in the text.
  private var schools: [(messages: SchoolMessages, start: Int)] = []
  /// Where they were read, and what others are made over.
  let kept: KeptBytes?

  var hasErrors: Bool { counts.errors > 0 }
  /// How many there are, in words.
  var count: String { counts.words }

  /// Whether nothing may be built where this was found.
  func stops(_ isStrict: Bool) -> Bool { hasErrors || isStrict && counts.warnings > 0 }

  /// - Parameters:
  ///   - report: What was found besides.
  ///   - schools: What was found in the schools' own files.
  ///   - before: What was shown last, from which those of schools may be taken over.
  ///   - folder: The path of a school's folder, with a slash at its end.
  init(
    _ report: Report, _ terminal: Terminal, schools: [SchoolMessages] = [],
    over before: ShownMessages? = nil, folder: (String) -> String = { $0 }
  ) {
    let others = report.sorted()
    counts = MessageCounts(others)
    kept = before?.kept
    text = MessageText(over: kept)
    let own = schools.filter { $0.text.count > 0 }.map { (path: folder($0.slug), messages: $0) }
      .sorted { $0.path.precedes($1.path) }
    var next = 0
    self.schools.reserveCapacity(own.count)
    for (path, messages) in own {
      let first = next
      while next < others.count,
        others[next].place.file.path.precedes(path)
      {
        next += 1
      }
      if first < next {
        text.add(.held(Array(terminal.text(Array(others[first..<next])).utf8)))
      }
      self.schools.append((messages, text.count))
      text.add(messages.text)
      counts.add(messages.counts)
    }
    if next < others.count { text.add(.held(Array(terminal.text(Array(others[next...])).utf8))) }
  }

  /// Keeps them for the next build.
  ///
  /// - Parameter state: The fingerprint of all that they follow from.
  func keep(in store: OutputStore, of state: Fingerprint, _ terminal: Terminal) {
    var index = ByteWriter()
    index.text(terminal.style)
    index.fingerprint(state)
    counts.write(to: &index)
    index.number(text.count)
    index.list(schools) { writer, school in
      writer.text(school.messages.slug)
      writer.fingerprint(school.messages.inputs)
      writer.flag(school.messages.isAll)
      school.messages.counts.write(to: &writer)
      writer.number(school.start)
      writer.number(school.messages.text.count)
    }
    var length = ByteWriter()
    length.word(UInt64(index.bytes.count))
    // Where there is no room for it, the next build makes them again.
    store.keep(as: Self.name) { stream throws(FileError) in
      try stream.write(Self.head + length.bytes)
      try stream.write(index.bytes)
      // What cannot be read is missed in the length, and none of it is believed.
      try text.read { bytes throws(FileError) in try stream.write(bytes) }
      try stream.writeFingerprint()
    }
  }

  /// Reads what was shown last; nil where that was not whole, or not as it is shown now.
  ///
  /// - Parameter state: What they must follow from; nil where only single schools' are asked for.
  init?(in store: OutputStore, of state: Fingerprint?, _ terminal: Terminal) {
    let start = Self.head.count + 8
    guard let kept = store.kept(Self.name), kept.count >= start + Fingerprint.length,
      let first = kept.bytes(0..<start), first.starts(with: Self.head)
    else { return nil }
    let body = 0..<kept.count - Fingerprint.length
    var reader = ByteReader(first, Self.head.count..<start)
    guard let last = kept.bytes(body.upperBound..<kept.count), let length = reader.word(),
      length <= UInt64(body.count - start), let index = kept.bytes(start..<start + Int(length))
    else { return nil }
    var check = ByteReader(last)
    guard check.fingerprint() == kept.fingerprint(body, store.key) else { return nil }
    reader = ByteReader(index)
    let text = start + Int(length)..<body.upperBound
    guard reader.text() == terminal.style, let found = reader.fingerprint(),
      state == nil || found == state, let counts = MessageCounts(&reader),
      reader.integer() == text.count
    else { return nil }
    self.kept = kept
    self.counts = counts
    self.text = MessageText(over: kept)
    self.text.add(.kept(text))
    // What nothing has changed in is shown as one.
    guard state == nil else { return }
    guard let schools = reader.list({ Self.school(&$0, text) }) else { return nil }
    self.schools = schools
  }

  private static func school(_ reader: inout ByteReader, _ text: Range<Int>)
    -> (messages: SchoolMessages, start: Int)?
  {
    guard let slug = reader.text(), let inputs = reader.fingerprint(),
      let isAll = reader.flag(), let counts = MessageCounts(&reader),
      let start = reader.count(upTo: text.count),
      let length = reader.count(upTo: text.count - start)
    else { return nil }
    let first = text.lowerBound + start
    var messages = SchoolMessages(
      slug: slug, inputs: inputs, counts: counts, text: .kept(first..<first + length))
    messages.isAll = isAll
    return (messages, start)
  }

  /// The messages of each school, by its folder.
  var bySchool: [String: SchoolMessages] {
    Dictionary(
      schools.map { ($0.messages.slug, $0.messages) }, uniquingKeysWith: { first, _ in first })
  }
}
