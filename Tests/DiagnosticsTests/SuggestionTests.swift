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

  /// Only what is near the diagonal is reckoned; the whole table says the same.
  @Test(arguments: 1...3) func `edit distance by the whole table`(_ limit: Int) {
    var random = Numbers(state: 7)
    func word() -> String {
      String(
        (0..<Int.random(in: 0...9, using: &random)).map { _ in
          "abcé".randomElement(using: &random) ?? "a"
        })
    }
    for _ in 0..<3_000 {
      let (left, right) = (word(), word())
      let distance = Self.wholeTable(Array(left), Array(right))
      #expect(
        Suggestion.editDistance(left, right, limit: limit) == min(distance, limit + 1),
        "\(left) \(right)")
    }
  }

  private static func wholeTable(_ a: [Character], _ b: [Character]) -> Int {
    var table = Array(repeating: Array(0...b.count), count: a.count + 1)
    for i in 0...a.count {
      table[i][0] = i
      for j in 1..<(b.count + 1) where i > 0 {
        let isSame = a[i - 1] == b[j - 1]
        table[i][j] = min(
          table[i - 1][j - 1] + (isSame ? 0 : 1), table[i - 1][j] + 1, table[i][j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  /// The same numbers each time (an xorshift generator).
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
