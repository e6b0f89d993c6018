import Configuration
package import Documents
package import Reviews
import Templating

/// One file to print for a whole class or school: a form a person, with their names filled in.
///
/// What is the same on every form is laid out once; names are put into the gaps. The pack is for the
/// central team and the school's office: it never lies where the public pages are.
package struct FormPack {
  /// A pack that was made, and what it came to.
  package struct Made: Sendable {
    package var file: OutputFile
    package var formCount: Int
    package var groupCount: Int
    /// The layouts that are not there, so that the pack goes without what they print.
    package var missingLayouts: [String]
    /// Whether the trust publishes only what is approved, and the text of this form is not.
    package var awaitsApproval: Bool
  }

  /// How many forms without a name come at the end where nobody says.
  package static let usualSpares = 3
  /// A crest larger than this would make a pack of a thousand forms too large to open.
  private static let largestCrest = 8 << 10

  private let maker: PageMaker
  private let entry: PageMaker.PageEntry
  private let document: Int
  private let roster: Roster
  private let spares: Int
  private let values: PageValues
  private let name: String
  private let followUp: FollowUp

  /// What the office keeps count of, once the forms are given.
  private enum FollowUp {
    /// Forms that come back.
    case returned
    /// Forms that are confirmed on a screen.
    case confirmed
    /// Forms of which nothing comes back.
    case given

    init(_ values: PageValues) {
      if values[.signing] != nil {
        self = .returned
      } else {
        self = values[.onScreen] != nil ? .confirmed : .given
      }
    }

    /// What is counted of each class on the first sheet.
    var counted: [String] {
      switch self {
      case .returned: ["Returned", "Want to talk", "Outstanding"]
      case .confirmed: ["Confirmed", "Want to talk", "Outstanding"]
      case .given: ["Given"]
      }
    }

    /// What is noted of each person on a checklist.
    var noted: [String] {
      switch self {
      case .returned: ["Returned", "Wants to talk", "Reminded", "Date"]
      case .confirmed: ["Confirmed", "Wants to talk", "Reminded", "Date"]
      case .given: ["Given", "Date"]
      }
    }
  }

  /// Returns the pack for one form of a school; nil where the school does not issue it.
  package static func make(
    _ builder: SiteBuilder, _ set: SchoolDocuments, crest: Crest?, approvals: SchoolApprovals,
    document: Int, roster: Roster, spares: Int
  ) -> Made? {
    let maker = PageMaker(
      builder: builder, set: set, crest: crest, folder: set.profile.slug, approvals: approvals)
    guard let entry = maker.entries.first(where: { $0.isForm && $0.document == document }) else {
      return nil
    }
    let pack = FormPack(maker, entry, document, roster, spares: spares)
    return pack.make()
  }

  private init(
    _ maker: PageMaker, _ entry: PageMaker.PageEntry, _ document: Int, _ roster: Roster,
    spares: Int
  ) {
    self.maker = maker
    self.entry = entry
    self.document = document
    self.roster = roster
    self.spares = spares
    name = "central/packs/\(maker.folder)-\(entry.id).html"
    let parts = HTMLFace.form(maker.set, document: document, page: name, paper: PaperNames())
    var values = maker.formValues(
      maker.values(for: entry, digest: maker.digest(of: entry), isDraft: false), document,
      parts: parts)
    let text = DocumentText(maker.set, document: document, style: .printed)
    maker.setSize(of: document, text, parts: parts, &values)
    values[.canonical] = nil
    self.values = values
    followUp = FollowUp(values)
  }

  private func make() -> Made {
    let groups = roster.groups
    var html = HTMLWriter(capacity: 20_000 * (roster.people.count + spares) + 200_000)
    head(&html)
    cover(groups, &html)
    let letter = sheet(.letter, &html)
    let named = PouredForm(form(isNamed: true))
    for group in groups {
      checklist(group, &html)
      for person in group.people { sheet(named, person, &html) }
    }
    let blank = PouredForm(form(isNamed: false))
    for _ in 0..<spares {
      sheet(blank, Roster.Person(name: "", group: "", jobTitle: ""), &html)
    }
    // Of a form that nobody answers there is nothing to be reminded of.
    let reminder = followUp == .given || sheet(.reminder, &html)
    html.raw("</main>\n</body>\n</html>\n")
    return Made(
      file: OutputFile(name, html.bytes), formCount: roster.people.count,
      groupCount: groups.count,
      missingLayouts: [(letter, "letter"), (reminder, "reminder")].filter { !$0.0 }.map(\.1),
      awaitsApproval: maker.approvals.settings.publish == .approved
        && maker.holds(entry).contains { maker.status(of: $0).approval.isDraft })
  }

  // MARK: - The file

  private func head(_ html: inout HTMLWriter) {
    let own = maker.foot(values)
    html.raw("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"")
    html.attribute(
      maker.style.policy(central: false, own: SecurityPolicy.source(own), scripts: []))
    html.raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.raw("<meta name=\"robots\" content=\"noindex\">\n<title>")
    html.text("\(title) – \(maker.profile.details.name.value)")
    html.raw("</title>\n")
    for element in maker.style.elements(central: false, own: own) { html.raw(element) }
    html.raw("</head>\n<body class=\"pack\">\n<main>\n")
  }

  private var title: String { "Pack: \(entry.title)" }

  /// The sheet for whoever prints the pack: what is in it, with room to count what comes of it in each class.
  private func cover(_ groups: [Roster.Group], _ html: inout HTMLWriter) {
    html.raw("<section class=\"cover\">\n<h1>")
    html.text(title)
    html.raw("</h1>\n<p>")
    html.text(maker.profile.details.name.value)
    html.raw(
      "</p>\n<p>For the office. These sheets are in the order of the list they were made from:")
    html.raw(" for each class a checklist and then its forms. Print on one side of the paper.")
    html.raw(" This file holds names: keep it where the list is kept, and delete it when the")
    html.raw(" forms are printed.</p>\n<dl class=\"identifiers\">\n")
    var facts = [("Form", entry.title), ("Reference", values[.reference] ?? "")]
    if followUp == .returned {
      facts += [("Return to", values[.returnTo] ?? ""), ("Return by", values[.returnBy] ?? "")]
    }
    for (name, value) in facts where !value.isEmpty {
      html.raw("<div><dt>\(name):</dt> <dd>")
      html.text(value)
      html.raw("</dd></div>\n")
    }
    html.raw("</dl>\n<table>\n<thead>\n<tr><th scope=\"col\">\(groupWord)</th>")
    html.raw("<th scope=\"col\">Forms</th>")
    columns(followUp.counted, &html)
    html.raw("</tr>\n</thead>\n<tbody>\n")
    for group in groups { row(title(of: group), group.people.count, &html) }
    if spares > 0 { row("Without a name, for joiners", spares, &html) }
    html.raw("</tbody>\n<tfoot>\n")
    row("All", roster.people.count + spares, &html)
    html.raw("</tfoot>\n</table>\n</section>\n")
  }

  private func row(_ name: String, _ count: Int, _ html: inout HTMLWriter) {
    html.raw("<tr><th scope=\"row\">")
    html.text(name)
    html.raw("</th><td>\(count)</td>")
    blanks(followUp.counted.count, &html)
    html.raw("</tr>\n")
  }

  private func columns(_ titles: [String], _ html: inout HTMLWriter) {
    for title in titles { html.raw("<th scope=\"col\">\(title)</th>") }
  }

  /// Cells that are filled in by hand.
  private func blanks(_ count: Int, _ html: inout HTMLWriter) {
    for _ in 0..<count { html.raw("<td></td>") }
  }

  private var groupWord: String { roster.hasGroups ? "Class" : "List" }

  private func title(of group: Roster.Group) -> String {
    guard group.name.isEmpty else { return group.name }
    return roster.hasGroups ? "No class" : "Everybody"
  }

  /// What is filled in by hand as the forms are given and answered.
  private func checklist(_ group: Roster.Group, _ html: inout HTMLWriter) {
    html.raw("<section class=\"checklist\">\n<h2>Checklist: ")
    html.text(title(of: group))
    html.raw("</h2>\n<p>")
    html.text("\(entry.title) (\(values[.reference] ?? "")), \(maker.profile.details.name.value)")
    if let day = values[.returnBy] { html.text(". Due back by \(day)") }
    html.raw("</p>\n<table>\n<thead>\n<tr><th scope=\"col\">No.</th><th scope=\"col\">Name</th>")
    if roster.hasJobTitles { html.raw("<th scope=\"col\">Job title</th>") }
    columns(followUp.noted, &html)
    html.raw("</tr>\n</thead>\n<tbody>\n")
    for (number, person) in group.people.enumerated() {
      html.raw("<tr><td>\(number + 1)</td><th scope=\"row\">")
      html.text(person.name)
      html.raw("</th>")
      if roster.hasJobTitles {
        html.raw("<td>")
        html.text(person.jobTitle)
        html.raw("</td>")
      }
      blanks(followUp.noted.count, &html)
      html.raw("</tr>\n")
    }
    html.raw("</tbody>\n</table>\n</section>\n")
  }

  // MARK: - Sheets

  /// Writes a sheet that is the same for everybody, from its layout; false where there is no such layout.
  private func sheet(_ layout: LayoutSet.Name, _ html: inout HTMLWriter) -> Bool {
    guard let layout = maker.builder.layouts[layout] else { return false }
    html.raw("<section class=\"sheet\">\n")
    html.raw(rendered(layout, values, content: [], signing: []))
    html.raw("</section>\n")
    return true
  }

  private func sheet(_ form: PouredForm, _ person: Roster.Person, _ html: inout HTMLWriter) {
    html.raw("<section class=\"sheet\" aria-label=\"")
    html.attribute(person.name.isEmpty ? "Without a name" : person.name)
    html.raw("\">\n")
    form.write(person, to: &html)
    html.raw("</section>\n")
  }

  /// The form once, with marks where a name, a class or a job title goes.
  private func form(isNamed: Bool) -> [UInt8] {
    let names =
      isNamed
      ? PaperNames(
        name: PouredForm.Gap.name.mark, group: roster.hasGroups ? PouredForm.Gap.group.mark : "",
        jobTitle: roster.hasJobTitles ? PouredForm.Gap.jobTitle.mark : "") : PaperNames()
    let parts = HTMLFace.form(maker.set, document: document, page: name, paper: names)
    var values = values
    if isNamed {
      values[.person] = names.name
      values[.group] = roster.hasGroups ? names.group : names.jobTitle
    }
    let (content, signing) = maker.formBlocks(parts, document: document)
    guard let layout = maker.builder.layouts[.agreement] else { return content }
    return rendered(layout, values, content: content, signing: signing)
  }

  private func rendered(
    _ layout: FlatLayout, _ values: PageValues, content: [UInt8], signing: [UInt8]
  ) -> [UInt8] {
    var renderer = LayoutRenderer(
      maker.set, document: document, page: name, values: values,
      questions: maker.builder.pageQuestions)
    renderer.place(.content, [content])
    renderer.place(.signing, [signing])
    for block in [ComputedBlock.facts, .navigation, .footer, .style, .metadata, .contents] {
      renderer.place(block, [])
    }
    let crest = maker.crestElement
    renderer.place(.crest, crest.count > Self.largestCrest ? [] : [crest])
    let made = OutputFile(name, pieces: renderer.render(layout))
    return PaperMarkup.strip(HeadingShift.shift(made.bytes))
  }
}

/// A form cut up at the places where names go.
struct PouredForm {
  /// What goes into a place.
  enum Gap: String, CaseIterable {
    case name, group, jobTitle

    /// What stands for it in the text: signs of no alphabet, which no name has.
    var mark: String { "\u{10FFF0}\(rawValue)\u{10FFF1}" }
  }

  private var pieces: [(text: [UInt8], gap: Gap?)] = []

  init(_ html: [UInt8]) {
    let marks = Gap.allCases.map { (gap: $0, bytes: Array($0.mark.utf8)) }
    var start = 0
    var index = 0
    while index < html.count {
      if html[index] == 0xF4,
        let found = marks.first(where: { html[index...].starts(with: $0.bytes) }
        )
      {
        pieces.append((Array(html[start..<index]), found.gap))
        index += found.bytes.count
        start = index
      } else {
        index += 1
      }
    }
    pieces.append((Array(html[start...]), nil))
  }

  func write(_ person: Roster.Person, to html: inout HTMLWriter) {
    for piece in pieces {
      html.raw(piece.text)
      switch piece.gap {
      // Escaped for an attribute, which is right between tags as well.
      case .name?: html.attribute(person.name)
      case .group?: html.attribute(person.group)
      case .jobTitle?: html.attribute(person.jobTitle)
      case nil: break
      }
    }
  }
}

/// Puts the headings of a page one level down, where it is a part of a larger one.
enum HeadingShift {
  static func shift(_ html: [UInt8]) -> [UInt8] {
    var result = html
    for index in html.indices where html[index] == UInt8(ascii: "<") {
      var place = index + 1
      if place < html.count, html[place] == UInt8(ascii: "/") { place += 1 }
      guard place + 2 < html.count, html[place] == UInt8(ascii: "h"),
        (49...53).contains(html[place + 1]), html[place + 2] <= 32 || html[place + 2] == 62
      else { continue }
      result[place + 1] = html[place + 1] + 1
    }
    return result
  }
}
