import TestSupport
import Testing

/// Blocks and running text as CommonMark reads them, for what is supported.
@Suite struct MarkdownTests {
  @Test(arguments: [
    Row("One\ntwo\n\nthree", "<p>One two</p> <p>three</p>"),
    Row("  One\n   two", "<p>One two</p>"),
    Row("One \\* two", "<p>One * two</p>"),
    Row("a < b, c <3 & d", "<p>a &lt; b, c &lt;3 &amp; d</p>"),
    Row("\\<b>", "<p>&lt;b&gt;</p>"),
    Row("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
    Row("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
    Row("snake_case_name", "<p>snake_case_name</p>"),
    Row("`` a ` b ``", "<p><code>a ` b</code></p>"),
    Row("[a](https://b.example)", "<p><a href=\"https://b.example\">a</a></p>"),
    Row("[a](mailto:b@c.example)", "<p><a href=\"mailto:b@c.example\">a</a></p>"),
    Row("- a\n- b", "<ul> <li>a</li> <li>b</li> </ul>"),
    Row("* a\n* b", "<ul> <li>a</li> <li>b</li> </ul>"),
    Row("1. a\n2. b", "<ol> <li>a</li> <li>b</li> </ol>"),
    Row("3. a\n4. b", "<ol start=\"3\"> <li>a</li> <li>b</li> </ol>"),
    Row("a. x\nb. y", "<ol type=\"a\"> <li>x</li> <li>y</li> </ol>"),
    Row("i. x\nii. y\niii. z", "<ol type=\"i\"> <li>x</li> <li>y</li> <li>z</li> </ol>"),
    Row("- a\n\n- b", "<ul> <li><p>a</p> </li> <li><p>b</p> </li> </ul>"),
    Row("- a\n  - b\n- c", "<ul> <li>a <ul> <li>b</li> </ul> </li> <li>c</li> </ul>"),
    Row("1. a\n   - b\n\n   c", "<ol> <li><p>a</p> <ul> <li>b</li> </ul> <p>c</p> </li> </ol>"),
    Row("- a\nlazy", "<ul> <li>a lazy</li> </ul>"),
    Row("text\n- a", "<p>text</p> <ul> <li>a</li> </ul>"),
    Row("text\n2. a", "<p>text 2. a</p>"),
    Row("In 2026. Then", "<p>In 2026. Then</p>"),
    Row("a\n\n---\n\nb", "<p>a</p> <hr> <p>b</p>"),
    Row("a\n\n* * *\n\nb", "<p>a</p> <hr> <p>b</p>"),
    Row("> a\n> b\n\nc", "<div class=\"note\" role=\"note\"> <p>a b</p> </div> <p>c</p>"),
    Row("Term\n: Meaning", "<dl> <dt>Term</dt> <dd>Meaning</dd> </dl>"),
    Row("Term\n: One\n: Two", "<dl> <dt>Term</dt> <dd>One</dd> <dd>Two</dd> </dl>"),
    Row("#hash", "<p>#hash</p>"),
    Row("a # b", "<p>a # b</p>"),
    Row("a , b . c", "<p>a, b. c</p>"),
    Row("a\t b", "<p>a b</p>"),
    Row("a{# note #} b {# note #}c", "<p>a b c</p>"),
    Row("a *b{# note #}* c", "<p>a <em>b</em> c</p>"),
    Row("{# note #}\n\na", "<p>a</p>"),
    Row("A\u{00A0}b é 漢", "<p>A\u{00A0}b é 漢</p>"),
  ])
  func `Markdown is read`(_ row: Row) {
    #expect(Self.html(row.input) == row.expected)
  }

  @Test func `a table has a head, rows and alignments`() {
    let html = Self.html("| A | B | C |\n|:--|:-:|--:|\n| 1 | 2 \\| 3 | **4** |")
    #expect(html.contains("<th scope=\"col\">A</th>"))
    #expect(
      html.contains(
        "<td>1</td><td class=\"centre\">2 | 3</td><td class=\"end\"><strong>4</strong></td>"))
  }

  @Test(arguments: [
    Row("# A\n\nx\n\n## B\n\nx\n\n## C\n\nx\n\n# D\n\nx\n\n## E\n\nx", "1 A|1.1 B|1.2 C|2 D|2.1 E"),
    Row("# A\n\nx\n\n# B {.unnumbered}\n\nx\n\n# C\n\nx", "1 A| B|2 C"),
    Row("# A\n\nx\n\n# B {#b .appendix}\n\nx\n\n# C {.appendix}\n\nx", "1 A|A B|B C"),
    Row("# A\n\nx\n\n# B {.appendix}\n\nx\n\n## C\n\nx", "1 A|A B|A1 C"),
    Row("# A\n\nx\n\n## B\n\nx\n\n### C\n\nx\n\n#### D\n\nx", "1 A|1.1 B|1.1.1 C|1.1.1.1 D"),
    Row("# A ##\n\nx", "1 A"),
  ])
  func `headings are numbered`(_ row: Row) throws {
    var small = SmallTrust()
    small.templates = ["policies/one": SmallTrust.policy(row.input)]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    let headings = try #require(made.lines()).filter { $0 != "x" }
    #expect(headings.joined(separator: "|") == row.expected)
  }

  /// The HTML of a text, its line ends as spaces.
  static func html(_ text: String) -> String {
    var small = SmallTrust()
    small.templates = ["policies/one": SmallTrust.policy(text)]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    return made.html().split(separator: "\n").joined(separator: " ")
  }
}
