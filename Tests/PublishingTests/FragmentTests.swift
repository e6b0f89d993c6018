import Documents
import Testing

@testable import Publishing

/// What is taken out of an article that is pasted into another site, and what its links become.
@Suite struct FragmentTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var page = "school/policy.html"
    let article: String
    let fragment: String
  }

  private static let start = "<article class=\"document\" id=\"a\" lang=\"en-GB\">\n"
  private static let plain = "<article id=\"a\" lang=\"en-GB\">\n"

  static let cases = [
    Case(
      testDescription: "classes and tab stops go, in tags alone",
      article:
        #"<div class="table" role="group" tabindex="0"><td class="end">class="kept" tabindex="0"</td></div><p title="x class=&quot;y&quot;">a &lt; b</p>"#,
      fragment:
        #"<div role="group"><td>class="kept" tabindex="0"</td></div><p title="x class=&quot;y&quot;">a &lt; b</p>"#
    ),
    Case(
      testDescription: "a heading is no link to itself",
      article:
        ##"<h2 id="s"><a class="self" href="#s"><span class="number">1</span> Aims</a></h2><p><a href="#s">section 1</a></p>"##,
      fragment: ##"<h2 id="s"><span>1</span> Aims</h2><p><a href="#s">section 1</a></p>"##),
    Case(
      testDescription: "a heading that holds a link keeps it, and its number",
      article:
        ##"<h2 id="s"><a aria-label="This section" href="#s"><span class="number">1</span></a> See <a href="#t">that</a></h2>"##,
      fragment: ##"<h2 id="s"><span>1</span> See <a href="#t">that</a></h2>"##),
    Case(
      testDescription: "the sign that stands for a number goes with its link",
      article:
        ##"<h3 id="s"><a aria-label="This section" href="#s">#</a> See <a href="#t">that</a></h3>"##,
      fragment: ##"<h3 id="s">See <a href="#t">that</a></h3>"##),
    Case(
      testDescription: "links to pages are seen from the fragment, others stay",
      article:
        ##"<a href="other.html">o</a><a href="agreements/f.html#x">f</a><a href="../trust/p.html">p</a><a href="https://law.example/a/b">l</a><a href="mailto:office@school.example">m</a><a href="tel:01632960001">t</a><a href="#s">s</a>"##,
      fragment:
        ##"<a href="../other.html">o</a><a href="../agreements/f.html#x">f</a><a href="../../trust/p.html">p</a><a href="https://law.example/a/b">l</a><a href="mailto:office@school.example">m</a><a href="tel:01632960001">t</a><a href="#s">s</a>"##
    ),
    Case(
      testDescription: "so are those of a page in a folder of its own",
      page: "school/agreements/form.html",
      article: #"<a href="../policy.html">p</a><a href="other.html">o</a>"#,
      fragment: #"<a href="../policy.html">p</a><a href="../agreements/other.html">o</a>"#),
  ]

  @Test(arguments: cases) func isMadeOfAnArticle(_ sample: Case) {
    let made = Fragment.made(
      of: Array((Self.start + sample.article + "</article>\n").utf8), on: sample.page,
      as: "school/fragments/policy.html")
    #expect(
      String(decoding: made, as: UTF8.self) == Self.plain + sample.fragment + "</article>\n")
  }

  @Test func aMarkStandsBeforeTheRest() {
    let made = Fragment.made(
      of: Array("\(Self.start)<p class=\"summary\">s</p>\n</article>\n".utf8),
      on: "school/policy.html", as: "school/fragments/policy.html",
      mark: Array("<p class=\"draft\">Draft</p>\n".utf8))
    #expect(
      String(decoding: made, as: UTF8.self)
        == "\(Self.plain)<p class=\"draft\">Draft</p>\n<p>s</p>\n</article>\n")
  }

  /// What is cut off anywhere is still taken to its end.
  @Test func anyPrefixOfAnArticleEnds() {
    for sample in Self.cases {
      let article = Array((Self.start + sample.article).utf8)
      for count in article.indices {
        _ = Fragment.made(
          of: Array(article[..<count]), on: sample.page, as: "school/fragments/policy.html",
          mark: [65])
      }
    }
  }

  @Test(
    arguments: [
      ("a/b.html", "a/c.html"), ("a/b.html", "a/d/c.html"), ("a/d/b.html", "a/c.html"),
      ("a/b.html", "index.html"), ("index.html", "a/b/c.html"), ("a/b/c.html", "d/e.html"),
      ("ab/x.html", "ac/y.html"), ("a/bc.html", "a/bd/e.html"), ("a/b/c.html", "a/b/c.html"),
    ]) func anAddressLeadsBackToItsPage(_ page: String, _ target: String)
  {
    #expect(SitePath.resolved(SitePath.relative(from: page, to: target), on: page) == target)
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
