import Configuration
import Documents
import TestSupport
import Testing

/// Numbers, references and what is computed, over the documents of one school.
@Suite struct ReferenceTests {
  /// A workspace with one policy of each placement.
  static func made(
    _ body: String, school: String = "", front: String = "", glossary: String = "",
    laws: String = ""
  ) -> SmallTrust.Made {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + """
        roles: {head: {title: Headteacher}, clerk: {title: clerk}}
        related: {conduct: {title: Conduct policy}, ours: {title: Our promise}}

        """)
    small.glossary =
      """
      terms:
        loan: {term: loan, plural: loans, definition: "A thing that is lent to a [](term:user)."}
        user: {definition: Somebody who uses it.}
        spare: {definition: Not used.}
        it: {term: information technology, abbreviation: IT, definition: Computers.}

      """ + glossary
    small.laws =
      """
      laws:
        dpa: {title: Data Protection Act 2018, short: DPA 2018, status: in force, url: https://law.example}
        old: {title: Old Act 1998, status: in force}

      """ + laws
    small.schools = [
      "hill": """
      school: {name: Hill School, phase: primary}
      leads: {head: {name: Ms A, phone: 01632 960001}, clerk: {name: Mr Shy, public: no}}
      related: {conduct: https://hill.example/conduct}
      documents:
        one: {adopted: 2026-09-01, adopted-by: The Board, review-every: 1 year}

      """ + school
    ]
    small.templates = [
      "policies/one": SmallTrust.policy(body, front: front),
      "policies/two":
        "---\ntitle: Second policy\nkind: policy\nappendices: [extra]\n---\n\n# First {#first}\n\nx\n\n## Inner {#inner}\n\nx\n\n# Plain {#plain .unnumbered}\n\nx\n\n# Own {#own .appendix}\n\nx\n",
      "policies/mine": "---\ntitle: My promise\nkind: policy\n---\n\nx\n",
      "appendices/extra": "---\ntitle: Extra\nkind: appendix\n---\n\n# Part {#part}\n\nx\n",
      "appendices/alone": "---\ntitle: Alone\nkind: appendix\n---\n\nx\n",
      "agreements/form":
        "---\ntitle: Staff agreement\nkind: agreement\npolicy: two\nsign: [name]\n---\n\nx\n",
      "policies/gone":
        "---\ntitle: Gone policy\nkind: policy\nissued-when: school.phase is secondary\n---\n\n# A {#a}\n\nx\n",
    ]
    return small.make()
  }

  @Test(arguments: [
    Row("see [](#here)", "see section 1"), Row("[](#here) says", "Section 1 says"),
    Row("So. [](#here) says", "So. Section 1 says"), Row("see [](#app)", "see Appendix A"),
    Row("see [](#free)", "see ‘Free’"), Row("[our words](#here)", "our words"),
    Row("see [](two)", "see the Second policy"), Row("[](two) says", "The Second policy says"),
    Row("see the [](two)", "see the Second policy"),
    Row("see our [](two)", "see our Second policy"),
    Row("see [](mine)", "see My promise"), Row("see [](related:ours)", "see Our promise"),
    Row("see [](two#first)", "see section 1 of the Second policy"),
    Row("see [](two#inner)", "see section 1.1 of the Second policy"),
    Row("see [](two#plain)", "see ‘Plain’ of the Second policy"),
    Row("see [](two#own)", "see Appendix A of the Second policy"),
    // A policy's own appendix headings come before attached appendices.
    Row("see [](extra)", "see Appendix B of the Second policy"),
    Row("see [](extra#part)", "see section B1 of Appendix B of the Second policy"),
    Row("see [](alone)", "see the Alone"), Row("see [](agreement:form)", "see the Staff agreement"),
    Row("see [](related:conduct)", "see the Conduct policy"),
    Row("the [](law:dpa), then the [](law:dpa)", "the Data Protection Act 2018, then the DPA 2018"),
    Row("the [](law:old), then the [](law:old)", "the Old Act 1998, then the Old Act 1998"),
    Row("a [](term:loan)", "a loan"), Row("two [loans](term:loan)", "two loans"),
    Row("[](term:it) and [](term:it)", "Information technology (IT) and IT"),
    Row("[](https://a.example)", "https://a.example"),
    Row("[](mailto:a@b.example)", "a@b.example"),
  ])
  func `a reference prints`(_ row: Row) throws {
    let made = Self.made(
      "\(row.input)\n\n# Here {#here}\n\nx\n\n# Free {#free .unnumbered}\n\nx\n\n# App {#app .appendix}\n\nx"
    )
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(try #require(made.lines()).first == row.expected)
  }

  @Test func `references lead to the page and the place`() {
    let html = Self.made(
      "[](#here) [](two#inner) [](extra#part) [](agreement:form) [](related:conduct) [](law:dpa)\n\n# Here {#here}\n\nx"
    ).html()
    for address in [
      "#here", "two.html#inner", "agreements/form.html", "https://hill.example/conduct",
      "https://law.example",
    ] {
      #expect(html.contains("href=\"\(address)\""), "\(address) in \(html)")
    }
    #expect(html.contains("href=\"two.html#extra.part\""))
  }

  @Test func `a related document without an address prints its title`() {
    let html = Self.made("see [](related:ours)").html()
    #expect(html.contains("see Our promise") && !html.contains("<a "))
  }

  @Test func `in a volume, references name the part`() throws {
    let volume = "volumes: {book: {title: Handbook, parts: [one, two]}}\n"
    let made = Self.made("see [](two#first) and [](mine)", school: volume)
    #expect(
      try #require(made.lines()).first
        == "see section 1 of the Second policy (Part 2) and My promise")
    let outside = Self.made(
      "see [](two#first)", school: volume.replacing("[one, two]", with: "[two]"))
    #expect(
      try #require(outside.lines()).first
        == "see section 1 of the Second policy (Part 1 of the Handbook)")
  }

  @Test func `definitions are those that are used, with those that they use`() {
    let html = Self.made("a [](term:loan)\n\n{% definitions %}").html()
    #expect(html.contains("<dt id=\"term-loan\">Loan</dt>"))
    #expect(html.contains("<dt id=\"term-user\">User</dt>"))
    #expect(!html.contains("Spare"))
    #expect(html.contains("<a href=\"#term-loan\">loan</a>"))
    #expect(html.contains("A thing that is lent to a <a href=\"#term-user\">user</a>."))
    let other = Self.made("[b](term:user)\n\n{% definitions %}").html()
    #expect(!other.contains("Loan"))
  }

  @Test func `legislation is what is cited, also under other words`() {
    let html = Self.made("[the act](law:old)\n\n{% legislation %}").html()
    #expect(html.contains("<li>Old Act 1998</li>") && !html.contains("Data Protection"))
  }

  @Test func `contacts are roles that are printed and that somebody public holds`() {
    let html = Self.made("Ask the {{ leads.head }} or the {{ leads.clerk }}.\n\n{% contacts %}")
      .html()
    #expect(html.contains("Ms A") && html.contains("tel:+441632960001"))
    #expect(!html.contains("Shy"))
    let none = Self.made("Ask the {{ leads.clerk }}.\n\n{% contacts %}").html()
    #expect(!none.contains("<table"))
  }

  @Test func `related documents are those the document cites`() {
    let html = Self.made("see [](two#first) and [](related:conduct)\n\n{% related-documents %}")
      .html()
    #expect(html.contains("<li><a href=\"two.html\">Second policy</a></li>"))
    #expect(html.contains("<li><a href=\"https://hill.example/conduct\">Conduct policy</a></li>"))
    #expect(!html.contains("My promise"))
  }

  @Test func `approval and history are computed from the manifest`() {
    let made = Self.made(
      "x\n\n{% approval %}\n\n{% history %}",
      school: "    \n"
    ).html()
    #expect(made.contains("The Board") && made.contains("1 September 2026"))
    #expect(made.contains("1 September 2027"))
  }

  @Test func `contents name every numbered section`() {
    let html = Self.made(
      "{% contents %}\n\n# Here {#here}\n\nx\n\n## In\n\nx\n\n# Free {.unnumbered}\n\nx"
    ).html()
    #expect(html.contains("<a href=\"#here\"><span class=\"number\">1</span> Here</a>"))
    #expect(html.contains("<span class=\"number\">1.1</span> In</a>"))
  }

  @Test func `in a clause, references are read from the including document`() throws {
    var small = SmallTrust()
    small.templates = [
      "clauses/said": "see [](#here)\n",
      "policies/one": SmallTrust.policy("# X\n\nx\n\n# Here {#here}\n\n{% include clauses/said %}"),
      "policies/two": SmallTrust.policy("# Here {#here}\n\n{% include clauses/said %}"),
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(try #require(made.lines("one")).contains("see section 2"))
    #expect(try #require(made.lines("two")).contains("see section 1"))
  }

  @Test func `a trust document reads the trust alone`() throws {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + "words: {kit: {options: [IT, ICT], default: IT}}\n")
    small.trust += "words: {kit: ICT}\n"
    small.schools = ["hill": "school: {name: H, phase: primary}\nwords: {kit: IT}\n"]
    small.templates = [
      "policies/one": SmallTrust.policy(
        "{{ words.kit }} of {{ trust.name }}", front: "scope: trust\n")
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(made.lines("one", school: "trust") == ["ICT of Elm Trust"])
    #expect(made.lines("one", school: "hill") == nil)
  }
}
