import FileStore
import Foundation
import Testing

@testable import trustwright

/// Calendars, read by a calendar reader that is not ours.
@Suite struct CalendarTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "read_calendar.py")

  /// Python with its calendar reader, where the machine has both.
  private static let python: String? = {
    guard let python = Subprocess.find("python3"),
      let outcome = try? Subprocess.run(python, ["-c", "import icalendar"], seconds: 30),
      outcome.succeeded
    else { return nil }
    return python
  }()

  @Test(.enabled(if: python != nil, "python3 with icalendar is not installed"))
  func `each review is a day, with an alarm six weeks before`() throws {
    let trust = try HoltTrust()
    try trust.run("build", "--as-of", "2026-06-01")
    let python = try #require(Self.python)
    func read(_ name: String) throws -> [String] {
      let outcome = try Subprocess.run(
        python, [Self.script.path, trust.path("Output/site/\(name)").path], seconds: 60)
      #expect(outcome.succeeded, "\(outcome.errors)")
      return String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    #expect(
      try read("alder/reviews.ics") == [
        "name Reviews at Alder School",
        "2026-09-16 2026-09-17 [-42] Review due: Acceptable use policy, Alder School",
        "2026-09-16 2026-09-17 [-42] Review due: Visits policy, Alder School",
      ])
    #expect(try read("reviews.ics").count == 7)
  }
}
