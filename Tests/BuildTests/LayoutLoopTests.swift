import Foundation
import Testing

/// Loops in layouts print what loops in documents do.
@Suite struct LayoutLoopTests {
  @Test func `a layout tells of each person, band, version and value`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let school = trust.root.appending(path: "Schools/ash/school.yaml")
    let text = try String(contentsOf: school, encoding: .utf8)
      .replacingOccurrences(of: "headteacher: Ms A Fenwick", with: Self.heads)
    try Data((text + Self.more).utf8).write(to: school)
    let vocabulary = trust.root.appending(path: "Templates/vocabulary.yaml")
    let words = try String(contentsOf: vocabulary, encoding: .utf8)
      .replacingOccurrences(
        of: "motto: {type: text}", with: "motto: {type: text}\n  houses: {type: list of text}")
    try Data(words.utf8).write(to: vocabulary)
    let layout = trust.root.appending(path: "Templates/site/document.html")
    let html = try String(contentsOf: layout, encoding: .utf8)
    try Data((html + Self.loops).utf8).write(to: layout)
    try BuildRun.build(trust)
    let page = try String(
      contentsOf: trust.output.appending(path: "site/ash/conduct.html"), encoding: .utf8)
    let found = page.components(separatedBy: "<b>").dropFirst().compactMap {
      $0.components(separatedBy: "</b>").first
    }
    #expect(
      found == [
        "Ms A Fenwick (no email)", "Mr B Gill (email)", "Key stage 1", "First edition", "Oak",
        "Elm",
      ])
  }

  private static let heads = """
    headteacher:
        - Ms A Fenwick
        - {name: Mr B Gill, email: b.gill@ash.example}
    """

  private static let more = """
    facts: {houses: [Oak, Elm]}
    documents:
      conduct:
        adopted: 2026-09-01
        history:
          - {adopted: 2026-09-01, summary: First edition}

    """

  private static let loops = """
    {% for person in leads.headteacher %}<b>{{ person.name }} ({% if person.email exists %}email{% else %}no \
    email{% endif %})</b>{% endfor %}
    {% for band in bands %}<b>{{ band.title }}</b>{% endfor %}
    {% for edition in document.history %}<b>{{ edition.summary }}</b>{% endfor %}
    {% for house in facts.houses %}<b>{{ house }}</b>{% endfor %}

    """
}
