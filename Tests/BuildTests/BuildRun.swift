import Foundation
import Testing

@testable import trustwright

/// Runs of the program over a mini trust, in this process or as a process of its own.
enum BuildRun {
  /// Builds in this process; returns the exit status.
  @discardableResult
  static func build(_ trust: MiniTrust, output: URL? = nil, _ more: [String] = []) throws -> Int32 {
    let words = trust.arguments("build", output: output) + more
    let arguments = try Arguments.parse(words)
    return try Main.run(arguments, Terminal()).rawValue
  }

  /// Builds into a new folder, as if nothing had ever been built; returns what it made.
  static func clean(_ trust: MiniTrust) throws -> [String: Data] {
    let output = trust.root.appending(path: "Clean-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    try build(trust, output: output)
    return files(output)
  }

  /// All files in an output folder, without what the program keeps for itself.
  static func files(_ output: URL) -> [String: Data] {
    var result: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: output.path)
    while let name = names?.nextObject() as? String {
      if name == ".trustwright" {
        names?.skipDescendants()
        continue
      }
      let url = output.appending(path: name)
      if let data = try? Data(contentsOf: url) { result[name] = data }
    }
    return result
  }

  /// The names in the staging folder, where nothing may stay.
  static func staged(_ output: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(
      atPath: output.appending(path: ".trustwright/staging").path)) ?? []
  }

  /// What two outputs differ in, in words; empty where they are the same.
  static func difference(_ found: [String: Data], _ expected: [String: Data]) -> String {
    Set(found.keys).union(expected.keys).sorted().compactMap { name in
      switch (found[name], expected[name]) {
      case (nil, _): "\(name) is missing"
      case (_, nil): "\(name) is too many"
      case (let one?, let other?): one == other ? nil : "\(name) differs"
      }
    }.joined(separator: "; ")
  }

  /// The program, as the package built it beside these tests.
  static var program: URL? {
    if let named = ProcessInfo.processInfo.environment["TRUSTWRIGHT_PROGRAM"] {
      return URL(filePath: named)
    }
    let folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [folder, root.appending(path: ".build/debug")].map { $0.appending(path: "trustwright") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Starts the program with these arguments.
  static func start(_ arguments: [String], errors: Any? = FileHandle.nullDevice) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }
}
