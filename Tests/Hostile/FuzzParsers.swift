// The entry of libFuzzer into the parsers; Tests/Hostile/build compiles it, and TRUSTWRIGHT_FUZZ chooses one.
//
// A parser has to answer every input with a value and messages. A trap, a hang, memory without end is a finding, and so
// is a broken law: every message lies within the file and can be printed; what was read without a fault reads the same
// once it is printed.
import Bytes
import Configuration
import Diagnostics
import Manifests
import Publishing
import Reviews
import Templating

@testable import FileStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the parsers need besides the input: a small vocabulary.
private let catalogue: Catalogue = {
  let text = """
    bands: {ks1: {title: Key stage 1}, ks2: {title: Key stage 2}}
    phases: {primary: {title: primary, bands: [ks1, ks2]}}
    roles: {headteacher: {title: headteacher, required: yes}, dsl: {title: DSL}}
    providers: {wifi: {title: wifi}}
    rules:
      byod: {question: May they?, options: {no-one: No., everyone: Yes.}, default: no-one}
      phones: {pupils: {question: May they?, options: {home: No., bag: Yes.}, per: band, default: home}}
      days: {question: How long?, type: number}
    words: {pupil: {options: {pupil: pupils, child: children}, plural: pupils, default: pupil}}
    facts: {motto: {type: text}, club: {type: list of text}}
    """
  var report = Report()
  let manifest = ManifestParser.parse(
    SourceFile(path: "vocabulary.yaml", text: text), report: &report)
  let vocabulary = VocabularyReader.read(manifest, report: &report)
  let none = Manifest(file: manifest.file, root: Node(.none, range: .zero))
  return Catalogue(
    vocabulary: vocabulary, documents: [], laws: RegisterReader.laws(none, report: &report),
    glossary: RegisterReader.glossary(none, report: &report), report: &report)
}()

private let names = SchoolNames(catalogue, bands: .current)

private let parser: String =
  unsafe getenv("TRUSTWRIGHT_FUZZ").map { unsafe String(cString: $0) } ?? "manifest"

/// Ends the run with a law that does not hold; libFuzzer keeps the input.
private func law(_ holds: Bool, _ words: @autoclosure () -> String) {
  if !holds { fatalError("a law is broken: \(words())") }
}

/// Every message points into the file, and can be printed.
private func check(_ report: Report, _ file: SourceFile) {
  for message in report.diagnostics {
    for place in [message.place] + message.notes.compactMap(\.place) {
      guard let range = place.range, place.file.path == file.path else { continue }
      law(
        range.start >= 0 && range.end <= place.file.bytes.count && range.start <= range.end,
        "\(message.code.rawValue) lies outside of the file")
    }
    law(!message.message.isEmpty, "\(message.code.rawValue) says nothing")
  }
  // To print costs more than to read: one input in eight is enough.
  if file.bytes.count & 7 == 0 {
    _ = TextFace(style: .plain).render(Array(report.sorted().prefix(4)))
  }
}

private func manifest(_ file: SourceFile) {
  var report = Report()
  let first = ManifestParser.parse(file, report: &report)
  check(report, file)
  checkRanges(first.root, file)
  guard !report.hasErrors else { return }
  let text = ManifestPrinter.print(first.root)
  var again = Report()
  let second = ManifestParser.parse(SourceFile(path: "again", bytes: text), report: &again)
  law(!again.hasErrors, "what was printed has a fault")
  law(first.root.means(second.root), "what was printed means something else")
}

private func checkRanges(_ node: Node, _ file: SourceFile) {
  law(Int(node.range.end) <= file.bytes.count, "a value lies outside of the file")
  switch node.content {
  case .none, .scalar: break
  case .sequence(let items): for item in items { checkRanges(item, file) }
  case .mapping(let entries):
    for entry in entries {
      law(Int(entry.keyRange.end) <= file.bytes.count, "a key lies outside of the file")
      checkRanges(entry.value, file)
    }
  }
}

private func template(_ file: SourceFile) {
  var report = Report()
  _ = TemplateParser.document(
    file, id: "fuzz", folder: .agreement, vocabulary: catalogue.vocabulary, report: &report)
  _ = TemplateParser.clause(file, path: "clauses/fuzz", report: &report)
  check(report, file)
}

/// A template that was read is looked up too, as the program does it.
private func document(_ file: SourceFile) {
  var report = Report()
  guard
    let template = TemplateParser.document(
      file, id: "fuzz", folder: .policy, vocabulary: catalogue.vocabulary, report: &report)
  else { return check(report, file) }
  let all = Catalogue(
    vocabulary: catalogue.vocabulary, documents: [template.declaration], laws: catalogue.laws,
    glossary: catalogue.glossary, report: &report)
  _ = Compiler.compile([template], clauses: [], words: [], catalogue: all, report: &report)
  check(report, file)
}

private func condition(_ file: SourceFile) {
  var report = Report()
  let text = MappedText(file: file, range: TextRange(0, file.bytes.count))
  let table = catalogue.questions
  let found = ConditionParser.parse(text, names: names, table: table, report: &report)
  check(report, file)
  guard let found else { return law(!report.isEmpty, "a condition is refused without a word") }
  let opposite = found.negated(table)
  var answers = Array(repeating: UInt8(0), count: table.count)
  for turn in 0..<4 {
    for question in answers.indices {
      let possible = table.questions[question].everything.answers
      answers[question] = UInt8(possible[(turn * (question + 3)) % possible.count])
    }
    law(found.holds(answers) != opposite.holds(answers), "a condition and its opposite agree")
  }
}

private func roster(_ file: SourceFile) {
  var report = Report()
  let found = RosterReader.read(file, report: &report)
  check(report, file)
  guard let found else { return law(report.hasErrors, "a roster is refused without a word") }
  let people = found.groups.reduce(0) { $0 + $1.people.count }
  law(people == found.people.count, "somebody is in no class, or in two")
}

/// The seal is put under the input, without which the rest would never be read.
private func approval(_ bytes: [UInt8]) {
  let text = bytes.last == 10 ? bytes : bytes + [10]
  let seal = Array("seal: \(ApprovalRecord.seal(text))\n".utf8)
  let file = SourceFile(path: "approval", bytes: text + seal)
  var report = Report()
  let found = ApprovalReader.read(file, name: "accessibility-statement-2", report: &report)
  check(report, file)
  guard let found else { return law(report.hasErrors, "an approval is refused without a word") }
  var again = Report()
  let copy = ApprovalReader.read(
    SourceFile(path: "again", bytes: found.manifest), name: found.name, report: &again)
  law(copy?.manifest == found.manifest, "an approval is another when it is written again")
}

/// All types of short values: what is read prints, and dates print as they were written.
private func value(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  for name in ValueType.names {
    guard let type = ValueType(named: name, options: []), let value = type.parse(text) else {
      continue
    }
    _ = value.plainText
    switch value {
    case .date(let date):
      law(date.iso == text, "a date is another when it is printed")
      law(CalendarDate(dayNumber: date.dayNumber) == date, "a day is another when it is counted")
    case .term(let term): law(term.description == text, "a term is another when it is printed")
    case .duration(let period):
      law(period.description == text, "a length is another when it is printed")
      if let day = CalendarDate("2026-08-31") {
        law(period.after(day) > day, "a review is due before it is done")
      }
    case .markdown(let markdown): _ = markdown.addresses.map(MarkdownText.isSafe)
    case .file(let path):
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      law(!parts.contains(".."), "a path leads out of its folder")
    default: break
    }
  }
}

/// A section of the build record, which anybody may have damaged; its check sum is made to fit.
private func record(_ bytes: [UInt8]) {
  let key = Fingerprint.Key(first: 1, second: 2)
  var writer = ByteWriter()
  writer.word(UInt64(bytes.count))
  writer.word(key.fingerprint(bytes).low)
  let file = BuildRecord.head(key) + BuildRecord.mark + writer.bytes + bytes
  guard let record = BuildRecord(file, modified: 1) else { return law(false, "a record is lost") }
  for unit in record.units {
    _ = record.unit(unit)
    _ = record.ownership(of: unit).isEmpty
  }
}

@c(LLVMFuzzerTestOneInput)
func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  switch parser {
  case "template": template(SourceFile(path: "input", bytes: bytes))
  case "document": document(SourceFile(path: "input", bytes: bytes))
  case "condition": condition(SourceFile(path: "input", bytes: bytes))
  case "roster": roster(SourceFile(path: "input", bytes: bytes))
  case "approval": approval(bytes)
  case "value": value(bytes)
  case "record": record(bytes)
  default: manifest(SourceFile(path: "input", bytes: bytes))
  }
  return 0
}
