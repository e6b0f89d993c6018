import Configuration
import Testing

/// Words as a reader says them.
@Suite struct ProseTests {
  @Test(arguments: [
    ("pupil", "a"), ("apple", "an"), ("hour", "an"), ("honest answer", "an"), ("house", "a"),
    ("unit", "a"), ("university", "a"), ("umbrella", "an"), ("unusual", "an"), ("user", "a"),
    ("European", "a"), ("one-off", "a"), ("IT policy", "an"), ("ICT policy", "an"), ("DSL", "a"),
    ("LADO", "a"), ("SENCO", "a"), ("NHS", "an"), ("UK", "a"), ("MP", "an"), ("8-year-old", "an"),
    ("11-year-old", "an"), ("18-year-old", "an"), ("80", "an"), ("1-year-old", "a"), ("16", "a"),
    ("110", "a"), ("Ofsted inspector", "an"), ("e-mail", "an"), ("heir", "an"), ("FAQ", "an"),
    ("URL", "a"), ("X-ray", "an"), ("", "a"),
  ])
  func `articles go by sound`(_ text: String, _ article: String) {
    #expect(Prose.article(for: text) == article)
  }

  @Test(arguments: [
    ("Riverside", false, "Riverside’s"), ("St James", false, "St James’s"),
    ("pupils", true, "pupils’"), ("children", true, "children’s"),
  ])
  func `possessives`(_ text: String, _ isPlural: Bool, _ expected: String) {
    #expect(Prose.possessive(text, isPlural: isPlural) == expected)
  }

  @Test(arguments: [
    ("", ""), ("a", "A"), ("data lead", "Data lead"), ("IT lead", "IT lead"), ("1st", "1st"),
    ("élève", "Élève"), ("e\u{301}lève", "E\u{301}lève"), ("a\u{345}", "A\u{399}"),
    ("ßa", "SSa"), ("‘no’", "‘no’"), ("z", "Z"), ("{", "{"), ("`x", "`x"),
  ])
  func `a capital comes first`(_ text: String, _ expected: String) {
    #expect(Array(Prose.capitalised(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    (2026, 9, 15, "2026-09-15", "20260915", "15 September 2026"),
    (1900, 1, 1, "1900-01-01", "19000101", "1 January 1900"),
    (2999, 12, 31, "2999-12-31", "29991231", "31 December 2999"),
    (2026, 10, 10, "2026-10-10", "20261010", "10 October 2026"),
  ])
  func `days`(_ year: Int, _ month: Int, _ day: Int, iso: String, compact: String, long: String) {
    let date = CalendarDate(year: year, month: month, day: day)
    #expect(date?.iso == iso)
    #expect(date?.compact == compact)
    #expect(date?.long == long)
  }

  @Test func `lists`() {
    #expect(Prose.list([]) == "")
    #expect(Prose.list(["a"]) == "a")
    #expect(Prose.list(["a", "b"]) == "a and b")
    #expect(Prose.list(["a", "b", "c"], joinedBy: "or") == "a, b or c")
  }
}

/// Emphasis and links as CommonMark reads them; nothing else in a value.
@Suite struct MarkdownTextTests {
  @Test(arguments: [
    ("*a*", "<em>a</em>"), ("_a_", "<em>a</em>"), ("**a**", "<strong>a</strong>"),
    ("***a***", "<em><strong>a</strong></em>"), ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
    ("a * b * c", "a * b * c"), ("a_b_c", "a_b_c"), ("a*b*c", "a<em>b</em>c"),
    ("**a*", "*<em>a</em>"), ("*a **b*", "*a *<em>b</em>"), ("**a", "**a"), ("\\*a\\*", "*a*"),
    ("_a_b", "_a_b"), ("*(*a*)*", "<em>(<em>a</em>)</em>"), ("** a **", "** a **"),
    ("*a\nb*", "<em>a\nb</em>"), ("é*a*", "é<em>a</em>"), ("“*a*”", "“<em>a</em>”"),
    ("[a](https://b.example)", "<a https://b.example>a</a>"),
    ("[*a*](https://b.example)", "<a https://b.example><em>a</em></a>"),
    ("[a] (b)", "[a] (b)"), ("[a]", "[a]"), ("[a](b c)", "[a](b c)"),
    ("![a](https://b.example)", "![a](https://b.example)"),
    ("`a *b*`", "`a <em>b</em>`"), ("<b>", "<b>"), ("&amp;", "&amp;"), ("# a", "# a"),
    ("- a", "- a"), ("{{ a }}", "{{ a }}"), ("a\\\nb", "a\\\nb"),
  ])
  func `a value is read`(_ text: String, _ expected: String) {
    #expect(Self.spelled(MarkdownText(text).spans) == expected)
  }

  private static func spelled(_ spans: [MarkdownText.Span]) -> String {
    spans.map { span in
      switch span {
      case .text(let text): text
      case .emphasis(let inner): "<em>\(spelled(inner))</em>"
      case .strong(let inner): "<strong>\(spelled(inner))</strong>"
      case .link(let address, let label): "<a \(address)>\(spelled(label))</a>"
      }
    }.joined()
  }
}
