import Documents
import Testing

@testable import Publishing

/// What is taken out of an article that is pasted into another site, and what its links become.
@Suite struct FragmentTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var page = "school/policy.html"
    let fragment: String
    let write: @Sendable (inout HTMLWriter) -> Void
  }

  static let cases = [
    Case(
      testDescription: "markup of our own pages goes, what looks like it stays",
      fragment: #"<td>class="kept" tabindex="0"</td>"#
    ) { html in
      html.raw("<td")
      html.own(" class=\"end\"")
      html.raw(">")
      html.text(#"class="kept" tabindex="0""#)
      html.raw("</td>")
    },
    Case(
      testDescription: "a table keeps its name and loses its class and tab stop",
      fragment:
        "<div role=\"group\" aria-labelledby=\"s\">\n<table aria-labelledby=\"s\">\n"
    ) { html in
      html.openTable("contacts", labelledBy: "s")
    },
    Case(
      testDescription: "links to pages are seen from the fragment",
      fragment:
        ##"<a href="../other.html">o</a><a href="../agreements/f.html#x">f</a><a href="../../trust/p.html">p</a>"##
    ) { html in
      html.link("o", to: "other.html")
      html.link("f", to: "agreements/f.html#x")
      html.link("p", to: "../trust/p.html")
    },
    Case(
      testDescription: "other links stay",
      fragment:
        ##"<a href="https://law.example/a/b">l</a><a href="mailto:office@school.example">m</a><a href="tel:01632960001">t</a><a href="#s">s</a><a href="">e</a>"##
    ) { html in
      html.link("l", to: "https://law.example/a/b")
      html.link("m", to: "mailto:office@school.example")
      html.link("t", to: "tel:01632960001")
      html.link("s", to: "#s")
      html.link("e", to: "")
    },
    Case(
      testDescription: "links of a page in a folder of its own",
      page: "school/agreements/form.html",
      fragment:
        #"<a href="../policy.html">p</a><a href="../agreements/other.html">o</a><a href="../../trust/p.html">t</a>"#
    ) { html in
      html.link("p", to: "../policy.html")
      html.link("o", to: "other.html")
      html.link("t", to: "../../trust/p.html")
    },
    Case(
      testDescription: "an address stays escaped",
      fragment: #"<a href="../a&amp;b.html">a</a>"#
    ) { html in
      html.link("a", to: "a&b.html")
    },
  ]

  private static func fragment(
    _ page: String = "school/policy.html", mark: String = "",
    _ write: (inout HTMLWriter) -> Void
  ) -> String {
    var html = HTMLWriter(notesOwn: true)
    html.openArticle("a", summary: "")
    write(&html)
    html.raw("</article>\n")
    let made = Fragment.made(
      of: html.bytes, own: html.ownMarkup ?? [], on: page, as: "school/fragments/policy.html",
      mark: Array(mark.utf8))
    return String(decoding: made, as: UTF8.self)
  }

  private static let start = "<article id=\"a\" lang=\"en-GB\">\n"

  @Test(arguments: cases) func isMadeOfAnArticle(_ sample: Case) {
    #expect(
      Self.fragment(sample.page, sample.write) == Self.start + sample.fragment + "</article>\n")
  }

  @Test func aMarkStandsBeforeTheRest() {
    let mark = "<p class=\"draft\">Draft</p>\n"
    #expect(
      Self.fragment(mark: mark) { html in
        html.raw("<p")
        html.own(" class=\"summary\"")
        html.raw(">s</p>\n")
      } == "\(Self.start)\(mark)<p>s</p>\n</article>\n")
    #expect(
      Self.fragment(mark: mark) { $0.raw("<p>s</p>\n") }
        == "\(Self.start)\(mark)<p>s</p>\n</article>\n")
  }

  @Test func nothingIsNotedWhereNobodyAsks() {
    var html = HTMLWriter()
    html.own(" class=\"end\"")
    html.link("o", to: "other.html")
    #expect(html.ownMarkup == nil)
  }

  /// An address is seen from the fragment as if it had been written for it.
  @Test(
    arguments: [
      ("a/b.html", "a/c.html"), ("a/b.html", "a/d/c.html"), ("a/d/b.html", "a/c.html"),
      ("a/b.html", "index.html"), ("index.html", "a/b/c.html"), ("a/b/c.html", "d/e.html"),
      ("ab/x.html", "ac/y.html"), ("a/bc.html", "a/bd/e.html"), ("a/b/c.html", "a/b/c.html"),
      ("a/b.html", "a/f/c.html"), ("a/f/g/b.html", "a/f/c.html"), ("b.html", "a/f/c.html"),
    ]) func anAddressIsMovedToAnotherPage(_ page: String, _ target: String)
  {
    for other in ["a/f/x.html", "x.html", "a/x.html", "d/x.html", "a/b/x.html", "af/x.html"] {
      var html: [UInt8] = []
      SitePath.write(
        SitePath.relative(from: page, to: target).utf8.span, seenFrom: page, from: other, in: &html)
      #expect(
        String(decoding: html, as: UTF8.self) == SitePath.relative(from: other, to: target),
        "\(other)")
    }
  }

  @Test(
    arguments: [
      ("a/b.html", "a/c.html", "c.html"), ("a/b/c.html", "d/e.html", "../../d/e.html"),
      ("a/bc.html", "a/bd/e.html", "bd/e.html"), ("é/b.html", "è/b.html", "../è/b.html"),
      ("a/b.html", "a/b.html", "b.html"), ("index.html", "a/b.html", "a/b.html"),
      ("../central/a/b.html", "hill/c.html", "../../site/hill/c.html"),
    ]) func anAddressGoesUpNoFurtherThanItMust(_ page: String, _ target: String, _ address: String)
  {
    #expect(SitePath.relative(from: page, to: target) == address)
  }
}
