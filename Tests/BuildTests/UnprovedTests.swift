import Foundation
import Testing

/// Pages of some schools are made while the templates are still proved: none may be put in place where a proof fails.
@Suite struct UnprovedTests {
  /// More schools than wait in memory.
  private static let slugs = (1...20).map { "school-\($0)" }

  @Test(arguments: ["1", "2", "3"])
  func `a proof that fails leaves every page as it was`(jobs: String) throws {
    var trust = try MiniTrust(schools: Self.slugs)
    defer { trust.remove() }
    #expect(try BuildRun.build(trust, ["--jobs", jobs]) == 0)
    let before = BuildRun.files(trust.output)
    #expect(before.count > Self.slugs.count)

    // No school need have a telephone number.
    let good = trust.wording.conduct
    trust.wording.conduct = "Ring {{ school.phone }}."
    for slug in Self.slugs { trust.schools[slug]?.number += 1 }
    try trust.writeTemplates()
    try trust.write()
    #expect(try BuildRun.build(trust, ["--jobs", jobs]) == 1)
    #expect(BuildRun.difference(BuildRun.files(trust.output), before).isEmpty)
    #expect(BuildRun.staged(trust.output).isEmpty)

    trust.wording.conduct = good
    try trust.writeTemplates()
    try trust.write()
    #expect(try BuildRun.build(trust, ["--jobs", jobs]) == 0)
    let after = BuildRun.files(trust.output)
    #expect(!BuildRun.difference(after, before).isEmpty)
    #expect(BuildRun.difference(after, try BuildRun.clean(trust)).isEmpty)
  }

  @Test(arguments: ["1", "2"])
  func `a proof that fails makes nothing where nothing was`(jobs: String) throws {
    var trust = try MiniTrust(schools: Self.slugs)
    defer { trust.remove() }
    trust.wording.conduct = "Ring {{ school.phone }}."
    try trust.writeTemplates()
    #expect(try BuildRun.build(trust, ["--jobs", jobs]) == 1)
    #expect(BuildRun.files(trust.output).isEmpty)
    #expect(BuildRun.staged(trust.output).isEmpty)
  }
}
