import Configuration
import Foundation
import Reviews
import Testing

@testable import trustwright

/// A new school year: what is proposed, and that only that is written.
@Suite struct CycleTests {
  @Test func `nothing is written unless asked`() throws {
    let trust = try HoltTrust()
    let before = trust.files("Schools")
    #expect(try trust.run("cycle", "2026-27", "--as-of", "2026-06-01") == .done)
    #expect(trust.files("Schools") == before)
  }

  @Test func `what is written is what was meant, and comments and layout stay`() throws {
    let trust = try HoltTrust()
    let before = try trust.text("Schools/alder/school.yaml")
    #expect(
      try trust.run("cycle", "2026-27", "--write", "--school", "alder", "--as-of", "2026-06-01")
        == .done)
    let old = "In force until the review of 2026-27"
    let expected =
      before
      .replacingOccurrences(
        of: "adopted: 2025-09-16        # the first\n    version: 1\n",
        with:
          "adopted: 2026-09-16        # the first\n    version: 2\n    history:\n      - {version: 1, adopted: 2025-09-16, summary: \(old)}\n"
      )
      .replacingOccurrences(
        of: "visits: {adopted: 2025-09-16, version: 1}",
        with:
          "visits: {adopted: 2026-09-16, version: 2, history: [{version: 1, adopted: 2025-09-16, summary: \(old)}]}"
      )
    #expect(try trust.text("Schools/alder/school.yaml") == expected)
    #expect(try trust.text("Schools/birch/school.yaml").contains("2025-09-16"))
    // To come, not adopted: nobody is told that a meeting was held.
    #expect(try trust.states("2026-06-01")["alder/use"] == "awaiting approval")
  }

  @Test func `next reviews keep their form, and what is not due stays`() throws {
    let trust = try HoltTrust()
    try trust.edit(
      "Schools/alder/school.yaml", "visits: {adopted: 2025-09-16, version: 1}",
      "visits: {adopted: 2025-09-16, review-every: 1 year, next-review: Autumn 2026, version: '1.9'}"
    )
    try trust.edit(
      "Schools/alder/school.yaml", "adopted: 2025-09-16  ",
      "review-every: 3 years\n    adopted: 2025-09-16  ")
    try trust.run("cycle", "2026-27", "--write", "--on", "2026-11-10", "--as-of", "2026-06-01")
    let text = try trust.text("Schools/alder/school.yaml")
    #expect(
      text.contains(
        "visits: {adopted: 2026-11-10, review-every: 1 year, next-review: Autumn 2027, version: '1.10', history:"
      ))
    #expect(text.contains("adopted: 2025-09-16        # the first\n    version: 1\n"))
  }

  @Test(arguments: ["2026", "2026-28", "26-27", "2026-2027", "next"])
  func `what is no school year`(_ text: String) {
    #expect(ReviewCycle(text) == nil)
  }

  @Test func `an overdue review is not made by the program`() throws {
    let trust = try HoltTrust()
    try trust.run("cycle", "2026-27", "--write", "--as-of", "2026-12-01")
    #expect(try trust.text("Schools/birch/school.yaml").contains("adopted: 2026-12-02"))
    #expect(try trust.states("2026-12-01")["birch/use"] == "awaiting approval")
  }
}
