import Configuration
import Documents
import Templating
import TestSupport
import Testing

/// Which words of a form are read: its sentences, whether they are fixed text or have something in them.
@Suite struct FormReadingTests {
  private static func age(_ body: String) throws -> ReadingAge {
    var small = SmallTrust(
      vocabulary: SmallTrust.phases + """
        roles: {head: {title: Headteacher}}
        terms: {pupil: {one: pupil, many: pupils}}

        """)
    small.glossary = "terms: {loan: {term: loan, definition: A thing that is lent to somebody.}}\n"
    small.schools = [
      "hill": """
      school: {name: Hill School, phase: primary}
      leads: {head: {name: Ms Abernathy}}

      """
    ]
    small.templates = [
      "policies/one": SmallTrust.policy("# First {#first}\n\nx"),
      "agreements/form":
        "---\ntitle: Agreement\nkind: agreement\npolicy: one\nsign: [name]\n---\n\n\(body)\n",
    ]
    let made = small.make()
    let set = try #require(made.schools["hill"], "\(made.messages)")
    let form = try #require(made.catalogue.documentIndex("form"))
    try #require(set.documents[form] != nil, "\(made.messages)")
    return ReadingAge(set, form: form)
  }

  /// Each body, and the paragraphs and items that are read of it.
  @Test(arguments: [
    ("I look after it. I ask first.", ["I look after it. I ask first."]),
    ("- I look after it.\n- I ask first", ["I look after it.", "I ask first"]),
    ("- I look.\n\n  I ask first.\n\n- I wait.", ["I look.", "I ask first.", "I wait."]),
    ("# I am no sentence {#a}\n\nI look after it.", ["I look after it."]),
    ("I go to {{ leads.head.name }} at {{ school.name }} first.", ["I go to at first."]),
    ("{{ school.name }}\n\nI look.", ["I look."]),
    ("I like *my own* {{ school.phase }} books.", ["I like my own Primary books."]),
    (
      "I follow [](one#first) and [](one).",
      ["I follow ‘First’ of the One policy and the One policy."]
    ),
    ("| No | Word |\n| --- | --- |\n| is | read |\n\nI look.", ["I look."]),
    ("Here:\n\n- [](term:loan) is mine.\n\n{% definitions %}", ["Here:", "loan is mine."]),
  ])
  func `a form's own sentences are read`(body: String, sentences: [String]) throws {
    var expected = ReadingAge()
    for sentence in sentences { expected.add(sentence) }
    let age = try Self.age(body)
    #expect(age.words == expected.words)
    #expect(age.sentences == expected.sentences)
    #expect(age.syllables == expected.syllables)
  }

  @Test func `the first of the longest sentences is told`() throws {
    let age = try Self.age("I look.\n\nI ask first. I ask twice.\n\n- I wait here.")
    #expect(age.longest == "I ask first.")
  }

  @Test func `the longest sentence has its values`() throws {
    let age = try Self.age(
      "I ask the {{ school.phase }} teachers of my own class, and only then. I go.")
    #expect(age.longest == "I ask the Primary teachers of my own class, and only then.")
  }
}
