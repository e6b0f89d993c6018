import Foundation
import TestSupport

/// A small trust in a folder of its own, which tests change as its people would.
///
/// Every page of a school prints its name, and the name holds a number that tests count up: so it can be seen of each
/// page which build it comes from.
struct MiniTrust {
  struct School {
    var number = 1
    /// Its name, where that is not made of its folder and its number.
    var named: String?
    /// What its name begins with.
    var prefix = ""
    var byod = "no"
    var motto: String?
    var dropsVisits = false
    var head = "Ms A Fenwick"
    var website: String?
    /// When its conduct policy was adopted.
    var adopted: String?
    /// What makes its manifest wrong, for tests of schools that are stopped.
    var fault = ""
  }

  /// The parts of templates that tests change one at a time.
  struct Wording {
    /// A sentence of one policy, and its tags: what no other document shows.
    var conduct = "We look after each other."
    /// The title of a section that the other policy and the form cite.
    var section = "Aims"
    /// How many sections stand before it.
    var sectionsBefore = 0
    /// The title of a policy that the others cite.
    var title = "Conduct policy"
    var summary = "How we look at conduct."
    /// Whom to ask about the conduct policy, which front pages tell.
    var asksHead = false
    /// A condition in the front matter.
    var isVisitsForMottos = false
    /// Whether the appendix hangs on a policy or stands by itself.
    var isAttached = true
    var appendix = "Bring a coat."
    /// A sentence of the trust's own policy, and its title, which schools' pages cite.
    var staff = "says so"
    var staffTitle = "Staff policy"
    /// A label in the vocabulary.
    var role = "headteacher"
    /// The words under each page, and the layout around it.
    var footer = "Under each page"
    var hasClauseInFooter = false
    var layout = "plain"
    var style = "222"
    /// What the glossary says, and whether a policy cites it.
    var definition = "What carries itself"
    var citesTerm = false
    var law = "Education Act 2002"
  }

  private let folder: TestFolder
  var root: URL { folder.root }
  var schools: [String: School] = [:]
  /// A word in the shared text of each policy.
  var clause = "kindly"
  /// A word in the clause that stands in that clause.
  var innerClause = "patiently"
  /// What the templates say besides.
  var wording = Wording()
  var trustNumber = 1
  /// The day that counts as today.
  var day = "2026-11-21"
  var publishesApproved = false

  var output: URL { root.appending(path: "Output") }

  init(schools slugs: [String]) throws {
    folder = try TestFolder("build")
    for slug in slugs { schools[slug] = School() }
    try writeTemplates()
    try write()
  }

  func remove() { folder.remove() }

  /// The arguments of a command over this workspace.
  func arguments(_ command: String, output: URL? = nil, _ more: String...) -> [String] {
    [
      command, "--schools", root.appending(path: "Schools").path, "--templates",
      root.appending(path: "Templates").path, "--output", (output ?? self.output).path,
      "--as-of", day,
    ] + more
  }

  /// Writes all manifests and clauses as they are now; files whose text stays are left alone.
  func write() throws {
    try folder.makeFolder("Schools")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("Schools").path)
    where name != "trust.yaml" && schools[name] == nil {
      try FileManager.default.removeItem(at: folder.path("Schools/\(name)"))
    }
    try put(
      """
      trust:
        name: Mini Trust \(trustNumber)
        website: https://mini.example
      publish: \(publishesApproved ? "approved" : "latest")
      """, "Schools/trust.yaml")
    for (slug, school) in schools {
      try put(manifest(slug, school), "Schools/\(slug)/school.yaml")
    }
    try writeClauses()
  }

  private func manifest(_ slug: String, _ school: School) -> String {
    var text = """
      school:
        name: \(school.named ?? "\(school.prefix)\(slug.capitalized) number \(school.number) School")
        phase: primary\(school.website.map { "\n  website: \($0)" } ?? "")
      leads:
        headteacher: \(school.head)
      rules:
        byod: \(school.byod)\(school.fault)

      """
    if let motto = school.motto { text += "facts: {motto: \(motto)}\n" }
    var documents = school.dropsVisits ? ["visits: no", "visitor: no"] : []
    if let day = school.adopted {
      documents.append("conduct: {adopted: \(day), review-every: 1 year}")
    }
    if !documents.isEmpty { text += "documents: {\(documents.joined(separator: ", "))}\n" }
    return text
  }

  func put(_ text: String, _ path: String) throws {
    if folder.bytes(path) != Data(text.utf8) { try folder.write(path, text) }
  }

  /// Writes all templates as they are now, but the clauses.
  func writeTemplates() throws {
    try put(
      """
      bands:
        ks1: {title: Key stage 1}
      phases:
        primary: {title: primary, bands: [ks1]}
      roles:
        headteacher: {title: \(wording.role), required: yes}
      rules:
        byod:
          question: May pupils bring a laptop?
          options: {"no": They may not., "yes": They may.}
          default: "no"
      facts:
        motto: {type: text}
      """.replacingOccurrences(of: "\"no\"", with: "no").replacingOccurrences(
        of: "\"yes\"", with: "yes"), "Templates/vocabulary.yaml")
    for name in ["conduct", "visits"] {
      let isConduct = name == "conduct"
      let before = isConduct ? wording.sectionsBefore : 0
      let issued =
        !isConduct && wording.isVisitsForMottos ? "\nissued-when: facts.motto exists" : ""
      let other =
        isConduct
        ? "\(wording.conduct) {% if documents.staff is issued %}See also [](staff).{% endif %}"
        : "{% if documents.conduct is issued %}See [](conduct#aims) and [](conduct).{% endif %}"
      let term = isConduct && wording.citesTerm ? "\n\nWe have a [](term:laptop)." : ""
      try put(
        """
        ---
        title: \(isConduct ? wording.title : "Visits policy")
        kind: policy
        summary: \(isConduct ? wording.summary : "How {{ school.name }} looks at visits.")\(issued)
        ask: [\(isConduct && wording.asksHead ? "headteacher" : "")]
        appendices: [\(!isConduct && wording.isAttached ? "clothes" : "")]
        ---

        \((0..<before).map { "# Before \($0)\n\nWords.\n\n" }.joined())# \(isConduct ? wording.section : "Aims") {#aims}

        At {{ school.name }} the {{ leads.headteacher }} answers for \(name). \(other)\(term)

        {% include clauses/manner %}

        {% choose rules.byod %}
        {% when no %}
        Laptops stay at home.
        {% when yes %}
        Laptops may come to school.
        {% endchoose %}
        {% if facts.motto exists %}

        Our motto is {{ facts.motto }}.
        {% endif %}

        # Law

        We keep the [](law:act).

        {% legislation %}

        """, "Templates/policies/\(name).md")
    }
    try put(
      """
      ---
      title: \(wording.staffTitle)
      kind: policy
      scope: trust
      summary: For those who work for {{ trust.name }}.
      ---

      # Aims {#aims}

      {{ trust.name }} \(wording.staff).

      """, "Templates/policies/staff.md")
    try put(
      """
      ---
      title: Visitor agreement
      kind: agreement
      summary: For those who visit {{ school.name }}.
      for: Visitors
      policy: visits
      issued-when: documents.visits is issued
      sign: [name, signature, date]
      ---

      I keep the rules of {{ school.name }}.
      {% if documents.conduct is issued %}I have read [](conduct#aims).{% endif %}

      {% include clauses/calm %}

      """, "Templates/agreements/visitor.md")
    for name in ["document", "agreement", "school", "trust", "central"] {
      try put("<h1>{{ page.title }}</h1>\n{% content %}\n", "Templates/site/\(name).html")
    }
    try put(
      """
      <!doctype html>
      <html lang="en-GB"><head><meta charset="utf-8"><title>{{ page.title }}</title>{% style %}</head>
      <body class="\(wording.layout)">{% if school.name exists %}<p>{{ school.name }}</p>{% endif %}
      {% content %}
      {% footer %}
      </body></html>

      """, "Templates/site/page.html")
    try put("body{color:#\(wording.style)}\n", "Templates/site/style.css")
    try writeAppendix()
    for name in ["school", "trust"] {
      let clause = wording.hasClauseInFooter ? "\n{% include clauses/manner %}\n" : ""
      try put("\(wording.footer).\n\(clause)", "Templates/site/\(name)-footer.md")
    }
    try put(
      "laws:\n  act: {title: \(wording.law), status: in force}\n",
      "Templates/legislation.yaml")
    try put(
      "terms:\n  laptop: {term: laptop, definition: \(wording.definition).}\n",
      "Templates/glossary.yaml")
  }

  private func writeClauses() throws {
    try put(
      "We do this \(clause), and every day.\n\n{% include clauses/calm %}\n",
      "Templates/clauses/manner.md")
    try put("We do it \(innerClause).\n", "Templates/clauses/calm.md")
  }

  private func writeAppendix() throws {
    try put(
      """
      ---
      title: Clothes
      kind: appendix
      summary: What to wear at {{ school.name }}.
      ---

      # Outside

      \(wording.appendix)

      """, "Templates/appendices/clothes.md")
  }
}

/// A repeatable source of choices, for tests that try many things and must be able to try them again.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
