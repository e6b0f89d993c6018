import Foundation
import Testing

@testable import FileStore

/// What a build does when the machine fails it: it says so in plain words, and leaves whole what was there.
@Suite struct FailureTests {
  /// Runs the program, through a shell where something is to be set first.
  static func run(
    _ trust: MiniTrust, output: URL? = nil, limits: String = ":", _ more: [String] = []
  ) throws -> (status: Int32, said: String) {
    try run(words: trust.arguments("build", output: output) + more, limits: limits)
  }

  /// Runs the program with these words.
  static func run(words: [String], limits: String = ":") throws -> (status: Int32, said: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let program = BuildRun.program?.path ?? "no-program"
    process.arguments = ["-c", "\(limits); exec \"$@\"", "sh", program] + words
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(arguments: ["build", "status", "watch"])
  func `each folder that is not there is named at once`(command: String) throws {
    let trust = try MiniTrust(schools: [])
    defer { trust.remove() }
    for name in ["Schools", "Templates"] {
      try? FileManager.default.removeItem(at: trust.root.appending(path: name))
    }
    let (status, said) = try Self.run(words: trust.arguments(command))
    #expect(status == 1, "\(said)")
    for name in ["Schools", "Templates"] {
      #expect(
        said.contains(
          """
          error[missing-file]: this folder is needed and not there
            --> \(trust.root.appending(path: name).path)
             = start in the folder that holds Schools and Templates, or say with --schools and --templates where they are

          """), "\(said)")
    }
    #expect(!FileManager.default.fileExists(atPath: trust.output.path))
  }

  /// Runs a command of the system's and returns whether it did what it was to do.
  static func system(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Whether this user may mount a small file system; those tests are passed over elsewhere.
  static let mayMount: Bool = {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "trustwright-mount-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    guard system("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path) else {
      return false
    }
    return system("umount", folder.path)
  }()

  /// Takes a file system down, at once or as soon as no program that another test has started holds a file of it.
  static func unmount(_ path: String) {
    if !system("umount", path) { _ = system("umount", "-l", path) }
  }

  private static func withMount(
    _ trust: MiniTrust, _ options: String, _ body: (_ remount: (String) -> Bool) throws -> Void
  ) throws {
    let output = trust.output
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    try #require(system("mount", "-t", "tmpfs", "-o", options, "tmpfs", output.path))
    defer { unmount(output.path) }
    try body { system("mount", "-o", "remount,\($0)", output.path) }
  }

  // MARK: - Disks

  @Test(.enabled(if: mayMount, "only a user who may mount a file system can fill one"))
  func `a full disk stops the build, and every school is whole`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech", "cedar", "elm"])
    defer { trust.remove() }
    try Self.withMount(trust, "size=4m") { remount in
      #expect(try Self.run(trust).status == 0)
      let before = BuildRun.files(trust.output)
      for slug in trust.schools.keys { trust.schools[slug]?.number = 2 }
      trust.clause = String(repeating: "kindly and with care ", count: 2000)
      try trust.write()
      let used = try FileManager.default.attributesOfFileSystem(forPath: trust.output.path)
      let size = (used[.systemSize] as? Int ?? 0) - (used[.systemFreeSize] as? Int ?? 0)
      #expect(remount("size=\(size / 1024 + 150)k"))
      let (status, said) = try Self.run(trust)
      #expect(status == 3)
      #expect(said.contains("the disk is full"), "\(said)")
      #expect(said.contains("make room on the disk"), "\(said)")
      let after = BuildRun.files(trust.output)
      #expect(Set(after.keys) == Set(before.keys))
      for slug in trust.schools.keys {
        let pages = after.filter { $0.key.hasPrefix("site/\(slug)/") }
        let isOld = pages.allSatisfy { before[$0.key] == $0.value }
        let isNew = pages.filter { $0.key.hasSuffix(".html") }.allSatisfy {
          String(decoding: $0.value, as: UTF8.self).contains("number 2")
        }
        #expect(isOld || isNew, "\(slug) mixes two builds")
      }
      #expect(remount("size=16m"))
      #expect(try Self.run(trust).status == 0)
      #expect(
        BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
      #expect(BuildRun.staged(trust.output).isEmpty)
    }
  }

  @Test(.enabled(if: mayMount, "only a user who may mount a file system can use its inodes up"))
  func `no room for one more file is a full disk too`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try Self.withMount(trust, "size=4m,nr_inodes=30") { remount in
      let (status, said) = try Self.run(trust)
      #expect(status == 3)
      #expect(said.contains("the disk is full"), "\(said)")
      #expect(remount("nr_inodes=4000"))
      #expect(try Self.run(trust).status == 0)
      #expect(
        BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
    }
  }

  @Test(.enabled(if: mayMount, "only a user who may mount a file system can make it read-only"))
  func `a read-only disk is named, and nothing changes`() throws {
    var trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    try Self.withMount(trust, "size=4m") { remount in
      #expect(try Self.run(trust).status == 0)
      let before = BuildRun.files(trust.output)
      trust.schools["ash"]?.number = 2
      try trust.write()
      #expect(remount("ro"))
      let (status, said) = try Self.run(trust)
      #expect(status == 3)
      #expect(said.contains("the disk is read-only"), "\(said)")
      #expect(said.contains("nothing was written"), "\(said)")
      #expect(BuildRun.files(trust.output) == before)
    }
  }

  @Test(
    .enabled(if: mayMount, "only a user who may mount a file system can mount a part of the output")
  )
  func `an output that lies on two disks is named, and nothing is lost`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let site = trust.output.appending(path: "site")
    try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
    try #require(Self.system("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", site.path))
    do {
      defer { Self.unmount(site.path) }
      let (status, said) = try Self.run(trust)
      #expect(status == 3)
      #expect(said.contains("lies on another disk"), "\(said)")
      #expect(said.contains("on one disk with --output"), "\(said)")
    }
    #expect(try BuildRun.build(trust) == 0)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  // MARK: - Limits

  @Test func `a limit on the size of files is told in plain words`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let (status, said) = try Self.run(trust, limits: "ulimit -f 1")
    #expect(status == 3)
    #expect(said.contains("the system allows no larger file"), "\(said)")
    #expect(try BuildRun.build(trust) == 0)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `few files may be open`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    // Enough for the program to work in, and not for more.
    let (status, said) = try Self.run(trust, limits: "ulimit -n 32")
    #expect(status == 0, "\(said)")
    let (none, why) = try Self.run(
      trust, output: trust.root.appending(path: "Other"), limits: "ulimit -n 8")
    #expect(none == 3, "\(why)")
    #expect(why.contains("too many files are open"), "\(why)")
  }

  // MARK: - In the way

  @Test(arguments: ["site", "site/ash", ".trustwright"])
  func `a file where a folder should be is named and left`(name: String) throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    let url = trust.output.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: url)
    let (status, said) = try Self.run(trust)
    #expect(status == 3)
    #expect(said.contains("something that is no folder is in the way"), "\(said)")
    #expect(said.contains(url.path), "\(said)")
    #expect(try Data(contentsOf: url) == Data("mine".utf8))
  }

  @Test(arguments: ["site", "site/ash", "site/data", "central", ".trustwright"])
  func `a link in the output leads nowhere`(name: String) throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let manager = FileManager.default
    let outside = trust.root.appending(path: "Outside")
    try manager.createDirectory(at: outside, withIntermediateDirectories: true)
    let url = trust.output.appending(path: name)
    try manager.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try manager.createSymbolicLink(at: url, withDestinationURL: outside)
    let (status, said) = try Self.run(trust)
    #expect(status == 3, "\(said)")
    #expect(try manager.contentsOfDirectory(atPath: outside.path).isEmpty)
  }

  // MARK: - Two builds

  @Test func `a second build says who has the output, and waits`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    var store = try OutputStore.open(trust.output.path, waiting: { _ in }, isCancelled: { false })
    #expect(store != nil)
    let pipe = Pipe()
    let process = try BuildRun.start(trust.arguments("build"), errors: pipe)
    // The first words come while the lock is held.
    let words = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    #expect(words.contains("is being written by process \(getpid()); waiting"), "\(words)")
    #expect(process.isRunning)
    #expect(!FileManager.default.fileExists(atPath: trust.output.appending(path: "site/ash").path))
    store = nil
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `builds side by side end as one does`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    let builds = try (1...3).map { _ in try BuildRun.start(trust.arguments("build")) }
    for build in builds {
      build.waitUntilExit()
      #expect(build.terminationStatus == 0)
    }
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a build that is asked to end says what it leaves`(signal: Int32) throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    var store = try OutputStore.open(trust.output.path, waiting: { _ in }, isCancelled: { false })
    #expect(store != nil)
    let pipe = Pipe()
    let process = try BuildRun.start(trust.arguments("build"), errors: pipe)
    _ = pipe.fileHandleForReading.availableData
    let start = Date()
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(Date().timeIntervalSince(start) < 1)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(said.contains("stopped as you asked; nothing was written"), "\(said)")
    store = nil
  }
}
