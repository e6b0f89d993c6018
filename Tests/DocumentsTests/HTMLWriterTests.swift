import Templating
import Testing

@testable import Documents

/// What is written is escaped, and what only our own pages know is noted.
@Suite struct HTMLWriterTests {
  @Test(
    arguments: [
      "", "plain", "&", "<", ">", "a & b", "<script>alert(\"x\")</script>", "'", "O’Brien & Söhne",
      "a&b&&c", "\"quoted\"", "ends with <", "?@~\u{7F}é\u{1F600}", "\n\t\0",
    ]) func textIsEscapedAsEverywhere(_ text: String)
  {
    var html = HTMLWriter()
    html.text(text)
    html.attribute(text)
    let inText = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
    let quoted = inText.replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    #expect(String(decoding: html.bytes, as: UTF8.self) == inText + quoted)
    var array: [UInt8] = []
    HTMLEscape.text(text, to: &array)
    HTMLEscape.attribute(text, to: &array)
    #expect(array == html.bytes)
  }

  @Test(arguments: ["&", "<", ">", "\"", "'"]) func signsAreFoundWhereverTheyStand(_ sign: String) {
    // The letters beside them differ from some of them in a bit.
    for (count, place) in (1..<30).flatMap({ count in (0..<count).map { (count, $0) } }) {
      let text =
        String(repeating: "=", count: place) + sign
        + String(repeating: "?", count: count - place - 1)
      textIsEscapedAsEverywhere(text)
    }
  }

  @Test func attributesOfATagAreNoted() {
    var html = HTMLWriter(notesOwn: true)
    html.raw("<p>")
    html.ownTag("<ol class=\"contents\">\n")
    let noted = (html.ownMarkup ?? []).map { String(decoding: html.bytes[$0.range], as: UTF8.self) }
    #expect(noted == [" class=\"contents\""])
  }
}
