import Foundation
import Testing

@testable import trustwright

/// A trust of other words, rules and pages, written from the contract alone; what its pages must say was
/// written by hand, from the contract too.
struct FederationTests {
  let site: BuiltWorkspace

  init() throws { site = try BuiltWorkspace.federation.get() }

  private func expect(
    _ page: String, says lines: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try site.lines(page)
    for line in lines {
      #expect(found.contains(line), "\(page) does not say it", sourceLocation: sourceLocation)
    }
  }

  private func expect(
    _ page: String, neverSays texts: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try site.lines(page).joined(separator: "\n")
    for text in texts {
      #expect(!found.contains(text), "\(page) says it", sourceLocation: sourceLocation)
    }
  }

  @Test func `it builds without an error`() {
    #expect(site.isDone)
  }

  // MARK: - §2 Manifests

  @Test
  func `a value is looked up in the school, its groups, its phase, the trust, the vocabulary`()
    throws
  {
    // The school's own word, the phase's, and the vocabulary's default.
    try expect(
      "gullbay/gates.html", says: ["Each child has a place, a child or two, Children and children."]
    )
    try expect(
      "tern-studio/gates.html",
      says: ["Each scholar has a place, a scholar or two, Scholars and scholars."])
    try expect(
      "north-quay/gates.html",
      says: ["Each learner has a place, a learner or two, Learners and learners."])
    // The trust's word for the hall, over the vocabulary's.
    try expect("gullbay/gates.html", says: ["The map is in the atrium."])
    // A rule of the trust, and the school's own over it.
    try expect("north-quay/gates.html", says: ["Our gate steward stands at the gates."])
    try expect("gullbay/gates.html", says: ["The gates stand open."])
  }

  @Test func `per-band values merge by band, and a single value replaces them all`() throws {
    // The group says fledglings and waders, the school shoals.
    try expect(
      "gullbay/handbook.html", says: ["Fledglings and Shoals: indoors.", "Waders: anywhere."])
    try expect("tern-studio/lunch.html", says: ["Waders: anywhere."])
  }

  @Test func `a school may narrow the bands of its phase`() throws {
    try expect("north-quay/lunch.html", says: ["Waders: anywhere."])
    try expect("north-quay/lunch.html", neverSays: ["Shoals"])
  }

  @Test func `several people may hold a role, and one person two`() throws {
    try expect(
      "gullbay/gates.html",
      says: [
        "The First-aid steward is Mr Tom Reed, Ms Uma Voss and Mx Kit Moor.",
        "Ask the Principal, Mrs Ada Lyle, or one of:", "Mr Tom Reed", "Ms Uma Voss", "Mx Kit Moor",
      ])
    try expect(
      "tern-studio/gates.html",
      says: ["Ask the Principal, Dr Sol Marsh, or one of:", "Dr Sol Marsh"])
  }

  @Test func `a mapping without a name adds to the inherited person`() throws {
    try expect(
      "gullbay/index.html", says: ["Watch officer", "Ms Wren Abara", "watch@gullbay.example"])
    try expect("north-quay/index.html", neverSays: ["watch@gullbay.example"])
  }

  @Test func `no takes an inherited lead, provider or related document away`() throws {
    try expect("tern-studio/index.html", neverSays: ["Pell Ashe", "Tide warden"])
    try expect("north-quay/index.html", says: ["Cmdr Pell Ashe"])
    let page = try site.file("site/tern-studio/gates.html")
    #expect(page.contains("We keep to our Conduct policy."))
    #expect(
      try site.file("site/gullbay/gates.html").contains(
        "We keep to our <a href=\"https://saltmarsh.example/conduct\">Conduct policy</a>."))
  }

  @Test func `who is not public stands on no page`() {
    for (path, text) in site.files where path.hasPrefix("site/") {
      #expect(!text.contains("Eve Stone") && !text.contains("07700"), "\(path)")
    }
  }

  @Test func `a document is not issued where a manifest, its dates or its condition say so`() {
    #expect(site.files["site/tern-studio/outings.html"] == nil)
    #expect(site.files["site/north-quay/agreements/helper.html"] == nil)
    // An addendum: in force at one school, still to come at another, never at a studio school.
    #expect(site.files["site/gullbay/flood-plan.html"] != nil)
    #expect(site.files["site/north-quay/flood-plan.html"] == nil)
    #expect(site.files["site/tern-studio/flood-plan.html"] == nil)
    // A form is not issued where the school has none of its bands.
    #expect(site.files["site/north-quay/agreements/family.html"] == nil)
  }

  @Test func `an extension prints as written, and a number is linked`() throws {
    try expect(
      "gullbay/flood-plan.html",
      says: [
        "The tide warden is Cmdr Pell Ashe, 01632 960220 ext 12.",
        "This plan holds from 1 October 2026 to 31 March 2027.",
      ])
    #expect(
      try site.file("site/gullbay/flood-plan.html").contains(
        "<a href=\"tel:+441632960220;ext=12\">01632 960220 ext 12</a>"))
  }

  @Test func `month ends are clamped, and a term counts as its last day`() throws {
    try expect("gullbay/gates.html", says: ["28 February 2027"])
    try expect("north-quay/gates.html", says: ["30 April 2027"])
    try expect("trust/charter.html", says: ["28 February 2027"])
  }

  @Test func `what is bound in a volume is published there and not by itself`() throws {
    #expect(site.files["site/gullbay/lunch.html"] == nil)
    #expect(site.files["site/gullbay/outings.html"] == nil)
    let lines = try site.lines("gullbay/handbook.html")
    let order = ["Part 1 Lunch policy", "Part 2 Outings policy"].map { title in
      lines.lastIndex { $0 == title }
    }
    #expect(order[0] != nil && order[1] != nil && order[0] ?? 0 < order[1] ?? 0)
    // Each part has sections of its own.
    #expect(lines.contains("1 Where we eat") && lines.contains("1 On the water"))
  }

  @Test func `a local title replaces the template's`() throws {
    try expect("gullbay/gates.html", says: ["Gates and visitors policy"])
    try expect("north-quay/gates.html", says: ["Atrium and gates policy"])
  }

  // MARK: - §3 Vocabulary

  @Test func `a provider's title and name may be the school's own`() throws {
    try expect("tern-studio/lunch.html", says: ["Galley Foods runs our kitchen."])
    try expect("gullbay/handbook.html", says: ["We cook for ourselves."])
  }

  @Test func `a typed rule prints its value`() throws {
    try expect(
      "gullbay/gates.html", says: ["Cameras watch the gates, and pictures are kept for 30 days."])
  }

  @Test func `facts print by their type`() throws {
    try expect(
      "gullbay/handbook.html",
      says: [
        "We have room for 310, joined in September 2020, hold a fair in Summer 2027 and stay 2 years.",
        "We opened on 2 September 2026, in September 2026. There is no pool.",
        "Our badge is a gull.", "Hal Sprat’s bell rings.",
        "See the map, or https://gullbay.example/map?a=1&b=2.",
        "Ring 0800 1111 or write to lost@gullbay.example.", "Clubs: chess, sailing and knots.",
        "Our motto is “Ever onward”.", "Our rule: Be kind, be safe.",
        "This is a First school with children of three.",
      ])
    #expect(
      try site.file("site/gullbay/handbook.html").contains(
        "Be <em>kind</em>, be <a href=\"https://saltmarsh.example/safe\">safe</a>."))
  }

  // MARK: - §4 Templates

  @Test func `conditions follow their precedence, and the first true branch is taken`() throws {
    try expect(
      "gullbay/gates.html", says: ["Cameras watch the gates, and pictures are kept for 30 days."])
    try expect("north-quay/gates.html", says: ["There are no cameras and no pets."])
  }

  @Test func `no white space is left before a comma`() throws {
    try expect(
      "gullbay/gates.html",
      says: ["In the evening the gates are locked, as section 1 says for mornings."])
  }

  @Test func `lists nest and keep their marks`() throws {
    let page = try site.file("site/gullbay/gates.html")
    #expect(page.contains("<ol type=\"a\">") && page.contains("<ol type=\"i\">"))
    try expect(
      "gullbay/gates.html",
      says: [
        "First.", "Second:", "a letter,", "another letter;", "a numeral.", "Third.",
        "[ ] is no box, and strong and emphasised text, code and *stars* are text.",
      ])
    #expect(page.contains("<strong>strong <em>and emphasised</em> text</strong>"))
  }

  @Test func `tables, definition lists, notes and rules are read`() throws {
    let page = try site.file("site/gullbay/gates.html")
    #expect(page.contains("<td class=\"end\">pets welcome</td>"))
    #expect(page.contains("<dt>Term one</dt>\n<dd>Its meaning.</dd>"))
    #expect(page.contains("<hr>"))
    try expect("gullbay/gates.html", says: ["A note with a link."])
    try expect("north-quay/gates.html", says: ["Monday", "none"])
  }

  @Test func `a comment is never printed`() throws {
    for (path, text) in site.files { #expect(!text.contains("Nobody reads this"), "\(path)") }
  }

  @Test func `filters print what they say`() throws {
    try expect(
      "gullbay/handbook.html",
      says: [
        "Bring a hat, a coat and spare socks; one of a hat, a coat or spare socks is not enough.",
        "A hat", "A coat", "Spare socks",
      ])
    try expect("gullbay/gates.html", says: ["How Gull Bay’s gates are kept."])
  }

  @Test func `clauses may include clauses, and their headings keep their level`() throws {
    try expect("gullbay/gates.html", says: ["2.1 From a clause"])
  }

  @Test func `sections are numbered, unnumbered headings are not, appendices follow`() throws {
    let lines = try site.lines("gullbay/gates.html")
    let headings = [
      "1 Mornings", "1.1 Evenings", "People", "2 Visitors", "2.1 From a clause", "3 Sources",
      "Appendix A Plan of the site", "Appendix B Map of the site",
    ]
    let body = lines[(lines.firstIndex(of: "How Gull Bay’s gates are kept.") ?? 0)...]
    #expect(body.filter(headings.contains) == headings)
  }

  @Test func `an appendix that nothing attaches here stands alone`() throws {
    try expect(
      "tern-studio/risk-form.html", says: ["Risk form", "1 Before you go", "Ask the Principal."])
    #expect(site.files["site/gullbay/risk-form.html"] == nil)
    try expect("gullbay/handbook.html", says: ["Appendix A Risk form"])
  }

  @Test func `references follow what they name`() throws {
    try expect(
      "gullbay/gates.html",
      says: [
        "See our evenings, section 2 of the Outings policy (Part 2 of the School handbook) and the Helper agreement."
      ])
    try expect(
      "gullbay/handbook.html",
      says: ["Section 1.1 of the Gates and visitors policy says when the gates close."])
    try expect(
      "north-quay/outings.html",
      says: ["Section 1.1 of the Atrium and gates policy says when the gates close."])
    try expect(
      "trust/charter.html", says: ["Section 1 comes first. Its keeper is the Keeper of records."])
  }

  @Test func `a law prints its title the first time, then its short one`() throws {
    try expect(
      "gullbay/gates.html",
      says: [
        "A visitor signs in. Two visitors sign in twice. The Gates and Highways Act 2011 asks for it, and the Gates Act is strict."
      ])
  }

  @Test func `the legislation, the definitions and the related documents are computed`() throws {
    let lines = try site.lines("gullbay/gates.html")
    let start = try #require(lines.lastIndex(of: "3 Sources"))
    #expect(
      Array(lines[(start + 1)...].prefix(8)) == [
        "Gates and Highways Act 2011",
        // A definition may cite a term, which joins the list.
        "Employee", "Somebody the federation pays.",
        "Visitor", "Anybody who is neither a learner nor an employee.",
        "Outings policy", "Helper agreement", "Conduct policy",
      ])
  }

  @Test func `contacts are the roles that the document prints and somebody public holds`() throws {
    let lines = try site.lines("north-quay/gates.html")
    let start = try #require(lines.lastIndex(of: "Conduct policy"))
    let end = try #require(lines.lastIndex(of: "Appendix A Plan of the site"))
    #expect(
      lines[(start + 1)..<end].filter { $0 != "Role" && $0 != "Name" && $0 != "How to reach them" }
        == ["Head of school", "Mr Ola Finch", "Gate steward", "Ms Bea Cole"])
  }

  @Test func `a computed block with nothing to say prints nothing`() throws {
    // The policy has no history, so its section ends with the contacts.
    try expect("gullbay/gates.html", neverSays: ["Earlier versions", "History"])
  }

  @Test func `a loop over the history prints each version`() throws {
    try expect(
      "trust/charter.html",
      says: [
        "Version 1.10 was adopted by The Members on 31 August 2026 and is reviewed on 28 February 2027.",
        "1.9: Names the watch officer (February 2026)", "1.8: First version (August 2025)",
        "The chief executive, Dr Ines Okafor, speaks for Saltmarsh Federation. Write to chief@saltmarsh.example.",
      ])
  }

  @Test func `a form of one band reads per-band rules, one of several in a loop`() throws {
    try expect("gullbay/agreements/wader-trip.html", says: ["I eat where I like."])
    try expect("gullbay/agreements/family.html", says: ["Fledglings and Shoals eat indoors."])
    try expect("gullbay/agreements/family.html", neverSays: ["Waders"])
  }

  @Test func `a form says for whom it is, where it goes and how long it is kept`() throws {
    try expect(
      "gullbay/agreements/helper.html",
      says: [
        "Helpers at Gull Bay First School", "Return to the Principal", "We keep it for 8 years.",
      ])
  }

  @Test func `how a form is given is in the manifest, else in the front matter, else signed`()
    throws
  {
    let rows = CSVReader.rows(try site.file("site/data/documents.csv"))
    func given(_ school: String, _ id: String) -> String? {
      rows.first { $0.starts(with: [school, id]) }?.dropLast().last
    }
    #expect(given("gullbay", "helper") == "acknowledged")
    #expect(given("gullbay", "wader-trip") == "read-aloud")
    #expect(given("gullbay", "family") == "signed")
    #expect(given("tern-studio", "helper") == "signed")
  }

  @Test func `layouts put values into text, attributes and addresses`() throws {
    let page = try site.file("site/gullbay/gates.html")
    #expect(page.contains("<title>Gates and visitors policy | Saltmarsh Federation</title>"))
    #expect(page.contains("<meta name=\"description\" content=\"How Gull Bay’s gates are kept.\">"))
    #expect(page.contains("<body data-trust=\"SMF\">"))
    #expect(
      page.contains(
        "<a href=\"index.html\" title=\"Gull Bay First School\">Gull Bay First School</a>"))
    #expect(page.contains("<a href=\"https://gullbay.example\">website</a>"))
    #expect(page.contains("<p><a href=\"handbook.html\">Lunch policy</a></p>"))
    let form = try site.file("site/gullbay/agreements/helper.html")
    #expect(form.contains("<a href=\"../index.html\" title=\"Gull Bay First School\">"))
  }

  // MARK: - §7 and §10 Output

  @Test func `an agreement and an appendix are reviewed with their policy`() throws {
    let rows = CSVReader.rows(try site.file("site/data/documents.csv"))
    for id in ["helper", "site-map", "family"] {
      let row = try #require(rows.first { $0.starts(with: ["gullbay", id]) })
      #expect(Array(row[5...8]) == ["2026-08-31", "The Local Board", "2027-02-28", "2"])
    }
  }

  @Test func `the calendar has an all-day event on each review date`() throws {
    let calendar = try site.file("site/gullbay/reviews.ics")
    #expect(calendar.contains("DTSTART;VALUE=DATE:20270228\r\n"))
    #expect(calendar.contains("SUMMARY:Review due: Gates and visitors policy\\, Gull Bay\r\n"))
  }

  @Test func `the data of a school holds its facts for machines`() throws {
    let data = try site.file("site/gullbay/data.json")
    #expect(data.contains("\"name\": \"Gull Bay First School\""))
    #expect(!data.contains("Eve Stone"))
  }

  @Test func `a fragment is one article`() throws {
    for (path, text) in site.files where path.contains("/fragments/") {
      #expect(
        text.hasPrefix("<article") && text.components(separatedBy: "<article").count == 2, "\(path)"
      )
    }
  }
}
