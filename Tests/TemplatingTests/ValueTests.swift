import TestSupport
import Testing

/// Values, filters, conditions and loops in running text.
@Suite struct ValueTests {
  static func made(_ body: String) -> SmallTrust.Made {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + """
        roles: {head: {title: Headteacher, required: yes}, deputy: {title: deputy}}
        providers: {wifi: {title: Wi-Fi service}}
        rules:
          phones: {options: [home, bag, office], default: bag}
          days: {type: number, default: 7}
          lunch: {options: [in, out], per: band, default: in}
        words:
          pupil: {plural: pupils, options: {pupil: pupils, child: children}, default: child}
          kit: {options: [IT, ICT], default: IT}
        facts:
          day: {type: date, default: 2026-09-05}
          month: {type: month, default: 2026-09}
          period: {type: duration, default: 2 years}
          tools: {type: list of text, default: [pens, paper, glue]}
          days: {type: list of date, default: [2026-09-05, 2026-10-06]}
          sites: {type: list of url, default: ["https://a.example", "https://b.example"]}
          lines: {type: text, default: "one\\ntwo"}
          flag: {type: yes/no, default: yes}

        """)
    small.schools = [
      "hill": """
      school:
        name: Hill School
        phase: primary
        address: |
          1 Mill Lane
          Hill
      leads: {head: [Ms A, Mr B, Dr C]}
      providers: {wifi: {title: Wi-Fi}}
      documents: {one: {adopted: 2026-09-15, next-review: Autumn 2027, version: 1.10, category: statutory}}

      """
    ]
    small.templates = ["policies/one": SmallTrust.policy(body)]
    return small.make()
  }

  @Test(arguments: [
    Row("{{ leads.head }}", "Headteacher"), Row("{{ leads.head.title }}", "Headteacher"),
    Row("{{ leads.head.name }}", "Ms A, Mr B and Dr C"), Row("{{ leads.deputy }}", "deputy"),
    Row("{{ providers.wifi }}", "Wi-Fi"), Row("{{ school.name }}", "Hill School"),
    Row("{{ school.short-name }}", "Hill School"), Row("{{ school.phase }}", "Primary"),
    Row("{{ trust.name }}", "Elm Trust"), Row("{{ document.title }}", "One policy"),
    Row("{{ school.address }}", "1 Mill Lane Hill"), Row("{{ facts.lines }}", "one two"),
    Row("{{ words.pupil }}, {{ words.pupils }}", "child, children"),
    Row("{{ words.pupil | plural }}", "children"),
    Row("{{ words.pupils | capitalised }}", "Children"),
    Row("{{ words.pupils | possessive }}", "children’s"),
    Row("{{ school.name | possessive }}", "Hill School’s"),
    Row("{{ words.kit | with-article }}", "an IT"),
    Row("{{ words.pupil | with-article | capitalised }}", "A child"),
    Row("{{ facts.day }}", "5 September 2026"),
    Row("{{ facts.day | long-date }}", "5 September 2026"),
    Row("{{ facts.day | month-year }}", "September 2026"),
    Row("{{ facts.month }}", "September 2026"),
    Row("{{ facts.period }}", "2 years"), Row("{{ rules.days }}", "7"),
    Row("{{ facts.flag }}", "yes"),
    Row("{{ facts.tools }}", "pens, paper and glue"),
    Row("{{ facts.tools | or-list }}", "pens, paper or glue"),
    Row("{{ facts.tools | list | capitalised }}", "Pens, paper and glue"),
    Row("{{ facts.days }}", "5 September 2026 and 6 October 2026"),
    Row("{{ document.adopted | long-date }}", "15 September 2026"),
    Row("{{ document.next-review }}", "Autumn 2027"), Row("{{ document.version }}", "1.10"),
    Row("{{document.category}}", "statutory"),
    Row("{% if rules.phones is bag %}a{% else %}b{% endif %}c", "ac"),
    Row(
      "{% if rules.phones is home %}a{% elsif rules.phones is bag %}b{% else %}c{% endif %}", "b"),
    Row("{% choose rules.phones %}{% when home %}a{% when bag, office %}b{% endchoose %}", "b"),
    Row("{% for it in facts.tools %}[{{ it }}]{% endfor %}", "[pens][paper][glue]"),
    Row("{% for p in leads.head %}{{ p.name }}; {% endfor %}", "Ms A; Mr B; Dr C;"),
    Row("{% for p in leads.head %}{{ p }}; {% endfor %}", "Ms A; Mr B; Dr C;"),
    Row(
      "{% for band in bands %}{{ band.title }} {% choose rules.lunch %}{% when in %}in{% when out %}out{% endchoose %}{% endfor %}",
      "Infants and Juniors in"),
    Row("{% for band in bands %}{{ band.title }}; {% endfor %}", "Infants and Juniors;"),
    Row("{% for band in bands %}{% if band is infants %}i{% else %}j{% endif %}{% endfor %}", "ij"),
    // Branches may be spaced for reading.
    Row("a {% if rules.phones is home %} b {% endif %} , c", "a, c"),
    Row("a {% if rules.phones is bag %} b {% endif %} .", "a b."),
    Row("({{ school.name }} )", "(Hill School)"),
    Row("a{# note #}b", "ab"), Row("\\{{ a }}", "{{ a }}"), Row("{#b}", "{#b}"),
    Row("**{{ school.name }}**", "Hill School"),
  ])
  func `a line prints`(_ row: Row) throws {
    let made = Self.made(row.input)
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(try #require(made.lines()).joined(separator: "|") == row.expected)
  }

  @Test func `lines keeps line breaks, and nothing else does`() {
    #expect(Self.made("{{ school.address | lines }}").html().contains("1 Mill Lane<br>Hill"))
    #expect(Self.made("{{ facts.tools | lines }}").html().contains("pens<br>paper<br>glue"))
    #expect(Self.made("{{ school.address }}").html().contains("1 Mill Lane Hill"))
  }

  @Test func `addresses print linked`() {
    let html = Self.made("{{ facts.sites }}").html()
    #expect(
      html.contains(
        "<a href=\"https://a.example\">https://a.example</a> and <a href=\"https://b.example\">"))
  }

  @Test(arguments: [
    Row("A\n{% if rules.phones is bag %}\nB\n{% endif %}\nC", "A|B|C"),
    Row("- a\n{% if rules.phones is bag %}\n- b\n{% endif %}\n- c", "a|b|c"),
    Row("- a\n{% if rules.phones is home %}\n- b\n{% endif %}\n- c", "a|c"),
    Row("1. a\n{% for it in facts.tools %}\n1. {{ it }}\n{% endfor %}", "a|pens|paper|glue"),
    Row("{% if rules.phones is bag %}\n# A\n\nx\n{% endif %}\n\n# B\n\ny", "1 A|x|2 B|y"),
    Row("{% if rules.phones is home %}\n# A\n\nx\n{% endif %}\n\n# B\n\ny", "1 B|y"),
    Row("> a\n{% if rules.phones is home %}\n> b\n{% endif %}", "a"),
    Row("{%\n  if rules.phones\n  is bag\n%}\nA\n{% endif %}", "A"),
  ])
  func `a tag alone on its line wraps blocks or items`(_ row: Row) throws {
    let made = Self.made(row.input)
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(try #require(made.lines()).joined(separator: "|") == row.expected)
  }

  @Test func `items around a condition are one list`() {
    let html = Self.made("- a\n{% if rules.phones is bag %}\n- b\n{% endif %}\n- c").html()
    #expect(html.components("<ul>") == 1)
  }
}

extension String {
  /// How often a text stands in it.
  func components(_ text: String) -> Int { ranges(of: text).count }
}
