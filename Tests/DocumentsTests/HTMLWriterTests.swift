import Templating
import Testing

@testable import Documents

/// What is written comes out as it was written, however it is cut into pieces.
@Suite struct HTMLWriterTests {
  @Test func piecesOfAnySizeFollowEachOther() {
    for capacity in [0, 1, 64, 100] {
      var buffer = ByteBuffer(capacity: capacity)
      var expected: [UInt8] = []
      for length in 0..<300 {
        let piece = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
        buffer.append(piece.span)
        buffer.append(UInt8(truncatingIfNeeded: length))
        buffer.append("<é>")
        expected += piece + [UInt8(truncatingIfNeeded: length)] + Array("<é>".utf8)
      }
      #expect(buffer.bytes == expected)
      #expect(buffer.count == expected.count)
      #expect(buffer[expected.count - 1] == UInt8(ascii: ">"))
    }
  }

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

  @Test func attributesOfATagAreNoted() {
    var html = HTMLWriter(notesOwn: true)
    html.raw("<p>")
    html.ownTag("<ol class=\"contents\">\n")
    let noted = (html.ownMarkup ?? []).map { String(decoding: html.bytes[$0.range], as: UTF8.self) }
    #expect(noted == [" class=\"contents\""])
  }
}
