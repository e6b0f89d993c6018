import Templating
import Testing

/// The reading age against examples that were worked by hand.
@Suite struct ReadingAgeTests {
  @Test(arguments: [
    ("I", 1), ("keep", 1), ("laptop", 2), ("safe", 1), ("table", 2), ("whole", 1), ("wanted", 2),
    ("asked", 1), ("boxes", 2), ("makes", 1), ("pages", 2), ("watches", 2), ("loaded", 2),
    ("titles", 2), ("being", 2), ("radio", 3), ("station", 2), ("social", 2), ("usual", 3),
    ("question", 2), ("responsible", 4), ("photograph", 3), ("teacher", 2), ("agree", 2),
    ("e-mail", 2), ("don’t", 1), ("technology", 4), ("the", 1), ("rhythm", 1), ("acceptable", 4),
    ("password", 2), ("passwords", 2), ("school", 1), ("headteacher", 3), ("guide", 1),
  ])
  func `a word has its syllables`(word: String, count: Int) {
    #expect(ReadingAge.syllables(word) == count)
  }

  /// 12 words, 2 sentences, 14 syllables: 0.39 × 6 + 11.8 × 14/12 − 15.59 + 5 = 5.5.
  @Test func `two short sentences`() {
    var age = ReadingAge()
    age.add("I keep my laptop safe. I tell a teacher when it breaks.")
    #expect(age.words == 12)
    #expect(age.sentences == 2)
    #expect(age.syllables == 14)
    #expect(age.tenths == 55)
    #expect(age.longest == "I tell a teacher when it breaks.")
  }

  /// 9 words, 1 sentence, 35 syllables (5 5 1 5 4 4 4 2 5): 0.39 × 9 + 11.8 × 35/9 − 15.59 + 5 = 38.8.
  @Test func `one hard sentence`() {
    var age = ReadingAge()
    age.add(
      "Unacceptable communication through educational technology necessitates immediate formal notification."
    )
    #expect(age.words == 9)
    #expect(age.sentences == 1)
    #expect(age.syllables == 35)
    #expect(age.tenths == 388)
  }

  /// Each item ends a sentence: 6 words, 2 sentences, 6 syllables: 1.17 + 11.8 − 15.59 + 5 = 2.4.
  @Test func `an item ends a sentence without a stop`() {
    var age = ReadingAge()
    age.add("I look at")
    age.add("I ask first")
    #expect(age.words == 6)
    #expect(age.sentences == 2)
    #expect(age.syllables == 6)
    #expect(age.tenths == 24)
  }

  @Test func `numbers, addresses and signs are no words`() {
    var age = ReadingAge()
    age.add("Call 01632 960123 or write to a.b@elm.example – now! …")
    #expect(age.words == 5)
    #expect(age.sentences == 1)
  }

  @Test func `a stop inside a word ends nothing`() {
    var age = ReadingAge()
    age.add("Use school.example at 10.30 a day.")
    #expect(age.sentences == 1)
  }

  @Test func `a text without words has no age`() {
    var age = ReadingAge()
    age.add("1 – 2.")
    #expect(age.tenths == nil)
  }

  @Test func `what was counted before is added up in its order`() {
    var first = ReadingAge()
    first.add("I ask first. No.")
    var second = ReadingAge()
    second.add("I wait here.")
    var third = ReadingAge()
    third.add("I tell a teacher.")
    var age = first
    age.add(second)
    #expect(age.longest == "I ask first.")
    age.add(third)
    #expect(age.longest == "I tell a teacher.")
    #expect(age.words == 11)
    #expect(age.sentences == 4)
    #expect(age.syllables == 12)
  }

  /// What stands before a fixed text, the text, and what stands behind it.
  @Test(arguments: [
    ("", "I ask first. I wait for a teacher. Then I go", ""),
    ("Mx Abernathy", " is there. I ask first. I wait for a", " teacher, and I tell."),
    ("I go. Pu", "pils ask first and wait for a tea", "cher. No."),
    ("I ask. 10", " o’clock is late. It was 12.", "30 when I came home again."),
    ("I say “yes", ".” I wait for her. I say “no", ".” I do not ask."),
    ("I keep", " my laptop safe – and yours! 1. 2. Is it", "? I am not sure of it, my friend."),
    ("A", " b/c d", ". E."), ("A. ", " one. ", " two."), ("I am", " here.", "now. Or not."),
    ("I am", " here. ", "."), ("x", " y ", "z"),
  ])
  func `a text reads the same where the middle of it was read before`(
    before: String, fixed: String, after: String
  ) {
    let (text, middle) = (Array((before + fixed + after).utf8), Array(fixed.utf8))
    var whole = ReadingAge()
    whole.add("I look.")
    var parts = whole
    whole.add(text)
    let stretch = ReadStretch(middle)
    let start = before.utf8.count + (stretch?.range.lowerBound ?? 0)
    parts.add(text, known: [(start, 1)], [nil, stretch])
    #expect(parts.words == whole.words)
    #expect(parts.sentences == whole.sentences)
    #expect(parts.syllables == whole.syllables)
    #expect(parts.longest == whole.longest)
    #expect(parts.tenths == whole.tenths)
  }

  @Test func `of a fixed text all but its first and last words is read before`() {
    let text = Array("ever there. I ask – and wait 2 days. I tel".utf8)
    #expect(ReadStretch(text)?.range == 5..<text.count - 3)
    #expect(ReadStretch(Array("at once".utf8)) == nil)
  }
}
