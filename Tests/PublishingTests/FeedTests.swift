import Diagnostics
import Documents
import Testing

@testable import Configuration
@testable import Publishing

/// Feeds, fragments, descriptions and the directory of schools.
struct FeedTests {
  private func feed(_ name: String = "riverside/feed.xml") -> Feed {
    Feed(name: name, title: "Policies & forms", author: "Riverside", space: "https://x.example")
  }

  private func entry(_ key: String, _ date: String) throws -> Feed.Entry {
    Feed.Entry(
      key: key, title: "Title <\(key)>", page: "riverside/\(key).html",
      adoption: Feed.Adoption(day: try #require(CalendarDate(date))), author: "Riverside")
  }

  @Test func theLatestAdoptionComesFirstAndDatesTheFeed() throws {
    let file = try #require(
      feed().write([try entry("old", "2024-01-05"), try entry("new", "2026-09-15")]))
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(file.name == "site/riverside/feed.xml")
    let head = try #require(text.split(separator: "<entry>").first)
    #expect(head.contains("<updated>2026-09-15T00:00:00Z</updated>"))
    #expect(head.contains("<title>Policies &amp; forms</title>"))
    let new = try #require(text.firstRange(of: "Title &lt;new&gt;"))
    let old = try #require(text.firstRange(of: "Title &lt;old&gt;"))
    #expect(new.lowerBound < old.lowerBound)
    #expect(text.contains("href=\"new.html\""))
  }

  /// No line of a calendar is over 75 bytes, and joined again it says what was written.
  @Test(arguments: 20...80, ["a", "é"])
  func aLongLineOfACalendarIsFolded(_ length: Int, _ letter: String) throws {
    let title = String(repeating: letter, count: length)
    let day = try #require(CalendarDate("2026-09-15"))
    let review = Calendar.Review(
      school: "hill", document: "one", title: title, shortName: "Hill; \\", day: day, known: day)
    let bytes = Calendar.write([review], name: "Reviews")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    #expect(
      text.replacing("\r\n ", with: "").contains(
        "\r\nSUMMARY:Review due: \(title)\\, Hill\\; \\\\\r\n"))
  }

  @Test func aRuleIsSaidInItsOwnWords() {
    var head = EntryHead(id: "phones", range: .zero)
    head.help = "Not shown."
    var rule = Rule(
      head: head, path: "phones", question: "Phones & bags?",
      kind: .options([
        Choice(id: "home", meaning: "At home <always>.", range: .zero),
        Choice(id: "bag", meaning: "", range: .zero),
      ]))
    let words = RuleWords(rule)
    #expect(
      String(decoding: words.head, as: UTF8.self)
        == "<tr><th scope=\"row\">Phones &amp; bags?<br><code>phones</code></th>")
    func said(_ answer: String, _ words: RuleWords) -> String {
      var html = HTMLWriter()
      words.write(answer, to: &html)
      return String(decoding: html.bytes, as: UTF8.self)
    }
    #expect(said("home", words) == "At home &lt;always&gt;. (<code>home</code>)")
    #expect(said("bag", words) == "<code>bag</code>")
    #expect(said("infants: home", words) == "<code>infants: home</code>")
    rule.question = nil
    #expect(
      String(decoding: RuleWords(rule).head, as: UTF8.self).contains("<th scope=\"row\">phones<br>")
    )
  }

  @Test func anIdIsMadeFromTheKeyAlone() throws {
    func ids(_ feed: Feed, _ entries: [Feed.Entry]) throws -> [String] {
      let bytes = try #require(feed.write(entries)).bytes
      return String(decoding: bytes, as: UTF8.self).matches(of: /<id>(.*?)<\/id>/)
        .map { String($0.output.1) }
    }
    let first = try ids(feed(), [try entry("a", "2026-01-01"), try entry("b", "2026-01-02")])
    var renamed = try entry("a", "2026-01-01")
    renamed.title = "Another title"
    let second = try ids(feed(), [renamed])
    #expect(Set(first).count == 3)
    #expect(second == [first[0], first[2]])
    #expect(
      first.allSatisfy {
        $0.contains(
          /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      })
  }

  @Test func aFeedIsCutAtItsLengthAndThereIsNoneWithoutAdoptions() throws {
    #expect(feed().write([]) == nil)
    let many = try (1...300).map { try entry("d\($0)", "2026-01-01") }
    let bytes = try #require(feed().write(many)).bytes
    #expect(String(decoding: bytes, as: UTF8.self).matches(of: /<entry>/).count == Feed.length)
  }

  @Test func whatDescribesAPageCannotEndItsElement() {
    var json = JSONWriter()
    json.object { $0.member("name", "</script><script>alert(1)") }
    let head = PageMetadata(
      title: "A \"title\"", description: "<b>", canonical: "https://x.example/?a=1&b=2",
      publisher: "P", feed: "feed.xml", data: json.finish()
    ).write()
    let text = String(decoding: head, as: UTF8.self)
    #expect(text.matches(of: /<\/script>/).count == 1)
    #expect(text.contains(#"content="A &quot;title&quot;""#))
    #expect(text.contains(#"<link rel="canonical" href="https://x.example/?a=1&amp;b=2">"#))
    #expect(text.contains(#"type="application/atom+xml""#))
  }
}
