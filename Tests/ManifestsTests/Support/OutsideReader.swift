import Foundation
import Manifests
import TestSupport

/// A YAML reader that is not ours, in Python, which is asked about many documents at once.
enum OutsideReader {
  /// A document and what we make of it.
  struct Question: Encodable {
    var name: String
    var text: String
    var tree: Tree
  }

  /// A value as JSON: text, list, or a list of pairs.
  enum Tree: Encodable {
    case text(String)
    case list([Tree])
    case pairs([(String, Tree)])

    init(_ node: Node) {
      switch node.content {
      case .none: self = .text("")
      case .scalar(let scalar): self = .text(scalar.text)
      case .sequence(let items): self = .list(items.map(Tree.init))
      case .mapping(let entries): self = .pairs(entries.map { ($0.key, Tree($0.value)) })
      }
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .text(let text):
        var container = encoder.singleValueContainer()
        try container.encode(text)
      case .list(let items):
        var container = encoder.unkeyedContainer()
        for item in items { try container.encode(item) }
      case .pairs(let pairs):
        // An object with one member, so that a mapping differs from a list of pairs.
        var container = encoder.container(keyedBy: Key.self)
        var members = container.nestedUnkeyedContainer(forKey: .pairs)
        for (key, value) in pairs {
          var pair = members.nestedUnkeyedContainer()
          try pair.encode(key)
          try pair.encode(value)
        }
      }
    }

    private enum Key: String, CodingKey { case pairs }
  }

  /// What the script answers.
  struct Answer: Decodable {
    struct Difference: Decodable {
      var name: String
      var text: String
      var ours: String
      var theirs: String
    }

    var reader: String
    /// How many documents both read the same.
    var same: Int
    /// How many the reader refuses for a reason that is known to be its own.
    var excused: Int
    var differences: [Difference]
  }

  /// The Python to use; a virtual environment can be named in `TRUSTWRIGHT_PYTHON`.
  private static let python = ProcessInfo.processInfo.environment["TRUSTWRIGHT_PYTHON"] ?? "python3"
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "read_yaml.py").path

  /// Whether Python and one of the readers are on this machine.
  static let isAvailable = (try? run(["--check"], input: Data())) != nil

  /// Asks about documents; the answer names the differences.
  static func compare(_ questions: [Question]) throws -> Answer {
    try JSONDecoder().decode(Answer.self, from: run([], input: JSONEncoder().encode(questions)))
  }

  private struct Failure: Error {
    var status: Int32
  }

  private static func run(_ arguments: [String], input: Data) throws -> Data {
    let folder = try TestFolder("reader")
    defer { folder.remove() }
    // Files, because a pipe that nobody empties stops both sides.
    let inputFile = folder.path("input")
    let outputFile = folder.path("output")
    try input.write(to: inputFile)
    try Data().write(to: outputFile)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script] + arguments
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    return try Data(contentsOf: outputFile)
  }
}
