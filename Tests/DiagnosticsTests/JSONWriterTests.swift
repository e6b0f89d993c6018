import Diagnostics
import Foundation
import Testing

@Suite struct JSONWriterTests {
  @Test func `a name that is only known at run time is quoted like any text`() {
    var json = JSONWriter()
    json.object { json in
      let name = ["a", "b"].joined(separator: "\"")
      json.key(name)
      json.number(1)
    }
    #expect(String(decoding: json.finish(), as: UTF8.self) == "{\n  \"a\\\"b\": 1\n}\n")
  }

  @Test func `all kinds of values`() {
    var json = JSONWriter()
    json.object { json in
      json.member("text", "a")
      json.member("number", -1)
      json.member("bool", true)
      json.member("absent", ifPresent: nil)
      json.member("present", ifPresent: "b")
      json.member("texts", ["c", "d"])
      json.member("none", [])
      json.key("null")
      json.null()
      json.key("nested")
      json.object { json in
        json.key("empty")
        json.object { _ in }
        json.key("list")
        json.array { json in
          json.number(1)
          json.array { _ in }
          json.object { $0.member("e", false) }
        }
      }
    }
    #expect(
      String(decoding: json.finish(), as: UTF8.self) == """
        {
          "text": "a",
          "number": -1,
          "bool": true,
          "present": "b",
          "texts": [
            "c",
            "d"
          ],
          "none": [],
          "null": null,
          "nested": {
            "empty": {},
            "list": [
              1,
              [],
              {
                "e": false
              }
            ]
          }
        }

        """)
  }

  @Test func `any text reads back`() throws {
    var texts = [
      "", "\"\\/", "\u{0}\u{1F}\u{7F}", "\r\n\t\u{8}\u{C}", "é😀\u{2028}\u{FEFF}", "</script>",
    ]
    for value in 0..<0x300 { texts.append(String(Unicode.Scalar(value) ?? "?")) }
    var json = JSONWriter()
    json.array { json in
      for text in texts { json.string(text) }
    }
    let bytes = json.finish()
    let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String]
    #expect(read == texts)
    #expect(!bytes.contains(UInt8(ascii: "<")), "so that it can stand in a page")
  }

  @Test func `a value alone`() {
    var json = JSONWriter()
    json.string("a")
    #expect(String(decoding: json.finish(), as: UTF8.self) == "\"a\"\n")
  }
}
