import Foundation
import Testing

/// A build that is killed leaves every school whole, old or new, and the next one ends as a clean build does.
///
/// `TRUSTWRIGHT_KILLS=1000 TRUSTWRIGHT_PROGRAM=… swift test --filter KillTests` tries it often;
/// Tests/Hostile/run does that with a release build.
@Suite struct KillTests {
  private static let trials =
    ProcessInfo.processInfo.environment["TRUSTWRIGHT_KILLS"].flatMap { Int($0) } ?? 12
  private static let seed =
    ProcessInfo.processInfo.environment["TRUSTWRIGHT_SEED"].flatMap { UInt64($0) } ?? 7

  @Test func `a killed build loses nothing`() throws {
    var choice = Seeded(Self.seed)
    var trust = try MiniTrust(schools: (1...12).map { "school-\($0)" })
    defer { trust.remove() }
    let time = try Self.timeOfBuild(trust)
    var killed = 0
    for trial in 1...Self.trials {
      for slug in trust.schools.keys { trust.schools[slug]?.number = trial + 1 }
      EditTests.edit(&trust, &choice)
      try trust.write()
      let process = try BuildRun.start(trust.arguments("build"))
      usleep(UInt32(Double.random(in: 0...1.1, using: &choice) * time * 1_000_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      Self.checkWhole(trust, trial)
      // Every other trial kills a build on top of one that was killed already.
      guard trial % 2 == 0 else { continue }
      let next = try BuildRun.start(trust.arguments("build"))
      next.waitUntilExit()
      #expect(next.terminationStatus == 0, "seed \(Self.seed), trial \(trial)")
      let difference = BuildRun.difference(
        BuildRun.files(trust.output), try Self.cleanBuild(trust))
      #expect(difference.isEmpty, "seed \(Self.seed), trial \(trial): \(difference)")
      #expect(BuildRun.staged(trust.output).isEmpty)
    }
    print("\(Self.trials) builds were started, \(killed) of them killed before their end")
    #expect(killed > Self.trials / 4)
  }

  @Test func `a school that was half taken away when a build was killed does not come back`() throws
  {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    // As the kill leaves it: the folder out of the site, some of its pages gone.
    let staged = trust.output.appending(path: ".trustwright/staging/ash@gone")
    let site = trust.output.appending(path: "site/ash")
    try FileManager.default.moveItem(at: site, to: staged)
    try FileManager.default.removeItem(at: staged.appending(path: "conduct.html"))
    try Data("mine".utf8).write(to: staged.appending(path: "note.txt"))
    trust.schools["ash"] = nil
    // An error stops the next build before it writes anything.
    let vocabulary = try String(
      contentsOf: trust.root.appending(path: "Templates/vocabulary.yaml"), encoding: .utf8)
    try trust.put(vocabulary + "nonsense: yes\n", "Templates/vocabulary.yaml")
    try trust.write()
    #expect(try BuildRun.build(trust) == 1)
    // A file of somebody else's is put back, and nothing besides.
    #expect(try FileManager.default.contentsOfDirectory(atPath: site.path) == ["note.txt"])
    try FileManager.default.removeItem(at: site)
    try trust.put(vocabulary, "Templates/vocabulary.yaml")
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
    #expect(BuildRun.staged(trust.output).isEmpty)
  }

  private static func timeOfBuild(_ trust: MiniTrust) throws -> Double {
    let start = Date()
    try BuildRun.start(trust.arguments("build")).waitUntilExit()
    return Date().timeIntervalSince(start)
  }

  private static func cleanBuild(_ trust: MiniTrust) throws -> [String: Data] {
    let output = trust.root.appending(path: "Clean")
    defer { try? FileManager.default.removeItem(at: output) }
    try BuildRun.start(trust.arguments("build", output: output)).waitUntilExit()
    return BuildRun.files(output)
  }

  /// Every page is whole, and all pages of a school are of one build.
  private static func checkWhole(_ trust: MiniTrust, _ trial: Int) {
    var numbers: [Substring: Set<String>] = [:]
    for (name, data) in BuildRun.files(trust.output) {
      let text = String(decoding: data, as: UTF8.self)
      if name.hasSuffix(".html"), !name.contains("/fragments/") {
        #expect(text.contains("</html>"), "seed \(seed), trial \(trial): \(name) is not whole")
      }
      let parts = name.split(separator: "/")
      guard parts.count > 2, parts[0] == "site", parts[1] != "trust", parts[1] != "data" else {
        continue
      }
      for match in text.matches(of: /number ([0-9]+) School/) {
        numbers[parts[1], default: []].insert(String(match.1))
      }
    }
    for (school, seen) in numbers {
      #expect(
        seen.count == 1, "seed \(seed), trial \(trial): \(school) mixes builds \(seen.sorted())")
    }
  }
}
