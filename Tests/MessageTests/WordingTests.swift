import Configuration
import Testing

/// What the checks of wording find in a text, and what they leave alone.
@Suite struct WordingTests {
  private static func found(_ text: String) -> [String] {
    Wording(Array(text.utf8)).template(explained: ["DSL"]).map(\.found)
  }

  @Test(arguments: [
    ("Ask [NAME OF SCHOOL] first.", ["[NAME OF SCHOOL]"]),
    ("Ask [your line manager] first.", ["[your line manager]"]),
    ("The date is <insert date>.", ["<insert date>"]),
    ("The route is …… for now.", ["……"]),
    ("Is it known ???", ["???"]),
    ("Use TODO lists.", ["TODO"]),
    ("Pupils or parents/carers sign.", ["parents/carers"]),
    ("In contact time / teaching hours they stay off.", ["time / teaching"]),
    ("Each head, he/she, decides.", ["he/she"]),
    ("Circle as appropriate.", ["Circle as appropriate"]),
    ("The drafting note stays.", ["drafting note"]),
    ("It is in in the office.", ["in in"]),
    ("The centre is unauthorized.", ["unauthorized"]),
    ("Colour and color.", ["color"]),
    ("Analyzing organizations.", ["Analyzing", "organizations"]),
    ("As mentioned above, it holds.", ["above"]),
    ("The following is set out below:", ["below"]),
    ("See overleaf.", ["overleaf"]),
    ("The SIMS data and the DSL’s list.", ["SIMS"]),
    ("Our KS1 and DfE.", ["KS1", "DfE"]),
    ("Ask Dr. Amy Winter today.", ["Dr. Amy Winter"]),
    ("Call +44 1632 960123.", ["+44 1632 960123"]),
    ("Call (01632) 960123 now.", ["(01632) 960123"]),
    ("Send it to one/two@example.org.", ["one/two@example.org"]),
    ("It runs on Skype.", ["Skype"]),
    ("Messages on X, formerly Twitter.", ["Twitter"]),
    ("Go to bit.ly/abc or https://t.co/x.", ["bit.ly", "t.co"]),
  ])
  func `it finds`(text: String, found: [String]) {
    #expect(Self.found(text) == found)
  }

  @Test(arguments: [
    "Children above the age of 13, below ten or above average.",
    "A laptop (or a tablet) is open 24/7 at https://example.org/a/b and www.example.org/x/y.",
    "He said that that was all, and had had enough.",
    "The size, the prize and the exercise are advertised; a programme is licensed.",
    "A4 paper, a PDF on a USB stick, the UK, and the DSL.",
    "Call 999, 101, 0800 1111, 0300 123 4567 or 116 123.",
    "In 2026, from 01-09 to 31-08, reference 2026/017.",
    "Windows are closed. Zoom in. Outlook: fair.",
    "Miss a lesson, and Mr and Mrs are titles.",
    "Wait… for it. Really? Yes!",
    "The list [sic] is short, x is less than < y.",
    "Insert a card. Enter the room.",
    "Dr\u{1} and \u{1} at \u{1}/\u{1}, above \u{1}.",
  ])
  func `it leaves alone`(text: String) {
    #expect(Self.found(text).isEmpty)
  }

  @Test(arguments: [
    "tbc", "TBC", "[tbc]", "To be confirmed", "?", "Vacant", "n/a", "none", "[ \n TBA ]", "–", "…",
  ])
  func `a name that says nothing is none`(text: String) {
    #expect(Wording.isEmptyAnswer(text, isName: true))
  }

  @Test(arguments: ["none", "n/a", "unknown", "Nobody else"])
  func `a fact may say so`(text: String) {
    #expect(!Wording.isEmptyAnswer(text, isName: false))
  }

  @Test(arguments: [
    ("Riverside Primary Schol", true), ("Riversdie Primary School’s", true),
    ("Riverside Primary School’s", false), ("Riverside Primary School", false),
    ("Riverbank Primary School", false), ("riverside primary schol", false),
    ("The Riverside Primary Scholo gate", true), ("Riverside School", false),
    // Two of its letters are nowhere in these words.
    ("Riberside Primarz School", true), ("Riberside Primarz Skool", false),
  ])
  func `a name is nearly right within two letters`(text: String, isMisspelt: Bool) {
    let name = "Riverside Primary School"
    let found = Wording(Array(text.utf8)).misspelt(
      [Wording.Name(name)], others: [name.lowercased()])
    #expect(found.isEmpty == !isMisspelt)
  }
}
