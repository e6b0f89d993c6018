// The entry of libFuzzer into the three parsers; Tests/Hostile/run compiles it, and TRUSTWRIGHT_FUZZ chooses one.
//
// A parser has to answer every input with a tree and messages, and every message must be printable; a trap, a hang or
// memory without end is a finding.
import Configuration
import Diagnostics
import Manifests
import Templating

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

private let parser: String =
  unsafe getenv("TRUSTWRIGHT_FUZZ").map { unsafe String(cString: $0) } ?? "manifest"

@c(LLVMFuzzerTestOneInput)
func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let file = SourceFile(path: "input", bytes: bytes)
  var report = Report()
  switch parser {
  case "template":
    _ = TemplateParser.document(
      file, id: "fuzz", folder: .policy, vocabulary: catalogue.vocabulary, report: &report)
    _ = TemplateParser.clause(file, path: "clauses/fuzz", report: &report)
  case "condition":
    let text = MappedText(file: file, range: TextRange(0, bytes.count))
    let names = SchoolNames(catalogue, bands: .current)
    _ = ConditionParser.parse(text, names: names, table: catalogue.questions, report: &report)
  default:
    _ = ManifestParser.parse(file, report: &report)
  }
  let diagnostics = report.sorted()
  _ = TextFace(style: .plain).render(Array(diagnostics.prefix(20)))
  return 0
}
