import Diagnostics
import Foundation
import Testing

@Suite struct MachineFaceTests {
  private let file = SourceFile(
    path: "Schools/st mary's/100%,a:b.yaml", text: "\u{FEFF}name: \"é😀\"\nphase: x\n")

  /// A message of each kind: with all parts, about several lines, about a whole file.
  private var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .badText, "'é' is\nodd, 100%", at: file.place(TextRange(9, 17)), label: "a \"label\"",
        notes: [.init("see", at: file.place(TextRange(18, 23))), .init("no place")], help: "do it"),
      Diagnostic(.unclosed, .warning, "lines", at: file.place(TextRange(3, 23))),
      Diagnostic(.fileTooLarge, .note, "whole", at: file.place),
      Diagnostic(.badText, "empty", at: file.place(TextRange(18, 18))),
    ]
  }

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func `JSON has messages and a summary`() throws {
    let json = try object(MachineFace.json(diagnostics))
    let messages = try #require(json["messages"] as? [[String: Any]])
    #expect(messages.count == 4)
    let first = messages[0]
    #expect(first["code"] as? String == "bad-text")
    #expect(first["severity"] as? String == "error")
    #expect(first["file"] as? String == file.path)
    #expect(first["line"] as? Int == 1)
    #expect(first["column"] as? Int == 7)
    #expect(first["endLine"] as? Int == 1)
    #expect(first["endColumn"] as? Int == 11)
    #expect(first["message"] as? String == "'é' is\nodd, 100%")
    #expect(first["help"] as? String == "a \"label\"; do it")
    let notes = try #require(first["notes"] as? [[String: Any]])
    #expect(notes[0]["line"] as? Int == 2 && notes[0]["message"] as? String == "see")
    #expect(notes[1]["line"] == nil && notes[1]["file"] == nil)
    #expect(messages[1]["endLine"] as? Int == 2 && messages[1]["endColumn"] as? Int == 6)
    #expect(messages[2]["line"] == nil && messages[2]["file"] as? String == file.path)
    #expect(messages[3]["column"] as? Int == messages[3]["endColumn"] as? Int)
    let summary = try #require(json["summary"] as? [String: Int])
    #expect(summary == ["errors": 2, "warnings": 1, "notes": 1])
  }

  @Test func `JSON without messages`() throws {
    let text = String(decoding: MachineFace.json([]), as: UTF8.self)
    #expect(
      text == """
        {
          "messages": [],
          "summary": {
            "errors": 0,
            "warnings": 0,
            "notes": 0
          }
        }

        """)
  }

  @Test func `SARIF has what the standard requires`() throws {
    let log = try object(MachineFace.sarif(diagnostics, version: "1.0"))
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let tool = try #require(run["tool"] as? [String: Any])
    let driver = try #require(tool["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "trustwright")
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let ids = rules.compactMap { $0["id"] as? String }
    #expect(ids == ["bad-text", "file-too-large", "unclosed"])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 4)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(ids[index] == result["ruleId"] as? String)
      #expect(["error", "warning", "note"].contains(result["level"] as? String))
      let message = try #require(result["message"] as? [String: Any])
      #expect((message["text"] as? String)?.isEmpty == false)
      let locations = try #require(result["locations"] as? [[String: Any]])
      let related = result["relatedLocations"] as? [[String: Any]] ?? []
      for location in locations + related { try checkLocation(location) }
    }
    let regions = results.map { Self.region($0) }
    #expect(regions[0] == ["startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 11])
    #expect(regions[2] == nil)
    #expect((results[0]["relatedLocations"] as? [Any])?.count == 1)
  }

  private static func region(_ result: [String: Any]) -> [String: Int]? {
    let location = (result["locations"] as? [[String: Any]])?.first
    return (location?["physicalLocation"] as? [String: Any])?["region"] as? [String: Int]
  }

  private func checkLocation(_ location: [String: Any]) throws {
    let physical = try #require(location["physicalLocation"] as? [String: Any])
    let artifact = try #require(physical["artifactLocation"] as? [String: Any])
    let uri = try #require(artifact["uri"] as? String)
    #expect(uri == "Schools/st%20mary%27s/100%25%2Ca%3Ab.yaml")
    #expect(uri.removingPercentEncoding == file.path)
    guard let region = physical["region"] as? [String: Int] else { return }
    #expect(region.values.allSatisfy { $0 >= 1 })
    let start = (region["startLine"] ?? 0, region["startColumn"] ?? 0)
    #expect(start <= (region["endLine"] ?? 0, region["endColumn"] ?? 0))
  }

  @Test func `SARIF without messages`() throws {
    let log = try object(MachineFace.sarif([], version: "1.0"))
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect((run["results"] as? [Any])?.isEmpty == true)
  }

  @Test func `GitHub annotations`() {
    let path = "Schools/st mary's/100%25%2Ca%3Ab.yaml"
    #expect(
      MachineFace.github(diagnostics) == """
        ::error file=\(path),line=1,col=7,endColumn=10,title=bad-text::'é' is%0Aodd, 100%25: a "label"; do it; no place
        ::warning file=\(path),line=1,endLine=2,title=unclosed::lines
        ::notice file=\(path),title=file-too-large::whole
        ::error file=\(path),line=2,col=1,endColumn=1,title=bad-text::empty

        """)
  }

  @Test func `a path with line ends stays on its line`() {
    let file = SourceFile(path: "a\r\nb::c", text: "")
    let text = MachineFace.github([Diagnostic(.badText, "m\r\n::error::x", at: file.place)])
    #expect(text == "::error file=a%0D%0Ab%3A%3Ac,title=bad-text::m%0D%0A::error::x\n")
  }
}
