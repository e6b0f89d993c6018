import Configuration
import Templating
import TestSupport
import Testing

/// Texts are compiled each by itself; what they number in common must come out as if one had followed the other.
@Suite struct NumberingTests {
  /// Two policies and a clause with loops, loops in loops, and conditions about what they stand at.
  private static let trust: SmallTrust = {
    var trust = SmallTrust(
      vocabulary: SmallTrust.phases + """
        roles: {head: {title: Headteacher, required: yes}, deputy: {title: deputy, required: yes}}
        rules:
          phones: {options: [home, bag], per: band, default: home}

        """)
    trust.schools["hill"] = """
      school: {name: Hill School, phase: primary}
      leads:
        head: [{name: Ann Ash, email: a@hill.example}, {name: Bob Beech}]
        deputy: [{name: Cy Cedar}, {name: Di Dale, email: d@hill.example}]
      rules:
        phones: {juniors: bag}

      """
    let people = { (role: String, inner: String) in
      """
      {% for person in leads.\(role) %}{{ person.name }} \
      {% if person.email exists %}by {{ person.email }}{% else %}by hand{% endif %}\(inner). {% endfor %}
      """
    }
    let bands = """


      {% for band in bands %}{{ band.title }}: {% choose rules.phones %}{% when home %}none{% when bag %}some{% endchoose %}. \
      {% endfor %}
      """
    trust.templates = [
      "policies/one": SmallTrust.policy(
        people("head", "") + bands + "\n\n{% include clauses/more %}"),
      "policies/two": SmallTrust.policy(
        people("deputy", "{% for other in leads.head %}, with {{ other.name }}{% endfor %}") + bands
          + "\n\n{% include clauses/more %}"
      ).replacing("One policy", with: "Two policy"),
      "clauses/more":
        "In all {% for all in leads.head %}{{ all.name }}, {% endfor %}and no more.\n",
    ]
    return trust
  }()

  @Test func `conditions about what a loop stands at are those of its own text`() throws {
    let made = Self.trust.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(
      try #require(made.lines("one")) == [
        "Ann Ash by a@hill.example. Bob Beech by hand.", "Infants: none. Juniors: some.",
        "In all Ann Ash, Bob Beech, and no more.",
      ])
    #expect(
      try #require(made.lines("two")) == [
        "Cy Cedar by hand, with Ann Ash, with Bob Beech. "
          + "Di Dale by d@hill.example, with Ann Ash, with Bob Beech.",
        "Infants: none. Juniors: some.", "In all Ann Ash, Bob Beech, and no more.",
      ])
  }

  @Test func `each loop has a number of its own, and the questions about it that number`() {
    let made = Self.trust.make()
    let loops = made.library.programs.map { Self.loops($0.body) }
    #expect(loops.map(\.count) == [3, 4])
    #expect(loops.joined().sorted() == Array(0..<made.library.loopCount))
    let asked = made.library.questions.questions.compactMap { question -> Int? in
      if case .itemPart(let loop, .email) = question.subject { loop } else { nil }
    }
    // All but those over bands.
    #expect(Set(asked).count == 5)
    #expect(asked == asked.sorted())
    let subjects = made.library.questions.questions.map(\.subject)
    #expect(Set(subjects).count == subjects.count)
    for program in made.library.programs {
      let own = Set(Self.loops(program.body))
      for slot in program.slots {
        if case .item(let loop, _) = slot.source { #expect(own.contains(loop)) }
      }
      for question in program.asked {
        if case .itemPart(let loop, _) = made.library.questions[question].subject {
          #expect(own.contains(loop))
        }
      }
    }
  }

  @Test func `a value that reads alike everywhere has one number in all texts`() {
    var trust = Self.trust
    for id in ["one", "two"] {
      trust.templates["policies/\(id)"]? +=
        "\n{{ leads.\(id == "one" ? "head" : "deputy") }} of {{ school.name }}\n"
    }
    let library = trust.make().library
    var numbers: [String: Set<Int>] = [:]
    for program in library.programs {
      for slot in program.slots {
        if let shared = slot.shared { numbers[slot.path, default: []].insert(shared) }
      }
    }
    #expect(numbers.keys.sorted() == ["leads.deputy", "leads.head", "school.name"])
    #expect(numbers.values.allSatisfy { $0.count == 1 })
    #expect(Set(numbers.values.joined()) == Set(0..<library.sharedCount))
  }

  private static func loops(_ blocks: [Block]) -> [Int] {
    blocks.flatMap { block -> [Int] in
      if case .paragraph(let content, _) = block { loops(content) } else { [] }
    }
  }

  private static func loops(_ content: [Inline]) -> [Int] {
    content.flatMap { inline -> [Int] in
      if case .loop(let loop) = inline { [loop.number] + loops(loop.body) } else { [] }
    }
  }
}
