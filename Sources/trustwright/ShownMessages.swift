import Bytes
import Diagnostics
import FileStore

/// The messages about one school's own files, as they are shown.
struct SchoolMessages: Sendable {
  var slug: String
  /// What the school was made from.
  var inputs: Fingerprint
  var counts: [Int]
  /// Whether nothing else was found in the school.
  var isAll = true
  /// As the terminal gets them.
  var text: ArraySlice<UInt8>

  /// The severities that are counted, the gravest first.
  static let severities: [Severity] = [.error, .warning, .note]

  /// Renders what was found in a school.
  ///
  /// - Parameter folder: The path of the school's folder; what lies elsewhere is left in the report.
  init(
    _ slug: String, _ inputs: Fingerprint, _ report: inout Report, _ folder: String,
    _ terminal: Terminal
  ) {
    self.slug = slug
    self.inputs = inputs
    counts = [0, 0, 0]
    text = []
    guard !report.isEmpty else { return }
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
    isAll = others.isEmpty
    let sorted = own.sorted()
    counts = Self.severities.map { severity in sorted.count { $0.severity == severity } }
    text = Array(terminal.text(sorted).utf8)[...]
  }

  init(slug: String, inputs: Fingerprint, counts: [Int], text: ArraySlice<UInt8>) {
    self.slug = slug
    self.inputs = inputs
    self.counts = counts
    self.text = text
  }
}

/// The messages of a build as they are shown, which a build that has nothing to make shows again.
///
/// They are kept in `Output/.trustwright/shown`, with fingerprints of themselves and of all that they follow from, and with
/// the place of each school's own among them. What is not so is not believed, and they are made again from the record.
struct ShownMessages {
  private static let name = "shown"
  private static let head = Array("trustwright shown 1\n".utf8)

  /// As the terminal gets them; empty where there are none.
  private(set) var text: [UInt8] = []
  private var counts = [0, 0, 0]
  /// Where the messages of each school lie in the text.
  private var schools: [(messages: SchoolMessages, range: Range<Int>)] = []

  var hasErrors: Bool { counts[0] > 0 }
  /// How many there are, in words.
  var count: String { Terminal.count(counts) }

  /// Whether nothing may be built where this was found.
  func stops(_ isStrict: Bool) -> Bool { hasErrors || isStrict && counts[1] > 0 }

  /// - Parameters:
  ///   - report: What was found besides.
  ///   - schools: What was found in the schools' own files.
  ///   - folder: The path of a school's folder, with a slash at its end.
  init(
    _ report: Report, _ terminal: Terminal, schools: [SchoolMessages] = [],
    folder: (String) -> String = { $0 }
  ) {
    let others = report.sorted()
    counts = SchoolMessages.severities.map { severity in
      others.count { $0.severity == severity }
    }
    let own = schools.filter { !$0.text.isEmpty }.map { (path: folder($0.slug), messages: $0) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var next = 0
    text.reserveCapacity(own.reduce(0) { $0 + $1.messages.text.count })
    for (path, messages) in own {
      let first = next
      while next < others.count,
        others[next].place.file.path.utf8.lexicographicallyPrecedes(path.utf8)
      {
        next += 1
      }
      if first < next { text += terminal.text(Array(others[first..<next])).utf8 }
      self.schools.append((messages, text.count..<text.count + messages.text.count))
      text += messages.text
      for (index, count) in messages.counts.enumerated() { counts[index] += count }
    }
    if next < others.count { text += terminal.text(Array(others[next...])).utf8 }
  }

  /// Keeps them for the next build.
  ///
  /// - Parameter state: The fingerprint of all that they follow from.
  func keep(in store: OutputStore, of state: Fingerprint, _ terminal: Terminal) {
    var body = ByteWriter()
    body.text(terminal.style)
    body.fingerprint(state)
    for count in counts { body.number(count) }
    body.number(text.count)
    body.list(schools.filter(\.messages.isAll)) { writer, school in
      writer.text(school.messages.slug)
      writer.fingerprint(school.messages.inputs)
      for count in school.messages.counts { writer.number(count) }
      writer.number(school.range.lowerBound)
      writer.number(school.range.count)
    }
    var whole = ByteWriter()
    whole.fingerprint(store.key.fingerprint(of: [body.bytes, text]))
    // Where there is no room for it, the next build makes them again. The text is not copied: it may be long.
    store.keep([Self.head + whole.bytes + body.bytes, text], as: Self.name)
  }

  /// Reads what was shown last; nil where that was not whole, or not as it is shown now.
  ///
  /// - Parameter state: What they must follow from; nil where only single schools' are asked for.
  init?(in store: OutputStore, of state: Fingerprint?, _ terminal: Terminal) {
    guard var bytes = store.kept(Self.name),
      let found = Self.read(bytes, store.key, state, terminal)
    else { return nil }
    counts = found.counts
    // What stands before the text is taken away where it is: the text may be long.
    bytes.removeFirst(bytes.count - found.length)
    text = bytes
    schools = found.schools.map { messages, range in
      var messages = messages
      messages.text = bytes[range]
      return (messages, range)
    }
  }

  /// What stands before the text.
  private struct Head {
    var counts: [Int]
    var length: Int
    /// The schools' messages, still without their text; none where all are shown as one.
    var schools: [(SchoolMessages, Range<Int>)] = []
  }

  private static func read(
    _ bytes: [UInt8], _ key: Fingerprint.Key, _ state: Fingerprint?, _ terminal: Terminal
  ) -> Head? {
    guard bytes.starts(with: head) else { return nil }
    var reader = ByteReader(bytes, head.count..<bytes.count)
    let start = head.count + 16
    guard let known = reader.fingerprint(), key.fingerprint(bytes, start..<bytes.count) == known,
      reader.text() == terminal.style, let found = reader.fingerprint(),
      state == nil || found == state
    else { return nil }
    var counts: [Int] = []
    for _ in SchoolMessages.severities {
      guard let count = reader.integer(), count >= 0 else { return nil }
      counts.append(count)
    }
    guard let length = reader.integer(), (0...bytes.count).contains(length) else { return nil }
    var result = Head(counts: counts, length: length)
    // What nothing has changed in is shown as one.
    guard state == nil else { return result }
    guard let schools = reader.list({ school(&$0, length) }) else { return nil }
    result.schools = schools
    return result
  }

  private static func school(_ reader: inout ByteReader, _ length: Int)
    -> (SchoolMessages, Range<Int>)?
  {
    guard let slug = reader.text(), let inputs = reader.fingerprint(),
      let errors = reader.integer(), let warnings = reader.integer(),
      let notes = reader.integer(), let start = reader.integer(), let count = reader.integer(),
      (0...length).contains(start), (0...length - start).contains(count)
    else { return nil }
    let messages = SchoolMessages(
      slug: slug, inputs: inputs, counts: [errors, warnings, notes], text: [])
    return (messages, start..<start + count)
  }

  /// The messages of each school, by its folder.
  var bySchool: [String: SchoolMessages] {
    Dictionary(
      schools.map { ($0.messages.slug, $0.messages) }, uniquingKeysWith: { first, _ in first })
  }
}
