import Foundation
import Testing

/// The same inputs make the same bytes, whoever builds them, where, and with what settings.
@Suite struct SameBytesTests {
  /// Builds in a process of its own, with settings of a shell before it; returns what was made.
  private static func build(
    _ trust: MiniTrust, _ settings: String, _ words: [String], _ output: String
  ) throws -> [String: Data] {
    let folder = trust.root.appending(path: output)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "\(settings) exec \"$@\"", "sh", BuildRun.program?.path ?? "no-program", "build"]
      + words
    process.currentDirectoryURL = trust.root
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(settings) \(words)")
    return BuildRun.files(folder)
  }

  private static let day = ["--as-of", "2026-11-21"]

  @Test(arguments: [
    "TZ=Pacific/Kiritimati;export TZ;", "TZ=Etc/GMT+12;export TZ;",
    "LANG=tr_TR.UTF-8;LC_ALL=tr_TR.UTF-8;export LANG LC_ALL;", "LC_ALL=C;export LC_ALL;",
    "umask 077;", "umask 0;", "HOME=/nowhere;USER=somebody;LOGNAME=x;export HOME USER LOGNAME;",
    "unset HOME USER LOGNAME PATH LANG TMPDIR;", "ulimit -n 64;", "NO_COLOR=1;export NO_COLOR;",
  ])
  func `settings of the machine change no byte`(settings: String) throws {
    let trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    let made = try Self.build(trust, settings, Self.day, "Output")
    #expect(!made.isEmpty)
    #expect(BuildRun.difference(made, try BuildRun.clean(trust)).isEmpty)
  }

  @Test
  func `neither the current folder, the paths, the order of making nor the jobs change a byte`()
    throws
  {
    let one = try MiniTrust(schools: ["ash", "beech", "cedar", "elm", "fir"])
    let other = try MiniTrust(schools: [])
    defer {
      one.remove()
      other.remove()
    }
    // The other folder has a longer path, and its files were made in the opposite order.
    var base = other.root.appending(path: "another place/ä b")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    let names = (FileManager.default.subpaths(atPath: one.root.path) ?? []).sorted()
    for name in names.reversed() {
      let url = base.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if let data = try? Data(contentsOf: one.root.appending(path: name)) {
        try data.write(to: url)
      }
    }
    let expected = try BuildRun.clean(one)
    base = base.resolvingSymlinksInPath()
    for (number, words) in [
      ["--jobs", "1"], ["--jobs", "7"], ["--schools", "\(base.path)/Schools"],
      ["--schools", "another place/../another place/ä b/Schools/"],
    ].enumerated() {
      let isInside = number < 2
      let folder = "another place/ä b"
      let process = try Self.build(
        other, isInside ? "cd '\(folder)';" : "",
        Self.day + words
          + (isInside
            ? ["--output", "Made-\(number)"]
            : ["--templates", "\(base.path)/Templates", "--output", "Made-\(number)"]),
        isInside ? "\(folder)/Made-\(number)" : "Made-\(number)")
      #expect(BuildRun.difference(process, expected).isEmpty, "\(words)")
    }
  }
}
