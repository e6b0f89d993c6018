import Configuration
import Diagnostics
import Templating
import TestSupport
import Testing

/// Texts that once took time or memory without end; Tests/Hostile/bombs has many more, and measures them.
@Suite struct BombTests {
  /// Within this a text is read, on any machine; what these tests guard against took minutes and more.
  private static let patience = Duration.seconds(20)

  private func took(_ work: () -> Void) -> Duration { ContinuousClock().measure(work) }

  @Test(arguments: [
    ("links with open titles", "[](a (\n", 5_000), ("tags without an end", "<a", 20_000),
    ("addresses without an end", "<http://a", 5_000), ("brackets", "[", 20_000),
    ("references", "[a][", 5_000), ("escapes", "\\*", 10_000), ("marks", "*a _b ", 3_000),
    ("values", "{{ school.name }}\n", 450),
  ])
  func `running text is read in one go`(_ name: String, _ piece: String, _ count: Int) {
    var small = SmallTrust()
    small.templates["policies/one"] = SmallTrust.policy(
      "# A\n\nB.\n\n" + String(repeating: piece, count: count))
    #expect(took { _ = small.make() } < Self.patience, "\(name)")
  }

  @Test func `backticks of every length are looked for once`() {
    let text = (1..<900).map { "a" + String(repeating: "`", count: $0) }.joined(separator: "\n")
    var parser = InlineParser(Array(text.utf8))
    #expect(took { _ = parser.parse() } < Self.patience)
    var pairs = InlineParser(Array("`` a`b `` ``` c `` d` e `".utf8))
    let codes = pairs.parse().filter { if case .code = $0 { true } else { false } }
    #expect(codes.count == 2)
  }

  @Test func `marks on either side of a tag are told of`() {
    var small = SmallTrust()
    let marks = String(repeating: "*a ", count: 3_000)
    small.templates["policies/one"] = SmallTrust.policy(
      "# A\n\n\(marks){% if school.phase is primary %}\(String(repeating: "_b ", count: 3_000)){% endif %}"
    )
    #expect(took { _ = small.make() } < Self.patience)
  }

  /// Loops in loops once doubled the work of the proofs with each level.
  @Test(arguments: ["\n", " "])
  func `loops in loops are proved`(_ between: String) {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + "facts: {x: {type: list of text, required: yes}}\n")
    small.schools["hill"] = "school: {name: Hill, phase: primary}\nfacts: {x: [a]}\n"
    let opening = (0..<40).map { "{% for a\($0) in facts.x %}" }.joined(separator: between)
    let closing = (0..<40).map { _ in "{% endfor %}" }.joined(separator: between)
    small.templates["policies/one"] = SmallTrust.policy(
      "# A\n\nB.\n\n\(opening)\(between)C.\(between)\(closing)")
    #expect(took { _ = small.make() } < Self.patience)
  }

  @Test func `a condition is read in one go`() {
    let rules = (0..<200).map { "  r\($0): {options: [a, b, c], default: a}\n" }.joined()
    var small = SmallTrust(vocabulary: SmallTrust.phases + "rules:\n" + rules)
    let tests = (0..<200).map { "rules.r\($0) is a" }
    for word in [" and ", " or "] {
      small.templates["policies/one"] = SmallTrust.policy(
        "# A\n\nB.\n\n{% if \(tests.joined(separator: word)) %}\nC.\n{% endif %}")
      var errors: [String]?
      #expect(took { errors = small.make().errors } < Self.patience)
      #expect(errors == [])
    }
  }
}
