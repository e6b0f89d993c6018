import Configuration
import Diagnostics
import Foundation
import Templating
import TestSupport
import Testing

/// No text, however damaged, makes the program trap.
@Suite struct DamageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// All templates and layouts of the sample trust, by their path.
  static let files: [String] = {
    var result: [String] = []
    let names = FileManager.default.enumerator(atPath: root.appending(path: "Templates").path)
    while let name = names?.nextObject() as? String {
      if name.hasSuffix(".md") || name.hasSuffix(".html") { result.append(name) }
    }
    return result.sorted()
  }()

  private static let catalogue: Catalogue = {
    let vocabulary = try? String(
      contentsOf: root.appending(path: "Templates/vocabulary.yaml"), encoding: .utf8)
    return SmallTrust(vocabulary: vocabulary ?? SmallTrust.phases).make().catalogue
  }()

  private static let small = SmallTrust().make().catalogue

  private func check(_ bytes: [UInt8], _ path: String, _ catalogue: Catalogue = small) {
    let file = SourceFile(path: path, bytes: bytes)
    var report = Report()
    if path.hasSuffix(".html") {
      var questions = catalogue.questions
      var loops = 0
      _ = LayoutCompiler.compile(
        file, catalogue: catalogue, questions: &questions, loopCount: &loops, report: &report)
    } else {
      var documents: [Template] = []
      var clauses: [Clause] = []
      if path.hasPrefix("clauses/") || path.hasPrefix("site/") {
        clauses = [TemplateParser.clause(file, path: path, report: &report)]
      } else if let template = TemplateParser.document(
        file, id: "one", folder: .agreement, vocabulary: catalogue.vocabulary, report: &report)
      {
        documents = [template]
      }
      let catalogue = Catalogue(
        vocabulary: catalogue.vocabulary, documents: documents.map(\.declaration),
        laws: catalogue.laws, glossary: catalogue.glossary, report: &report)
      _ = Compiler.compile(
        documents, clauses: clauses, words: [], catalogue: catalogue, report: &report)
    }
    for message in report.diagnostics.prefix(3) { _ = TextFace().render(message) }
  }

  /// The ends of lines and the middles of tags, where parsers look ahead, and a spread of the rest.
  private func ends(_ bytes: [UInt8]) -> [Int] {
    let marks = Set("{}%#|[]()*_`\n->:\\\"<".utf8)
    let special = bytes.indices.filter { marks.contains(bytes[$0]) }
    let step = max(1, special.count / 15)
    return stride(from: 0, to: special.count, by: step).flatMap { [special[$0], special[$0] + 1] }
  }

  @Test(arguments: files)
  func `every prefix of a template is answered`(_ path: String) throws {
    let bytes = Array(try Data(contentsOf: Self.root.appending(path: "Templates/\(path)")))
    for end in ends(bytes) { check(Array(bytes[..<end]), path, Self.catalogue) }
  }

  @Test func `every prefix of a small template is answered`() {
    let text = """
      ---
      title: "A {{ school.name | possessive }}"
      kind: agreement
      sign: [{who: A, fields: [name, "B"]}]
      ---

      # A *b* {#c .unnumbered}

      {% if not (school.phase is primary) or documents.one is issued %}
      - [x](#c) `d` **e _f_** {% choose school.phase %}{% when primary, secondary %}g{% endchoose %}
        1. h \\
        > i
      {% elsif trust.phone exists %}
      | A | B |
      |---|:-:|
      | {{ trust.name }} | [](law:x) |
      {% else %}
      T
      : M {# n #}
      {% endif %}
      {% for b in bands %}{{ b.title }}{% endfor %}
      {% include clauses/x %}
      """
    let bytes = Array(text.utf8)
    for end in 0...bytes.count { check(Array(bytes[..<end]), "agreements/one.md") }
    for start in 0..<bytes.count { check(Array(bytes[start...]), "clauses/one.md") }
    for index in bytes.indices {
      var changed = bytes
      changed.remove(at: index)
      check(changed, "agreements/one.md")
      changed = bytes
      changed[index] = 0xC3
      check(changed, "agreements/one.md")
    }
  }

  @Test func `every prefix of a small layout is answered`() {
    let text = """
      <!doctype html><html><head><title>{{ page.title }}</title>{% style %}<style>a{}</style></head>
      <body class="a" data-b='{{ trust.name }}'><!-- c --><a href="{{ page.home }}">d</a>
      {% if school.name exists %}<p title="{{ school.name }}">{% else %}<p>{% endif %}x</p>
      <script>1</script>{% content %}<br/></body></html>
      """
    let bytes = Array(text.utf8)
    for end in 0...bytes.count { check(Array(bytes[..<end]), "site/one.html") }
    for start in 0..<bytes.count { check(Array(bytes[start...]), "site/one.html") }
  }
}
