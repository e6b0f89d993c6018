import Configuration
import Diagnostics
import Foundation
import TestSupport
import Testing

/// The days on which a check begins to speak, and those just before them.
@Suite struct DateBoundaryTests {
  /// What `check` says of the base on a day, with another line for the document.
  private func messages(_ line: String, on day: String) throws -> [String] {
    let overlay = try TestFolder("day")
    defer { overlay.remove() }
    let base = try String(
      contentsOf: MessageCase.folder.appending(path: "Base/Schools/hill/school.yaml"),
      encoding: .utf8)
    let kept = base.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("  devices:") }.joined(separator: "\n")
    let text = kept + "\n  devices: {\(line)}\n"
    try overlay.write("Schools/hill/school.yaml", text)
    let options = CaseOptions("as-of: \(day)")
    return try CaseWorkspace.with(overlay: overlay.root, options: options) { root in
      try Check.diagnostics(root: root, day: options.day)
        .filter { $0.code != .registerOld }.map { "\($0.code.rawValue): \($0.message)" }
    }
  }

  @Test(arguments: [
    ("2027-06-02", []),
    ("2027-06-03", ["review-due: the review of 'devices' is due in 90 days, on 1 September 2027"]),
    ("2027-08-31", ["review-due: the review of 'devices' is due in 1 day, on 1 September 2027"]),
    ("2027-09-01", ["review-due: the review of 'devices' is due today, on 1 September 2027"]),
    (
      "2027-09-02",
      ["review-overdue: the review of 'devices' was due on 1 September 2027, 1 day ago"]
    ),
  ])
  func `the ninetieth day is due, the day itself is not overdue`(
    day: String, expected: [String]
  ) throws {
    #expect(try messages("adopted: 2026-09-01, review-every: 1 year", on: day) == expected)
  }

  @Test(arguments: [
    ("2027-09", "2027-10-01", "30 September 2027"), ("Summer 2027", "2027-09-01", "31 August 2027"),
    ("2027-08-31", "2027-09-01", "31 August 2027"),
  ])
  func `a month and a term count as their last day`(
    next: String, overdueFrom: String, due: String
  ) throws {
    let line = "adopted: 2026-09-01, review-every: 1 year, next-review: \(next)"
    #expect(
      try messages(line, on: overdueFrom) == [
        "review-overdue: the review of 'devices' was due on \(due), 1 day ago"
      ])
    let dayBefore = try #require(CalendarDate(overdueFrom)).adding(days: -1)
    #expect(
      try messages(line, on: dayBefore.iso) == [
        "review-due: the review of 'devices' is due today, on \(due)"
      ])
  }

  /// A review may be up to 31 days early; never late; a month or a term must hold the computed day.
  @Test(arguments: [
    ("2027-09-15", true), ("2027-09-16", false), ("2027-08-15", true), ("2027-08-14", false),
    ("2027-09", true), ("2027-10", false), ("2027-08", true), ("2027-07", false),
    ("Autumn 2027", true), ("Spring 2028", false), ("Summer 2027", true), ("Spring 2027", false),
  ])
  func `the next review fits the period`(next: String, fits: Bool) throws {
    let found = try messages(
      "adopted: 2026-09-15, review-every: 1 year, next-review: \(next)", on: "2026-11-28")
    #expect(
      found
        == (fits
          ? [] : ["review-dates: the next review of 'devices' does not fit a review every year"]))
  }

  @Test(arguments: [
    ("2026-11-28", []),
    (
      "2026-11-29",
      ["adopted-in-future: 'devices' is adopted on 29 November 2026, which is still to come"]
    ),
  ])
  func `what is adopted today is adopted`(adopted: String, expected: [String]) throws {
    #expect(
      try messages("adopted: \(adopted), review-every: 1 year", on: "2026-11-28") == expected)
  }

  @Test(arguments: [
    ("2026-11-28", []),
    (
      "2026-11-27",
      ["addendum-ended: 'devices' ended on 27 November 2026 and is no longer published"]
    ),
  ])
  func `an addendum is there on its last day`(to: String, expected: [String]) throws {
    let found = try messages(
      "adopted: 2026-09-01, review-every: 1 year, from: 2026-09-01, to: \(to)", on: "2026-11-28")
    #expect(found.filter { $0.hasPrefix("addendum") } == expected)
  }

  @Test func `a review that was given without an adoption can be overdue`() throws {
    #expect(
      try messages("next-review: 2026-11-27", on: "2026-11-28") == [
        "review-overdue: the review of 'devices' was due on 27 November 2026, 1 day ago"
      ])
  }
}
