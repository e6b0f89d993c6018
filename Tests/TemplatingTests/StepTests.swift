import Bytes
import Documents
import TestSupport
import Testing

/// What a program prints once its tree is laid out in steps: branches, what is taken back, what is printed again.
@Suite struct StepTests {
  static func made(_ body: String) -> SmallTrust.Made {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + """
        roles: {head: {title: Headteacher}, clerk: {title: clerk}}
        rules: {phones: {options: [home, bag, office], default: bag}}
        facts: {tools: {type: list of text, default: [pens, paper]}}

        """)
    small.templates = ["policies/one": SmallTrust.policy(body)]
    return small.make()
  }

  /// `Y` holds at the school, `N` does not.
  @Test(arguments: [
    ("Y", true), ("N", false), ("not N", true), ("Y and Y", true), ("Y and N", false),
    ("N and Y", false), ("N or Y", true), ("Y or N", true), ("N or N", false),
    ("Y and (N or Y)", true), ("Y and (N or N)", false), ("(N or Y) and (Y or N)", true),
    ("(N and Y) or (Y and N)", false), ("(N and Y) or (Y and Y)", true),
    ("(N or N) or Y and Y", true), ("not (Y and N)", true), ("not (N or Y)", false),
    ("Y and (N or (Y and (N or Y)))", true), ("N or (Y and (N or (Y and N)))", false),
  ])
  func `a branch is printed where its condition holds`(_ condition: String, _ holds: Bool) throws {
    let written = condition.replacing("Y", with: "rules.phones is bag")
      .replacing("N", with: "rules.phones is office")
    let made = Self.made("{% if \(written) %}yes{% else %}no{% endif %}.")
    #expect(made.errors.isEmpty, "\(written): \(made.messages)")
    #expect(try #require(made.lines()) == [holds ? "yes." : "no."], "\(written)")
  }

  @Test(arguments: [
    Row("a\n\n{% if rules.phones is home %}b{% endif %}\n\nc", "<p>a</p>\n<p>c</p>\n"),
    Row("a **{% if rules.phones is home %}b{% endif %}** c", "<p>a c</p>\n"),
    Row("a **{% if rules.phones is bag %}b{% endif %}** c", "<p>a <strong>b</strong> c</p>\n"),
    Row("- one\n- {{ leads.head }}\n", "<ul>\n<li>one</li>\n<li>Headteacher</li>\n</ul>\n"),
    Row("- one\n\n- two\n", "<ul>\n<li><p>one</p>\n</li>\n<li><p>two</p>\n</li>\n</ul>\n"),
    Row(
      "{{ leads.head }} & {{ leads.head }}, {{ leads.clerk }}",
      "<p>Headteacher &amp; Headteacher, clerk</p>\n"),
    Row("{% for it in facts.tools %}({{ it }}){% endfor %}", "<p>(pens)(paper)</p>\n"),
  ])
  func `pages are written from the steps`(_ row: Row) {
    #expect(Self.made(row.input).html() == row.expected)
  }

  @Test func `a heading that a loop prints twice leads to two places`() {
    let html = Self.made("{% for it in facts.tools %}\n# Same\n\nx\n{% endfor %}").html()
    #expect(html.contains("id=\"same\"") && html.contains("id=\"same-2\""))
  }

  /// The lines that a digest is taken of are those of the text in full.
  @Test func `canonical lines are those of the canonical text`() throws {
    let made = Self.made(
      """
      Before {{ leads.head }}.

      # First {#first}

      Fixed. See [](#first) and **{{ leads.clerk }}**:

      - one
      - {{ leads.head }}

        more
      - three

      > A note.

      | a | b |
      | --- | --- |
      | {{ leads.head }} | x |

      # {{ leads.clerk }}

      Last.
      """)
    #expect(made.errors.isEmpty, "\(made.messages)")
    let set = try #require(made.schools["hill"])
    let text = DocumentText(set, document: 0, style: .canonical)
    let lines =
      [text.title] + text.front.map(\.text)
      + text.sections.flatMap { ($0.title.isEmpty ? [] : [$0.title]) + $0.blocks.map(\.text) }
    var buffer = ByteBuffer(capacity: 1024)
    let isOfUse = DocumentText.writeCanonicalLines(set, document: 0, to: &buffer)
    let canonical = String(decoding: buffer.bytes, as: UTF8.self)
    #expect(isOfUse && canonical == lines.joined(separator: "\n") + "\n")
  }
}
