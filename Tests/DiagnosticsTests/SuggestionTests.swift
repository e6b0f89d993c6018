import Diagnostics
import Testing

@Suite struct SuggestionTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    var written: String
    var known: [String]
    var meant: String?

    var testDescription: String { "\(written) of \(known)" }
  }

  @Test(arguments: [
    Slip(written: "byodd", known: ["phones", "byod"], meant: "byod"),
    Slip(written: "hpone", known: ["phone"], meant: "phone"),
    Slip(written: "phase", known: ["phase"], meant: nil),
    Slip(written: "Phase", known: ["phase"], meant: "phase"),
    Slip(written: "websiet", known: ["website", "name"], meant: "website"),
    Slip(written: "adress", known: ["address"], meant: "address"),
    Slip(written: "urn", known: ["url", "urns"], meant: "url"),
    Slip(written: "nme", known: ["dsl"], meant: nil),
    Slip(written: "dls", known: ["dsl"], meant: "dsl"),
    Slip(written: "ab", known: ["xy"], meant: nil),
    Slip(written: "photos", known: ["phones"], meant: "phones"),
    Slip(written: "photographs", known: ["phones"], meant: nil),
    Slip(written: "", known: ["a", "name"], meant: "a"),
    Slip(written: "name", known: [], meant: nil),
    Slip(written: "ysgôl", known: ["ysgol"], meant: "ysgol"),
  ])
  func `nearest name`(_ slip: Slip) {
    #expect(Suggestion.nearest(to: slip.written, in: slip.known) == slip.meant)
    #expect(
      Suggestion.label(for: slip.written, in: slip.known)
        == slip.meant.map { "did you mean '\($0)'?" })
  }

  @Test(arguments: [
    ("", "", 0), ("a", "a", 0), ("a", "b", 1), ("ab", "ba", 1), ("abc", "ab", 1),
    ("abc", "xabc", 1),
    ("abcd", "badc", 2), ("kitten", "sitting", 3), ("a", "abcdefgh", 4), ("ABC", "abc", 0),
  ])
  func `edit distance`(_ left: String, _ right: String, _ distance: Int) {
    #expect(Suggestion.editDistance(left, right, limit: 3) == min(distance, 4))
    #expect(Suggestion.editDistance(right, left, limit: 3) == min(distance, 4))
  }
}
