import Foundation
import Testing

/// What the commands besides `build` say and leave when the machine fails them.
@Suite struct CommandFailureTests {
  /// A command that writes, and what it says of what it left.
  enum Task: String, CaseIterable, Sendable {
    case forms, bundle, diff, approve, new, cycle

    func words(_ trust: MiniTrust) -> [String] {
      let path = { (name: String) in trust.root.appending(path: name).path }
      let own: [String] =
        switch self {
        case .forms: ["ash", "visitor", "--roster", path("roster.csv")]
        case .bundle: ["ash"]
        case .diff: ["ash", "--from", path("Old"), "--format", "html"]
        case .approve: ["ash", "conduct", "--by", "Board", "--on", "2026-11-21"]
        case .new: ["elm", "--name", "Elm School", "--phase", "primary"]
        case .cycle: ["2027-28", "--write"]
        }
      let day = self == .approve || self == .new ? [] : ["--as-of", trust.day]
      return [
        rawValue, "--schools", path("Schools"), "--templates", path("Templates"), "--output",
        trust.output.path,
      ] + day + own
    }

    var kept: String {
      switch self {
      case .forms: "no pack was written; an earlier one is as it was"
      case .bundle: "files of the bundle are written; make it again"
      case .diff: "what is printed above was written, no more"
      case .approve: "no approval was recorded"
      case .new: "no manifest was written"
      case .cycle: "0 of 1 manifests are written; the others are as they were"
      }
    }

    /// The folder in Output that the command makes, for those that write there.
    var folder: String? {
      switch self {
      case .forms: "central/packs"
      case .bundle: "central/bundles"
      case .diff: "central/changes"
      case .approve, .new, .cycle: nil
      }
    }
  }

  /// A trust in which each of the commands has something to do.
  private static func trust() throws -> MiniTrust {
    var trust = try MiniTrust(schools: ["ash"])
    trust.schools["ash"]?.adopted = "2026-09-01"
    try trust.write()
    for name in ["Schools", "Templates"] {
      let old = trust.root.appending(path: "Old")
      try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: trust.root.appending(path: name), to: old.appending(path: name))
    }
    trust.clause = "otherwise"
    try trust.write()
    try trust.put("Name\nAda Okafor\n", "roster.csv")
    return trust
  }

  private static func run(
    _ task: Task, _ trust: MiniTrust, limits: String = ":"
  ) throws -> (status: Int32, said: String) {
    try FailureTests.run(words: task.words(trust), limits: limits)
  }

  @Test(arguments: Task.allCases)
  func `does its work where nothing is in its way`(task: Task) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let (status, said) = try Self.run(task, trust)
    #expect(status == 0, "\(said)")
  }

  @Test func `an approval of a day to come is recorded, and doubted`() throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let words = Task.approve.words(trust).map { $0 == "2026-11-21" ? "2199-11-21" : $0 }
    let (status, said) = try FailureTests.run(words: words)
    #expect(status == 0, "\(said)")
    #expect(
      said.contains(
        "warning: 21 November 2199 is still to come, and the approval counts from then on; if the day is wrong, delete \(trust.root.path)/Schools/ash/approvals/conduct-"
      ), "\(said)")
  }

  @Test(
    .enabled(if: FailureTests.mayMount, "only a user who may mount can make a folder read-only"),
    arguments: Task.allCases)
  func `a read-only disk is named, with what was and was not written`(task: Task) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let path = trust.root.path
    try #require(FailureTests.system("mount", "--bind", path, path))
    defer { FailureTests.unmount(path) }
    try #require(FailureTests.system("mount", "-o", "remount,ro,bind", path))
    let (status, said) = try Self.run(task, trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains("the disk is read-only"), "\(said)")
    #expect(said.contains(task.kept), "\(said)")
  }

  @Test(
    .enabled(if: FailureTests.mayMount, "only a user who may mount a file system can fill one"),
    arguments: Task.allCases)
  func `a full disk is named, and nothing half is left`(task: Task) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let path = trust.root.path
    let aside = path + "-aside"
    try FileManager.default.copyItem(atPath: path, toPath: aside)
    defer { try? FileManager.default.removeItem(atPath: aside) }
    try #require(FailureTests.system("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", path))
    defer { FailureTests.unmount(path) }
    try #require(FailureTests.system("cp", "-a", aside + "/.", path))
    // Folders take no room there, so what is full is full for files.
    _ = FailureTests.system("dd", "if=/dev/zero", "of=\(path)/filler", "bs=4096")
    let before = BuildRun.files(trust.root)
    let (status, said) = try Self.run(task, trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains("the disk is full"), "\(said)")
    #expect(said.contains("make room on the disk"), "\(said)")
    #expect(said.contains(task.kept), "\(said)")
    #expect(BuildRun.files(trust.root) == before)
    try FileManager.default.removeItem(atPath: path + "/filler")
    let (again, why) = try Self.run(task, trust)
    #expect(again == 0, "\(why)")
  }

  @Test(arguments: Task.allCases.filter { $0.folder != nil })
  func `a file where its folder should be is named and left`(task: Task) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let name = try #require(task.folder)
    try trust.put("mine", "Output/\(name)")
    let (status, said) = try Self.run(task, trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains("something that is no folder is in the way"), "\(said)")
    #expect(said.contains(trust.output.appending(path: name).path), "\(said)")
    #expect(said.contains(task.kept), "\(said)")
    let data = try Data(contentsOf: trust.output.appending(path: name))
    #expect(data == Data("mine".utf8))
  }

  @Test func `a folder where a pack should be is named and left`() throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    try trust.put("mine", "Output/central/packs/ash-visitor.html/note.txt")
    let (status, said) = try Self.run(.forms, trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains("ash-visitor.html: it is no file"), "\(said)")
    let left = BuildRun.files(trust.output)
    #expect(left == ["central/packs/ash-visitor.html/note.txt": Data("mine".utf8)])
  }

  // MARK: - Links

  @Test(arguments: Task.allCases.filter { $0.folder != nil }, [false, true])
  func `a link inside the output leads nowhere`(task: Task, isAbove: Bool) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let name = isAbove ? "central" : try #require(task.folder)
    let outside = trust.root.appending(path: "Outside")
    let link = trust.output.appending(path: name)
    for folder in [outside, link.deletingLastPathComponent()] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
    let (status, said) = try Self.run(task, trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains(link.path), "\(said)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
  }

  @Test(arguments: ["Schools/ash/approvals", "Schools/ash"])
  func `a link out of the manifests takes no approval`(name: String) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let outside = trust.root.appending(path: "Outside")
    let link = trust.root.appending(path: name)
    if name.hasSuffix("ash") {
      try FileManager.default.moveItem(at: link, to: outside)
    } else {
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    }
    let before = BuildRun.files(outside)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
    let (status, said) = try Self.run(.approve, trust)
    #expect(status != 0, "\(said)")
    #expect(BuildRun.files(outside) == before)
  }

  // MARK: - Few files

  @Test(arguments: [["build"], ["check"], ["status"], ["bundle", "ash"]])
  func `too many open files are the machine's fault`(command: [String]) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    var failures = 0
    for limit in 4...16 {
      let words =
        [
          command[0], "--schools", trust.root.appending(path: "Schools").path, "--templates",
          trust.root.appending(path: "Templates").path, "--output", trust.output.path,
        ] + command.dropFirst()
      let (status, said) = try FailureTests.run(words: words, limits: "ulimit -n \(limit)")
      #expect(status == 0 || status == 3, "\(limit) files: \(said)")
      guard status == 3 else { continue }
      failures += 1
      // What `check` finds is its answer, and not said.
      guard command != ["check"] else { continue }
      #expect(said.contains("too many files are open"), "\(said)")
      #expect(said.contains("ulimit -n"), "\(said)")
    }
    #expect(failures > 0)
    #expect(try FailureTests.run(trust).status == 0)
    let made = BuildRun.files(trust.output).filter { !$0.key.hasPrefix("central/bundles") }
    #expect(BuildRun.difference(made, try BuildRun.clean(trust)).isEmpty)
  }

  @Test(
    .enabled(
      if: geteuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"),
      "the superuser may read everything"))
  func `a school that may not be read stays in every list`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    let other =
      geteuid() != 0 ? ":" : "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\""
    let manager = FileManager.default
    try manager.createDirectory(at: trust.output, withIntermediateDirectories: true)
    try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: trust.output.path)
    let first = try FailureTests.run(trust, limits: other)
    #expect(first.status == 0, "\(first.said)")
    let before = BuildRun.files(trust.output)
    trust.schools["beech"]?.number = 2
    try trust.write()
    let manifest = trust.root.appending(path: "Schools/ash/school.yaml").path
    try manager.setAttributes([.posixPermissions: 0o000], ofItemAtPath: manifest)
    let (status, said) = try FailureTests.run(trust, limits: other)
    #expect(status == 3, "\(said)")
    #expect(said.contains("you have no permission"), "\(said)")
    #expect(said.contains("1 of 2 schools are up to date"), "\(said)")
    let after = BuildRun.files(trust.output)
    let changed = after.filter { before[$0.key] != $0.value }.keys
    #expect(!changed.isEmpty && changed.allSatisfy { $0.hasPrefix("site/beech/") }, "\(changed)")
    try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: manifest)
    let last = try FailureTests.run(trust, limits: other)
    #expect(last.status == 0, "\(last.said)")
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test(arguments: [
    ("con", "on Windows it is the name of a device", "'con-school'"),
    ("trust", "the site has pages of that name", "choose another name"),
    ("data", "the site has pages of that name", "choose another name"),
    ("Elm", "cannot be a school's folder", "did you mean 'elm'?"),
  ])
  func `no school is called as a device of Windows, or as the site's own pages`(
    slug: String, problem: String, help: String
  ) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let words = Task.new.words(trust).map { $0 == "elm" ? slug : $0 }
    let (status, said) = try FailureTests.run(words: words)
    #expect(status == 2, "\(said)")
    #expect(said.contains(problem), "\(said)")
    #expect(said.contains(help), "\(said)")
  }

  // MARK: - What kills leave

  /// The number of a process that is gone.
  private static func goneProcess() throws -> Int32 {
    let process = try Process.run(URL(filePath: "/bin/sh"), arguments: ["-c", ":"])
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test(arguments: [
    (Task.forms, "Output/central/packs/other-form.html"),
    (.bundle, "Output/central/bundles/ash-2026-01-01/index.html"),
    (.diff, "Output/central/changes/oak.html"), (.approve, "Schools/ash/approvals/a-1.yaml"),
    (.new, "Schools/elm/school.yaml"), (.cycle, "Schools/ash/school.yaml"),
  ])
  func `a draft that a kill left goes with the next run, one that is being written stays`(
    task: Task, name: String
  ) throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let left = "\(name).trustwright-\(try Self.goneProcess())"
    try trust.put("half", left)
    let living = "\(name).trustwright-\(getpid())"
    if task != .new { try trust.put("half", living) }
    let (status, said) = try Self.run(task, trust)
    #expect(status == 0, "\(said)")
    let manager = FileManager.default
    #expect(!manager.fileExists(atPath: trust.root.appending(path: left).path))
    #expect(
      task == .new || manager.fileExists(atPath: trust.root.appending(path: living).path))
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"),
      "only where the system can be asked for it"))
  func `an engine does not outlive a build that is killed`() throws {
    let trust = try Self.trust()
    defer { trust.remove() }
    let note = trust.root.appending(path: "engine.pid").path
    try trust.put("#!/bin/sh\necho $$ > '\(note)'\nexec sleep 60\n", "bin/weasyprint")
    let bin = trust.root.appending(path: "bin").path
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: bin + "/weasyprint")
    let build = Process()
    build.executableURL = BuildRun.program
    build.arguments = trust.arguments("build") + ["--pdf", "--pdf-engine", "weasyprint"]
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = bin + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    build.environment = environment
    build.standardError = FileHandle.nullDevice
    build.standardOutput = FileHandle.nullDevice
    try build.run()
    defer { build.terminate() }
    var engine: Int32?
    for _ in 0..<600 where engine == nil {
      usleep(50_000)
      let text = (try? String(contentsOfFile: note, encoding: .utf8)) ?? ""
      engine = text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
    }
    let process = try #require(engine, "the engine was not started")
    defer { kill(process, SIGKILL) }
    kill(build.processIdentifier, SIGKILL)
    build.waitUntilExit()
    // Its parent is gone, so nobody may have asked yet how it ended.
    var isGone = false
    for _ in 0..<200 where !isGone {
      usleep(50_000)
      let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      isGone = state?.contains(") Z ") ?? true
    }
    #expect(isGone)
  }
}
