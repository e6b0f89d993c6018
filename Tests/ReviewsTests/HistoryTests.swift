import Configuration
import Diagnostics
import Foundation
import Reviews
import Testing

@testable import trustwright

/// Three cycles of a small trust, held against what was recorded of them by hand.
@Suite struct HistoryTests {
  /// Each change as `document | kind | section or path | causes | schools`.
  private func lines(_ schools: [SchoolDifference]) -> Set<String> {
    Set(
      ChangeGroup.groups(schools).map { group in
        let change = group.change
        return [
          group.document, change.kind.rawValue,
          change.path.isEmpty ? change.section : change.path,
          change.causes.map(\.rawValue).joined(separator: ", "),
          group.schools.map(\.slug).joined(separator: " "),
        ].joined(separator: " | ")
      })
  }

  @Test func `three cycles`() throws {
    let trust = try HoltTrust()

    // The first cycle: everything is approved on one day but Cedar's visits, which nobody records.
    for school in ["alder", "birch", "cedar"] {
      try trust.approve(school, "use", on: "2025-09-16")
      if school != "cedar" { try trust.approve(school, "visits", on: "2025-09-16") }
    }
    #expect(Set(try trust.states("2025-10-01").values) == ["current"])
    // The ninetieth day before 16 September 2026 is 18 June; the day itself is not overdue.
    #expect(try trust.states("2026-06-17")["alder/use"] == "current")
    #expect(try trust.states("2026-06-18")["alder/use"] == "due within 90 days")
    #expect(try trust.states("2026-09-16")["alder/use"] == "due within 90 days")
    #expect(try trust.states("2026-09-17")["alder/use"] == "overdue")
    #expect(try trust.states("2026-09-17")["alder/pupil"] == "overdue")
    #expect(try lines(trust.changes(since: ".", "2026-06-01")).isEmpty)

    // The second: the trust rewords, cites the new Act, chooses a longer PIN; its officer changes;
    // Birch decides otherwise about devices.
    try trust.keep(as: "first")
    try trust.edit(
      "Templates/policies/visits.md", "Every visit is planned", "Every visit is planned and insured"
    )
    try trust.edit("Templates/policies/use.md", "law:dpa)", "law:new-dpa)")
    try trust.edit("Schools/trust.yaml", "pin-length: 6", "pin-length: 8")
    try trust.edit("Schools/trust.yaml", "Ms D One", "Mr D Two")
    try trust.edit("Schools/birch/school.yaml", "handed-in", "not-allowed")
    let day = "2026-09-01"
    #expect(
      try lines(trust.changes(since: "first", day)) == [
        "visits | wording changed | Visits | trust wording | alder birch cedar",
        "use | wording changed | Data | law | alder birch cedar",
        "use | wording changed | Devices | trust choice | alder birch cedar",
        "use | choice changed | rules.pin-length | trust choice | alder birch cedar",
        "use | fact changed | leads.dpo.name | trust choice | alder birch cedar",
        "use | wording changed | Devices | school choice | birch",
        "use | choice changed | rules.devices | school choice | birch",
        "pupil | wording changed |  | school choice | birch",
        "pupil | choice changed | rules.devices | school choice | birch",
      ])
    var states = try trust.states(day)
    #expect(states["alder/use"] == "text changed since approval")
    #expect(states["alder/visits"] == "text changed since approval")
    #expect(states["cedar/visits"] == "due within 90 days")
    #expect(states["alder/pupil"] == "due within 90 days")
    #expect(states["birch/pupil"] == "text changed since approval")
    #expect(states["birch/staff"] == "due within 90 days")
    #expect(try trust.codes(day).contains(.changedSinceApproval))

    // Alder and Birch approve; Cedar bumps the date and records nothing.
    for school in ["alder", "birch", "cedar"] {
      try trust.edit("Schools/\(school)/school.yaml", "version: 1\n", "version: 2\n")
    }
    #expect(try trust.states(day)["alder/use"] == "text changed since approval")
    for school in ["alder", "birch"] { try trust.approve(school, "use", on: "2026-09-15") }
    #expect(try trust.states("2026-10-01")["alder/use"] == "current")
    #expect(try trust.states("2026-10-01")["birch/pupil"] == "current")
    #expect(try !trust.codes("2026-10-01").contains(.unrecordedAdoption))
    try trust.edit(
      "Schools/cedar/school.yaml", "adopted: 2025-09-16        #", "adopted: 2026-09-15        #")
    #expect(try trust.codes("2026-10-01").contains(.unrecordedAdoption))
    #expect(try trust.states("2026-10-01")["cedar/use"] == "text changed since approval")
    #expect(try trust.run("build", "--school", "cedar", "--as-of", "2026-10-01") == .wrongInput)

    // The third: sections change places, one comes first, a document goes and one is never adopted.
    try trust.approve("cedar", "use", on: "2026-09-15")
    try trust.keep(as: "second")
    let use = try trust.text("Templates/policies/use.md")
    let parts = use.components(separatedBy: "\n# ")
    try #require(parts.count == 4)
    try trust.write(
      "Templates/policies/use.md",
      [
        parts[0], "Why {#why}\n\nSo that everybody knows.\n", parts[1], parts[3] + "\n", parts[2],
      ].joined(separator: "\n# "))
    try trust.edit(
      "Schools/alder/school.yaml", "visits: {adopted: 2025-09-16, version: 1}", "visits: no")
    try trust.write(
      "Templates/policies/trips.md",
      "---\ntitle: Trips policy\nkind: policy\n---\n\n# Trips {#trips}\n\nTrips are planned.\n")
    #expect(
      try lines(trust.changes(since: "second", "2026-11-01")) == [
        "use | section added | Why | trust wording | alder birch cedar",
        "use | added | Why | trust wording | alder birch cedar",
        "use | renumbered | Devices | trust wording | alder birch cedar",
        "use | moved | Data | trust wording | alder birch cedar",
        "visits | document removed |  | school choice | alder",
        "trips | document added |  | trust wording | alder birch cedar",
      ])
    states = try trust.states("2026-11-01")
    #expect(states["alder/trips"] == "never adopted")
    #expect(states["alder/use"] == "text changed since approval")
    #expect(states["alder/visits"] == nil)
    #expect(states["alder/staff"] == "current")

    // A new version of the same text waits for its approval.
    try trust.edit(
      "Schools/birch/school.yaml", "visits: {adopted: 2025-09-16, version: 1}",
      "visits: {adopted: 2025-09-16, version: 2}")
    try trust.edit("Templates/policies/visits.md", " and insured", "")
    #expect(try trust.states("2026-11-01")["birch/visits"] == "awaiting approval")
  }

  @Test func `what counts as text`() throws {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    func state() throws -> String? { try trust.states("2025-10-01")["alder/use"] }
    // Layout does not count: how lines are broken, what the page looks like, where a paragraph stands in the file.
    try trust.edit("Templates/policies/use.md", "We keep to the", "We   keep\nto the")
    try trust.edit("Templates/site/document.html", "<h1", "<h1 data-new=\"1\"")
    #expect(try state() == "current")
    // A figure and a stop do.
    try trust.edit("Schools/trust.yaml", "pin-length: 6", "pin-length: 7")
    #expect(try state() == "text changed since approval")
    try trust.edit("Schools/trust.yaml", "pin-length: 7", "pin-length: 6")
    try trust.edit("Templates/policies/use.md", "to school.\n", "to school!\n")
    #expect(try state() == "text changed since approval")
    try trust.edit("Templates/policies/use.md", "to school!\n", "to school.\n")
    // A name is a fact: noted, unless the trust wants it approved.
    try trust.edit("Schools/trust.yaml", "Clearview", "Farview")
    #expect(try state() == "current")
    #expect(try trust.codes("2025-10-01").contains(.factChanged))
    try trust.write(
      "Schools/trust.yaml", trust.text("Schools/trust.yaml") + "\nchanged-facts: approved\n")
    #expect(try state() == "text changed since approval")
  }
}
