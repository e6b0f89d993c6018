import Foundation
import Testing

@testable import trustwright

/// Values that would do harm, or look like something else, wherever they were read a second time.
struct HostileValueTests {
  /// A value, and what a reader sees of it.
  struct Hostile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
  }

  static let all = [
    Hostile(testDescription: "a script", text: "</title><script>alert(1)</script>"),
    Hostile(testDescription: "quotes", text: "a \"b\" 'c' > d & e &lt; f"),
    Hostile(testDescription: "a handler", text: "\" onmouseover=\"alert(1)\" x=\""),
    Hostile(testDescription: "tags", text: "{{ trust.name }}{% if x %}{# y #}{%"),
    Hostile(testDescription: "Markdown", text: "**a** _b_ [c](https://d.example) `e` # f"),
    Hostile(testDescription: "HTML comments", text: "<!-- a --> ]]> <![CDATA[ b"),
    Hostile(testDescription: "a formula", text: "=HYPERLINK(1;2), +3, @4"),
    Hostile(
      testDescription: "right to left", text: "a \u{05D0}\u{05D1}\u{200F} b \u{0627}\u{200E} c"),
    Hostile(testDescription: "calendar", text: "a;b,c\\nd:END:VEVENT"),
    Hostile(testDescription: "other letters", text: "Ÿéß 漢字 🏫 \u{1F469}\u{200D}\u{1F3EB}"),
    Hostile(
      testDescription: "10,000 characters",
      text: String(repeating: "abcdefghi ", count: 999) + "abcdefghij"),
  ]

  /// The federation with one value in every place of Gull Bay where text may stand.
  private func build(_ text: String) throws -> BuiltWorkspace {
    let quoted = "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    return try BuiltWorkspace("federation") { path, manifest in
      switch path {
      case "Schools/gullbay/school.yaml":
        return manifest.replacing("name: Gull Bay First School", with: "name: \(quoted)")
          .replacing("short-name: Gull Bay", with: "short-name: \(quoted)")
          .replacing("motto: \"Ever onward\"", with: "motto: \(quoted)")
          .replacing("title: Gates and visitors policy", with: "title: \(quoted)")
          .replacing("adopted-by: The Local Board", with: "adopted-by: \(quoted)")
          .replacing(
            "principal: Mrs Ada Lyle", with: "principal: {name: \(quoted), title: \(quoted)}"
          )
          .replacing("[chess, sailing, knots]", with: "[\(quoted), \(quoted)]")
      case "Schools/trust.yaml":
        return manifest.replacing("short-name: SMF", with: "short-name: \(quoted)")
          .replacing("summary: First version", with: "summary: \(quoted)")
          .replacing("{name: Skiff and Sons", with: "{name: \(quoted)")
      default: return nil
      }
    }
  }

  @Test(arguments: all)
  func `comes out as plain text`(_ hostile: Hostile) throws {
    let site = try build(hostile.text)
    #expect(site.isDone)
    let seen = hostile.text.split(separator: " ").joined(separator: " ")

    // Text of HTML: exactly the value, and nothing that the value made.
    let gates = try site.lines("gullbay/gates.html")
    #expect(gates.first == seen)
    #expect(gates.contains { $0 == "Ask the \(seen), \(seen), or one of:" })
    let handbook = try site.lines("gullbay/handbook.html")
    #expect(handbook.contains("Our motto is “\(seen)”."))
    #expect(handbook.contains("Clubs: \(seen) and \(seen)."))
    #expect(
      handbook.contains {
        $0.hasPrefix("One adult goes with 8 children. Our boatyard is \(seen) (")
      })
    for (path, text) in site.files where path.hasPrefix("site/") && path.hasSuffix(".html") {
      #expect(!text.contains("<script>alert"), "\(path)")
      #expect(!PageText.hasHandler(text), "\(path)")
    }

    // Attributes and the title.
    let page = try site.file("site/gullbay/gates.html")
    #expect(attribute("data-trust=\"", in: page) == hostile.text)
    #expect(attribute("<a href=\"index.html\" title=\"", in: page) == hostile.text)
    let title = try #require(page.firstRange(of: "<title>")).upperBound
    let titleEnd = try #require(page[title...].firstRange(of: "</title>")).lowerBound
    #expect(
      PageText.unescaped(String(page[title..<titleEnd])) == "\(hostile.text) | Saltmarsh Federation"
    )
  }

  private func attribute(_ start: String, in page: String) -> String? {
    guard let open = page.firstRange(of: start)?.upperBound,
      let close = page[open...].firstIndex(of: "\"")
    else { return nil }
    return PageText.unescaped(String(page[open..<close]))
  }

  @Test(arguments: all)
  func `comes out as plain text in data`(_ hostile: Hostile) throws {
    let site = try build(hostile.text)
    let json = try JSONSerialization.jsonObject(
      with: Data(site.file("site/gullbay/data.json").utf8))
    #expect(strings(in: json).contains(hostile.text))

    let rows = CSVReader.rows(try site.file("site/data/schools.csv"))
    let row = try #require(rows.first { $0.first == "gullbay" })
    let isFormula = ["=", "+", "-", "@"].contains { hostile.text.hasPrefix($0) }
    #expect(row.contains(isFormula ? "'" + hostile.text : hostile.text))
    #expect(rows.allSatisfy { $0.count == rows[0].count })

    let calendar = try site.file("site/gullbay/reviews.ics")
    #expect(calendar.components(separatedBy: "BEGIN:VEVENT").count == 2)
    #expect(calendar.components(separatedBy: "\r\nEND:VEVENT\r\n").count == 2)
    for line in calendar.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 75) }
    let unfolded = calendar.replacing("\r\n ", with: "")
    let escaped = hostile.text.replacing("\\", with: "\\\\").replacing(";", with: "\\;")
      .replacing(",", with: "\\,")
    #expect(unfolded.contains("SUMMARY:Review due: \(escaped)\\, \(escaped)\r\n"))
  }

  private func strings(in value: Any) -> Set<String> {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(strings(in: $1)) }
    case let object as [String: Any]:
      object.values.reduce(into: []) { $0.formUnion(strings(in: $1)) }
    default: []
    }
  }

  @Test func `a value of markdown has emphasis and links, and nothing else`() throws {
    let hostile =
      "**a** [b](https://b.example) <b>c</b> {{ d }} # e ![f](https://f.example/f.png) &amp; `g`"
    let site = try BuiltWorkspace("federation") { path, manifest in
      path == "Schools/trust.yaml"
        ? manifest.replacing(
          "Be *kind*, be [safe](https://saltmarsh.example/safe).", with: "'\(hostile)'") : nil
    }
    #expect(site.isDone)
    let page = try site.file("site/gullbay/handbook.html")
    let start = try #require(page.firstRange(of: "Our rule: ")).upperBound
    let line = page[start...].prefix { $0 != "\n" }
    #expect(
      line.hasPrefix(
        "<strong>a</strong> <a href=\"https://b.example\">b</a> &lt;b&gt;c&lt;/b&gt; {{ d }} # e"))
    #expect(!line.contains("<img") && !line.contains("<b>"))
    #expect(line.contains("&amp;amp;"))
  }

  @Test func `a value cannot give a link another scheme`() throws {
    for address in [
      "javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a@b.example",
    ] {
      let site = try BuiltWorkspace("federation") { path, manifest in
        path == "Schools/gullbay/school.yaml"
          ? manifest.replacing("https://gullbay.example\n", with: "\"\(address)\"\n") : nil
      }
      #expect(!site.isDone, "\(address)")
      #expect(site.files["site/gullbay/gates.html"] == nil)
      // One school's error stops that school, not the others.
      #expect(site.files["site/north-quay/gates.html"] != nil)
    }
  }
}

/// Reads CSV as RFC 4180 has it.
enum CSVReader {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        cell += "\""
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r" where !isQuoted: continue
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        row = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return rows
  }
}
