import Configuration
import Foundation
import Testing

@testable import Publishing

/// What is written in pieces has the bytes of what is written at once.
@Suite struct ReviewFilesTests {
  private static let reviews = (0..<7).map { number in
    Review(
      school: "school-\(number)", shortName: "School \(number)", document: "policy",
      title: number == 3 ? "A, \"quoted\" title" : "Policy",
      adopted: number == 5 ? nil : CalendarDate("2026-09-0\(number + 1)"),
      day: CalendarDate(dayNumber: 20_000 + number))
  }

  private static func files(_ count: Int, batch: Int) -> [String] {
    ReviewFiles(
      reviews: reviews, order: Array((0..<count).reversed()), calendar: "Reviews", batch: batch
    ).files(named: ["j", "t", "c"]).map { String(decoding: $0.whole.bytes, as: UTF8.self) }
  }

  @Test(arguments: [0, 1, 6, 7], [1, 2, 3, 7]) func `pieces make the whole`(
    count: Int, batch: Int
  ) throws {
    let files = Self.files(count, batch: batch)
    #expect(files == Self.files(count, batch: 100))
    let json = try JSONSerialization.jsonObject(with: Data(files[0].utf8)) as? [String: Any]
    let rows = try #require(json?["reviews"] as? [[String: Any]])
    #expect(rows.map { $0["school"] as? String } == (0..<count).reversed().map { "school-\($0)" })
    #expect(files[1].split(separator: "\r\n").count == count + 1)
    #expect(files[2].matches(of: /BEGIN:VEVENT\r\n/).count == count - (count > 5 ? 1 : 0))
    #expect(files[2].hasSuffix("END:VCALENDAR\r\n"))
  }
}
