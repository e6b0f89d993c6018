import Diagnostics
import Publishing
import Testing

/// Tables that are written fast have the bytes of those that are written one value at a time.
@Suite struct TableTests {
  private static let texts: [String?] = [
    "Ash School", nil, "", "a \"quoted\" \\ word", "<b>", "two\nlines", "tab\there",
    "\u{1}\u{7F}\r",
    "caf\u{E9} \u{1F600}", "=1+1",
  ]

  @Test(arguments: [0, 1, 2, 9]) func `rows are as the writer of JSON has them`(count: Int) {
    let members = ["school", "title", "note"]
    let values = (0..<count).map { number in
      ["row \(number)", Self.texts[number % 10], Self.texts[(number * 3 + 1) % 10]]
    }
    let table = JSONTable("things", members: members)
    var fastRows = JSONRows(of: table)
    for row in values { fastRows.row(row) }
    var json = JSONWriter()
    json.object { json in
      json.key("things")
      json.array { json in
        for row in values {
          json.object { json in
            for (member, value) in zip(members, row) {
              guard let value else { continue }
              json.key(member)
              json.string(value)
            }
          }
        }
      }
    }
    let rows = fastRows.bytes
    let fast = table.head + rows + JSONTable.tail(isEmpty: rows.isEmpty)
    let slow = json.finish()
    #expect(String(decoding: fast, as: UTF8.self) == String(decoding: slow, as: UTF8.self))
  }

  @Test func `cells are quoted where they must be, and no formula is one`() {
    var csv = CSVWriter(["a", "b"])
    csv.row(["plain", "one, two"])
    csv.row(["say \"so\"", "line\nbreak"])
    csv.row(["=1+1", "-2, 3"])
    csv.row(["", "@x"])
    csv.row(["\t=1", "\r+1"])
    csv.row(["＝1", "＋1"])
    csv.row(["－1", "＠x"])
    csv.row(["“1", "！1"])
    let bytes = csv.bytes
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "a,b\r\nplain,\"one, two\"\r\n\"say \"\"so\"\"\",\"line\nbreak\"\r\n'=1+1,\"'-2, 3\"\r\n,'@x\r\n"
        + "'\t=1,\"'\r+1\"\r\n'＝1,'＋1\r\n'－1,'＠x\r\n“1,！1\r\n"
    )
  }
}
