import Configuration
import Testing
import TestSupport

/// How the layers are laid over each other: a policy that prints one value shows which one holds.
@Suite struct LayerTests {
  static let vocabulary =
    SmallTrust.phases + """
      roles:
        head: {title: Headteacher}
        deputy: {title: deputy}
        lead: {title: data lead}
      providers:
        support: {title: IT support}
      rules:
        phones: {question: Phones?, options: [home, bag, office], default: home}
        bags: {hall: {question: Bags?, options: [open, shut], default: open}}
        lunch: {question: Lunch?, options: [in, out], per: band, default: in}
        days: {type: number, default: 7}
        trips: {question: Trips?, options: [few, many], phases: [secondary], otherwise: few, default: many}
        boats: {question: Boats?, options: [none, some], when: rules.trips is many, default: some}
      words:
        pupil: {plural: pupils, options: {pupil: pupils, child: children}, default: pupil}
      facts:
        motto: {type: text, default: Onward}
        note: {type: text}
        tools: {type: list of text}
      related:
        conduct: {title: Conduct policy}

      """

  /// What a page of all values says.
  static let page = SmallTrust.policy(
    """
    phones {% choose rules.phones %}{% when home %}home{% when bag %}bag{% when office %}office{% endchoose %}

    hall {% choose rules.bags.hall %}{% when open %}open{% when shut %}shut{% endchoose %}

    {% for band in bands %}
    - {{ band.title }} {% choose rules.lunch %}{% when in %}in{% when out %}out{% endchoose %}
    {% endfor %}

    {% if rules.days exists %}
    days {{ rules.days }}
    {% endif %}

    trips {% choose rules.trips %}{% when few %}few{% when many %}many{% endchoose %}

    {% if rules.boats exists %}
    boats {% choose rules.boats %}{% when none %}none{% when some %}some{% endchoose %}
    {% endif %}

    word {{ words.pupils }}

    motto {{ facts.motto }}

    {% if facts.tools exists %}
    tools {{ facts.tools | list }}
    {% endif %}

    {% if leads.head exists %}
    {{ leads.head }}: {{ leads.head.name }}{% if leads.head.email exists %}, {{ leads.head.email }}{% endif %}{% if leads.head.phone exists %}, {{ leads.head.phone }}{% endif %}
    {% endif %}

    {% if leads.lead exists %}
    {{ leads.lead }}: {{ leads.lead.name }}
    {% endif %}

    {% if providers.support.name exists %}
    {{ providers.support }}: {{ providers.support.name }}{% if providers.support.phone exists %}, {{ providers.support.phone }}{% endif %}
    {% endif %}

    {% if related.conduct exists %}
    conduct is there
    {% endif %}
    """)

  struct LayerCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var trust = ""
    var school = ""
    var phase = "primary"
    /// Lines that the page has.
    var has: [String] = []
    /// Beginnings that no line has.
    var hasNot: [String] = []
    var errors: [String] = []
  }

  @Test(arguments: [
    LayerCase(
      testDescription: "the vocabulary's default",
      has: [
        "phones home", "hall open", "days 7", "word pupils", "motto Onward",
        "Infants and Juniors in",
      ],
      hasNot: ["tools", "Headteacher", "IT support", "conduct"]),
    LayerCase(
      testDescription: "the trust over the vocabulary", trust: "rules: {phones: bag, days: 9}\n",
      has: ["phones bag", "days 9"]),
    LayerCase(
      testDescription: "the phase over the trust",
      trust: "rules: {phones: bag}\nphases: {primary: {rules: {phones: office}}}\n",
      has: ["phones office"]),
    LayerCase(
      testDescription: "another phase does not count",
      trust: "rules: {phones: bag}\nphases: {secondary: {rules: {phones: office}}}\n",
      has: ["phones bag"]),
    LayerCase(
      testDescription: "the group over the phase",
      trust:
        "phases: {primary: {rules: {phones: office}}}\ngroups: {east: {schools: [hill], rules: {phones: home}}}\n",
      has: ["phones home"]),
    LayerCase(
      testDescription: "the school over the group",
      trust: "groups: {east: {schools: [hill], rules: {phones: home}}}\n",
      school: "rules: {phones: bag}\n", has: ["phones bag"]),
    LayerCase(
      testDescription: "mappings merge by key",
      trust: "rules: {bags: {hall: shut}, days: 3}\n", school: "rules: {phones: bag}\n",
      has: ["hall shut", "days 3", "phones bag"]),
    LayerCase(
      testDescription: "a list replaces", trust: "facts: {tools: [a, b]}\n",
      school: "facts: {tools: [c]}\n", has: ["tools c"]),
    LayerCase(
      testDescription: "an empty list is not given", trust: "facts: {tools: [a, b]}\n",
      school: "facts: {tools: []}\n", has: ["tools a and b"]),
    LayerCase(
      testDescription: "a key without a value is not given", trust: "facts: {motto: Up}\n",
      school: "facts:\n  motto:\n", has: ["motto Up"]),
    LayerCase(
      testDescription: "per-band values merge by band",
      trust: "rules: {lunch: {infants: out}}\n", school: "rules: {lunch: {juniors: out}}\n",
      has: ["Infants and Juniors out"]),
    LayerCase(
      testDescription: "a band of the school over the trust's",
      trust: "rules: {lunch: {infants: out, juniors: out}}\n",
      school: "rules: {lunch: {juniors: in}}\n",
      has: ["Infants out", "Juniors in"]),
    LayerCase(
      testDescription: "a single value replaces the bands",
      trust: "rules: {lunch: {infants: out}}\n", school: "rules: {lunch: in}\n",
      has: ["Infants and Juniors in"]),
    LayerCase(
      testDescription: "bands that are no neighbours do not come as one",
      school: "rules: {lunch: {infants: out, juniors: in, seniors: out}}\n", phase: "all-through",
      has: ["Infants out", "Juniors in", "Seniors out"]),
    LayerCase(
      testDescription: "otherwise where the phase is left out", has: ["trips few"],
      hasNot: ["boats"]),
    LayerCase(
      testDescription: "a rule asked in its phase", phase: "secondary",
      has: ["trips many", "boats some"]),
    LayerCase(
      testDescription: "a rule whose condition is false has no value",
      school: "rules: {trips: few}\n", phase: "secondary", has: ["trips few"], hasNot: ["boats"]),
    LayerCase(
      testDescription: "a bare name", school: "leads: {head: Ms A Fenwick}\n",
      has: ["Headteacher: Ms A Fenwick"]),
    LayerCase(
      testDescription: "a name replaces the inherited person whole",
      trust: "leads: {head: {name: Mr T Brook, email: brook@elm.example}}\n",
      school: "leads: {head: Ms A Fenwick}\n", has: ["Headteacher: Ms A Fenwick"]),
    LayerCase(
      testDescription: "a mapping without a name adds",
      trust: "leads: {head: {name: Mr T Brook, email: brook@elm.example}}\n",
      school: "leads: {head: {phone: 01632 960001, title: Principal}}\n",
      has: ["Principal: Mr T Brook, brook@elm.example, 01632 960001"]),
    LayerCase(
      testDescription: "several holders have a name and no address",
      school: "leads: {head: [{name: A, email: a@hill.example}, B, C]}\n",
      has: ["Headteacher: A, B and C"]),
    LayerCase(
      testDescription: "same-as brings the people and not the title",
      school: "leads: {head: {name: Ms A, title: Principal}, lead: {same-as: head}}\n",
      has: ["Principal: Ms A", "data lead: Ms A"]),
    LayerCase(
      testDescription: "same-as may chain, and have a title",
      school:
        "leads: {head: Ms A, deputy: {same-as: head}, lead: {same-as: deputy, title: Keeper}}\n",
      has: ["Keeper: Ms A"]),
    LayerCase(
      testDescription: "same-as follows what is inherited",
      trust: "leads: {lead: {same-as: head}}\n", school: "leads: {head: Ms A}\n",
      has: ["data lead: Ms A"]),
    LayerCase(
      testDescription: "no takes an inherited lead away",
      trust: "leads: {head: Mr T Brook}\n", school: "leads: {head: no}\n", hasNot: ["Headteacher"]),
    LayerCase(
      testDescription: "a provider's name replaces the firm, its title stays",
      trust: "providers: {support: {name: Old, title: ICT support, phone: 01632 960002}}\n",
      school: "providers: {support: New}\n", has: ["ICT support: New"]),
    LayerCase(
      testDescription: "a provider's telephone adds",
      trust: "providers: {support: Old}\n", school: "providers: {support: {phone: 01632 960003}}\n",
      has: ["IT support: Old, 01632 960003"]),
    LayerCase(
      testDescription: "no takes a provider away", trust: "providers: {support: Old}\n",
      school: "providers: {support: no}\n", hasNot: ["IT support"]),
    LayerCase(
      testDescription: "quotes change nothing: a quoted no takes away as a plain one does",
      trust: "leads: {head: Mr T Brook}\nproviders: {support: Old}\n",
      school: "leads: {head: 'no'}\nproviders: {support: \"no\"}\n",
      hasNot: ["Headteacher", "IT support"]),
    LayerCase(
      testDescription: "no takes a related document away",
      trust: "related: {conduct: https://elm.example/conduct}\n",
      school: "related: {conduct: no}\n",
      hasNot: ["conduct is"]),
    LayerCase(
      testDescription: "two groups that agree",
      trust:
        "groups: {east: {schools: [hill], rules: {phones: bag}}, small: {schools: [hill], rules: {phones: bag, days: 2}}}\n",
      has: ["phones bag", "days 2"]),
    LayerCase(
      testDescription: "two groups that disagree",
      trust:
        "groups: {east: {schools: [hill], rules: {phones: bag}}, small: {schools: [hill], rules: {phones: home}}}\n",
      errors: ["groups-disagree: the groups 'east' and 'small' disagree on 'rules.phones'"]),
    LayerCase(
      testDescription: "a lock binds even to the same value",
      trust: "rules: {phones: bag}\nlocked: [rules.phones]\n", school: "rules: {phones: bag}\n",
      errors: ["locked: 'rules.phones' is decided by the trust"]),
    LayerCase(
      testDescription: "a lock covers all below its path",
      trust: "rules: {lunch: {infants: out}}\nlocked: [rules.lunch]\n",
      school: "rules: {lunch: {juniors: in}}\n",
      errors: ["locked: 'rules.lunch' is decided by the trust"]),
    LayerCase(
      testDescription: "a lock on one band leaves the others free",
      trust: "rules: {lunch: {infants: out}}\nlocked: [rules.lunch.infants]\n",
      school: "rules: {lunch: {juniors: in}}\n", has: ["Infants out", "Juniors in"]),
    LayerCase(
      testDescription: "a single value would replace the locked band",
      trust: "rules: {lunch: {infants: out}}\nlocked: [rules.lunch.infants]\n",
      school: "rules: {lunch: in}\n",
      errors: ["locked: 'rules.lunch.infants' is decided by the trust"]),
    LayerCase(
      testDescription: "a lock on a block", trust: "facts: {motto: Up}\nlocked: [facts]\n",
      school: "facts: {note: x}\n", errors: ["locked: 'facts' is decided by the trust"]),
    LayerCase(
      testDescription: "a lock on a default of the vocabulary", trust: "locked: [rules.phones]\n",
      has: ["phones home"]),
    LayerCase(
      testDescription: "a lock without a value", trust: "locked: [facts.note]\n",
      errors: ["bad-lock: 'facts.note' is locked and the trust gives it no value"]),
  ])
  func `the nearest layer holds`(_ test: LayerCase) throws {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.trust += test.trust
    small.schools = ["hill": "school: {name: Hill School, phase: \(test.phase)}\n\(test.school)"]
    small.templates = ["policies/one": Self.page]
    let made = small.make()
    #expect(made.errors == test.errors, "\(made.messages)")
    guard test.errors.isEmpty else { return }
    let lines = try #require(made.lines())
    for line in test.has { #expect(lines.contains(line), "\(lines)") }
    for start in test.hasNot {
      #expect(!lines.contains { $0.hasPrefix(start) }, "\(lines)")
    }
  }

  @Test(arguments: [
    ("", "documents: {two: no}\n", false), ("documents: {two: no}\n", "", false),
    ("documents: {two: no}\n", "documents: {two: yes}\n", true),
    ("documents: {two: no}\n", "documents: {two: {adopted: 2026-01-01}}\n", false),
    ("", "documents: {two: {from: 2026-11-28, to: 2026-11-28}}\n", true),
    ("", "documents: {two: {from: 2026-11-29}}\n", false),
    ("", "documents: {two: {to: 2026-11-27}}\n", false),
    ("rules: {phones: bag}\n", "", false),
  ])
  func `a document is issued unless something says otherwise`(
    _ trust: String, _ school: String, _ isIssued: Bool
  ) {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.trust += trust
    small.schools = ["hill": "school: {name: Hill School, phase: primary}\n\(school)"]
    small.templates = [
      "policies/two": SmallTrust.policy("Text.", front: "issued-when: rules.phones is home\n")
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect((made.lines("two") != nil) == isIssued)
  }

  @Test(arguments: [("", ["Coats hang there."]), ("documents: {two: no}\n", [])])
  func `a rule may be asked only where a document is issued`(_ school: String, _ lines: [String]) {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.vocabulary.replace(
      "words:\n",
      with: """
          coats: {question: Coats?, options: [here, there], when: documents.two is issued, default: here}
        words:

        """)
    small.trust += "rules: {coats: there}\n"
    small.schools = ["hill": "school: {name: Hill School, phase: primary}\n\(school)"]
    small.templates = [
      "policies/one": SmallTrust.policy(
        "Text.\n\n{% if rules.coats is there %}\nCoats hang there.\n{% endif %}"),
      "policies/two": SmallTrust.policy("Text.", front: "issued-when: rules.phones is home\n"),
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(made.lines()?.filter { $0.contains("Coats") } == lines)
  }
}
