import Foundation
import Testing

/// A disk that keeps whole seconds, as old ones and many memory sticks do: what changes twice in one second looks as if it
/// had changed once.
@Suite struct WholeSecondTests {
  /// Whether this user may make and mount a file system whose files have no more than whole seconds.
  static let mayMount: Bool = FailureTests.mayMount && FailureTests.system("mkfs.ext4", "-V")

  /// Puts a trust on such a disk, and takes it down at the end.
  private static func with(
    _ trust: MiniTrust, _ body: () throws -> Void
  ) throws {
    let path = trust.root.path
    let (aside, image) = (path + "-aside", path + ".image")
    defer {
      for name in [aside, image] { try? FileManager.default.removeItem(atPath: name) }
    }
    try FileManager.default.copyItem(atPath: path, toPath: aside)
    try #require(FailureTests.system("truncate", "-s", "24M", image))
    // Files have no room for more where what is kept of each is 128 bytes.
    try #require(FailureTests.system("mkfs.ext4", "-q", "-F", "-I", "128", image))
    guard FailureTests.system("mount", "-o", "loop", image, path) else {
      try Test.cancel("no image can be mounted here")
    }
    defer { FailureTests.unmount(path) }
    try #require(FailureTests.system("cp", "-a", aside + "/.", path))
    let written = path + "/second"
    try Data().write(to: URL(filePath: written))
    var info = stat()
    #expect(unsafe lstat(written, &info) == 0)
    #expect(info.st_ctim.tv_nsec == 0, "the disk keeps more than seconds")
    try body()
  }

  @Test(
    .enabled(if: mayMount, "only a user who may mount a file system can choose its kind"),
    arguments: [1, 2] as [UInt64])
  func `edits within one second are all seen`(seed: UInt64) throws {
    var choice = Seeded(seed &+ 40)
    var trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    try Self.with(trust) {
      try BuildRun.build(trust)
      for step in 1...14 {
        // Most changes keep the length of what they change.
        if step % 2 == 0 {
          EditTests.edit(&trust, &choice)
        } else {
          for slug in trust.schools.keys { trust.schools[slug]?.number = 2 + step % 7 }
        }
        try trust.write()
        try Self.harm(trust, step)
        #expect(try BuildRun.build(trust) == 0, "step \(step)")
        let difference = BuildRun.difference(
          BuildRun.files(trust.output).filter { !$0.key.contains(".edited") },
          try BuildRun.clean(trust))
        #expect(difference.isEmpty, "step \(step)")
      }
    }
  }

  /// Changes a letter of a page of the output in place, at every third step.
  private static func harm(_ trust: MiniTrust, _ step: Int) throws {
    let names = BuildRun.files(trust.output).keys.filter { $0.hasSuffix(".html") }.sorted()
    guard step % 3 == 0, !names.isEmpty else { return }
    let page = trust.output.appending(path: names[step % names.count])
    var bytes = try Data(contentsOf: page)
    bytes[bytes.count / 2] ^= 1
    let handle = try FileHandle(forWritingTo: page)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }
}
