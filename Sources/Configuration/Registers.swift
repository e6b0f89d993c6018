package import Diagnostics
package import Manifests

/// The law that templates cite: `Templates/legislation.yaml`.
///
/// It is a register, not the law: each entry says how sure it is, and the whole says when it was last
/// checked.
package struct LawRegister: Sendable {
  package var file: SourceFile
  package var checked: CalendarDate?
  package var laws: [Law] = []
  /// Whether all of the file could be read.
  package var isReadable = true
  private var indices: [String: Int] = [:]

  package init(file: SourceFile) {
    self.file = file
  }

  /// The number of a law; nil where there is none of the id.
  package func index(of id: String) -> Int? { indices[id] }

  mutating func add(_ law: Law) {
    indices[law.id] = laws.count
    laws.append(law)
    if let edition = law.edition, !law.title.holds(edition) {
      laws[laws.count - 1].editionBesideTitle = edition
    }
  }
}

extension String {
  /// Whether another text stands in this, byte by byte.
  fileprivate func holds(_ other: String) -> Bool {
    let (bytes, other) = (utf8.span, other.utf8.span)
    guard other.count <= bytes.count else { return false }
    return (0...(bytes.count - other.count)).contains { start in
      other.indices.allSatisfy { bytes[start + $0] == other[$0] }
    }
  }
}

/// An Act, a set of regulations, an edition of guidance or a standard.
package struct Law: Sendable {
  package enum Status: String, CaseIterable, Sendable {
    case inForce = "in force"
    case partlyInForce = "partly in force"
    case superseded
    case revoked
  }

  package var id: String
  package var title: String
  /// What it is called after the first time.
  package var short: String?
  package var kind: String?
  package var edition: String?
  /// The edition where the title does not say it already.
  package var editionBesideTitle: String?
  /// The first day it is in force; a year or a month means its first day.
  package var inForceFrom: CalendarDate?
  /// The same as it was written, which may be a year or a month alone: `2026`, `September 2026`.
  package var inForceWritten: String?
  package var status: Status
  package var supersededBy: String?
  package var successorRange: TextRange?
  package var url: String?
  package var confidence: String?
  package var range: TextRange
}

extension LawRegister {
  /// What a law is on a day, by its dates and those of what replaced it.
  package enum State: Sendable, Equatable {
    case inForce
    case notYet(CalendarDate)
    /// Replaced by another entry, where the register knows which holds now.
    case superseded(by: Int?)
    case revoked(by: Int?)
  }

  /// Returns the state of a law on a day.
  ///
  /// The dates decide: what a later edition replaces is in force until that edition is.
  package func state(of index: Int, on day: CalendarDate) -> State {
    let law = laws[index]
    if let from = law.inForceFrom, day < from { return .notYet(from) }
    let successor = law.supersededBy.flatMap { self.index(of: $0) }
    switch law.status {
    case .revoked: return .revoked(by: successor.map { current(from: $0, on: day) })
    case .inForce, .partlyInForce: return .inForce
    case .superseded:
      if let successor, let from = laws[successor].inForceFrom, day < from { return .inForce }
      return .superseded(by: successor.map { current(from: $0, on: day) })
    }
  }

  /// What holds now in the place of a law: the edition after it, or the one after that, up to the day.
  private func current(from index: Int, on day: CalendarDate) -> Int {
    var index = index
    // Each step goes on along the register; a circle in it, or a chain that no law has, is followed so far.
    for _ in laws.indices.prefix(64) {
      guard laws[index].status == .superseded || laws[index].status == .revoked,
        let next = laws[index].supersededBy.flatMap({ self.index(of: $0) }),
        laws[next].inForceFrom.map({ $0 <= day }) ?? true
      else { return index }
      index = next
    }
    return index
  }
}

/// The defined terms: `Templates/glossary.yaml`.
package struct Glossary: Sendable {
  package var file: SourceFile
  package let terms: [Term]
  /// Whether all of the file could be read.
  package var isReadable = true
  private let indices: [String: Int]
  /// How each term is written, by its number.
  package let names: [TermNames]
  /// Where each term stands in the order of their names in small letters, by its number.
  private let ranks: [Int]

  package init(file: SourceFile, terms: [Term] = []) {
    self.file = file
    self.terms = terms
    indices = Dictionary(
      terms.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { _, last in last })
    names = terms.map(TermNames.init)
    let keys = terms.map { $0.term.lowercased() }
    var ranks = Array(repeating: 0, count: terms.count)
    let order = terms.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    for (rank, index) in order.enumerated() { ranks[index] = rank }
    self.ranks = ranks
  }

  /// The number of a term; nil where there is none of the id.
  package func index(of id: String) -> Int? { indices[id] }

  /// Terms, by their numbers, in the order of their names.
  package func alphabetical(_ terms: [Int]) -> [Int] {
    terms.sorted { [ranks] in ranks[$0] < ranks[$1] }
  }
}

/// How a term is written, put together once for all documents.
package struct TermNames: Sendable {
  /// Where it first stands: with its abbreviation.
  package let first: String
  /// Where it stands again.
  package let later: String
  /// Before its definition in plain text.
  package let head: String

  init(_ term: Term) {
    let abbreviation = term.abbreviation.map { " (\($0))" } ?? ""
    first = term.term + abbreviation
    later = term.abbreviation ?? term.term
    head = "\(Prose.capitalised(term.term))\(abbreviation): "
  }
}

/// A term and what it means.
package struct Term: Sendable {
  package var id: String
  package var term: String
  package var plural: String?
  /// What it means; may cite other terms as `[](term:id)`.
  package var definition: MappedText
  package var abbreviation: String?
  package var range: TextRange
}

/// Reads the two registers.
package enum RegisterReader {
  /// Returns the law that can be cited; what is wrong with its entries is reported.
  package static func laws(_ manifest: Manifest, report: inout Report) -> LawRegister {
    let file = manifest.file
    var register = LawRegister(file: file)
    guard
      var fields = Fields(manifest.root, of: file, called: "the register of law", report: &report)
    else { return register }
    if let checked = fields.text("checked", report: &report) {
      register.checked = CalendarDate(checked.value)
      if register.checked == nil {
        report.add(
          .wrongType("checked", wanted: ValueType.date.expectation, at: file.place(checked.range)))
      }
    }
    for entry in entries(&fields, "laws", report: &report) {
      if let law = law(entry, file: file, report: &report) { register.add(law) }
    }
    fields.finish(report: &report)
    lazy var known = register.laws.map(\.id)
    for law in register.laws {
      if let successor = law.supersededBy, register.index(of: successor) == nil {
        report.add(
          .unknownName(
            .law, successor, known: known,
            at: file.place(law.successorRange ?? law.range)))
      }
    }
    return register
  }

  private static func law(_ entry: Entry, file: SourceFile, report: inout Report) -> Law? {
    let called = "law '\(entry.key)'"
    guard var fields = Fields(entry.value, of: file, called: called, report: &report) else {
      return nil
    }
    let title = fields.text("title", report: &report)
    let statusText = fields.text("status", report: &report)
    let status = statusText.flatMap { Law.Status(rawValue: $0.value) }
    if let statusText, status == nil {
      report.add(
        .notOneOf(
          statusText.value, key: "status", known: Law.Status.allCases.map(\.rawValue),
          at: file.place(statusText.range)))
    }
    let from = fields.text("in-force-from", report: &report)
    let date = from.flatMap { partialDate($0.value) }
    if let from, date == nil {
      report.add(
        .wrongType(
          "in-force-from", wanted: "a year, a month or a date, such as 2026, 2026-09 or 2026-09-01",
          at: file.place(from.range)))
    }
    let url = fields.text("url", report: &report)
    if let url, !TextForm.isWebAddress(url.value) {
      report.add(.wrongType("url", wanted: ValueType.url.expectation, at: file.place(url.range)))
    }
    let successor = fields.text("superseded-by", report: &report)
    let law = Law(
      id: entry.key, title: title?.value ?? entry.key,
      short: fields.text("short", report: &report)?.value,
      kind: fields.text("kind", report: &report)?.value,
      edition: fields.text("edition", report: &report)?.value,
      inForceFrom: date, inForceWritten: from.flatMap { written($0.value) },
      status: status ?? .inForce,
      supersededBy: successor?.value, successorRange: successor?.range,
      url: url.flatMap { TextForm.isWebAddress($0.value) ? $0.value : nil },
      confidence: fields.text("confidence", report: &report)?.value, range: entry.keyRange)
    fields.finish(report: &report)
    for key in ["status", "title"] where fields.lacks(key) {
      report.add(
        .missing(
          key, in: called, at: file.place(entry.keyRange),
          help: "a law needs 'title:' and 'status:', such as in force"))
    }
    return law
  }

  /// Returns the terms that are defined; what is wrong with them is reported.
  package static func glossary(_ manifest: Manifest, report: inout Report) -> Glossary {
    let file = manifest.file
    guard var fields = Fields(manifest.root, of: file, called: "the glossary", report: &report)
    else { return Glossary(file: file) }
    var terms: [Term] = []
    for entry in entries(&fields, "terms", report: &report) {
      let called = "term '\(entry.key)'"
      guard var term = Fields(entry.value, of: file, called: called, report: &report) else {
        continue
      }
      let text = term.text("term", report: &report)
      let plural = term.text("plural", report: &report)
      let definition = term.takeCondition("definition", report: &report)
      let abbreviation = term.text("abbreviation", report: &report)
      term.finish(report: &report)
      if term.lacks("definition") {
        report.add(
          .missing(
            "definition", in: called, at: file.place(entry.keyRange),
            help: "add 'definition:' with what it means, in one sentence"))
      }
      // A term without its definition can still be cited, so that one slip is reported once.
      terms.append(
        Term(
          id: entry.key, term: text?.value ?? spaced(entry.key), plural: plural?.value,
          definition: definition ?? MappedText(file: file), abbreviation: abbreviation?.value,
          range: entry.keyRange))
    }
    fields.finish(report: &report)
    return Glossary(file: file, terms: terms)
  }

  /// The entries of a register; those that cannot be cited are reported and left out.
  private static func entries(
    _ fields: inout Fields, _ key: String, report: inout Report
  ) -> [Entry] {
    fields.entries(key, report: &report).filter { entry in
      if Identifier.isValid(entry.key) { return true }
      report.add(.badIdentifier(entry.key, at: fields.file.place(entry.keyRange)))
      return false
    }
  }

  /// A year, a month or a date in words.
  private static func written(_ text: String) -> String? {
    switch text.utf8.count {
    case 4: text
    case 7: CalendarMonth(text)?.description
    default: CalendarDate(text)?.long
    }
  }

  /// The first day of a year, a month or a date.
  private static func partialDate(_ text: String) -> CalendarDate? {
    switch text.utf8.count {
    case 4: CalendarDate("\(text)-01-01")
    case 7: CalendarDate("\(text)-01")
    default: CalendarDate(text)
    }
  }

  /// An id as words.
  private static func spaced(_ id: String) -> String {
    String(id.map { $0 == "-" ? " " : $0 })
  }
}
