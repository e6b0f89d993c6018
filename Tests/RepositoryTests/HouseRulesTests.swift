import Foundation
import Testing

/// The rules of the house that no compiler checks.
@Suite struct HouseRulesTests {
  /// What each room may import of the others; the direction of data has no way back.
  private static let below: [String: Set<String>] = [
    "Bytes": [],
    "Cores": [],
    "Diagnostics": ["Bytes"],
    "Manifests": ["Diagnostics"],
    "Configuration": ["Diagnostics", "Manifests"],
    "Templating": ["Configuration", "Cores", "Diagnostics", "Manifests"],
    "Documents": ["Bytes", "Configuration", "Diagnostics", "Templating"],
    "Reviews": ["Configuration", "Diagnostics", "Documents", "Manifests", "Templating"],
    "Publishing": [
      "Bytes", "Configuration", "Diagnostics", "Documents", "Manifests", "Reviews", "Templating",
    ],
    "FileStore": ["Bytes"],
    "trustwright": [
      "Bytes", "Configuration", "Cores", "Diagnostics", "Documents", "FileStore", "Manifests",
      "Publishing", "Reviews", "Templating",
    ],
  ]

  /// Modules of the toolchain, and the rooms that may use them.
  private static let toolchain: [String: Set<String>] = [
    "Glibc": ["FileStore"], "Musl": ["FileStore"], "Darwin": ["FileStore"],
    "Dispatch": ["Cores", "FileStore", "trustwright"],
    "Synchronization": ["Cores", "FileStore", "trustwright"],
  ]

  @Test func `rooms are those of the plan`() throws {
    #expect(try Set(Repository.names(in: "Sources")) == Set(Self.below.keys))
  }

  @Test func `imports go downwards only`() throws {
    for file in try Repository.swiftFiles(in: "Sources") {
      let room = file.path.split(separator: "/")[1]
      for name in file.imports {
        let isRoom = Self.below[String(room)]?.contains(name) ?? false
        let isSystem = Self.toolchain[name]?.contains(String(room)) ?? false
        #expect(isRoom || isSystem, "\(file.path) imports \(name)")
      }
    }
  }

  @Test func `no package is named`() throws {
    let manifest = try Repository.text("Package.swift")
    #expect(!manifest.contains(".package("))
  }

  @Test func `nothing is left for later and nothing can trap by its own wish`() throws {
    let words = ["TODO", "FIXME", "fatalError(", "try!", "as!", "preconditionFailure("]
    for file in try Repository.swiftFiles(in: "Sources") {
      for word in words {
        #expect(!file.text.contains(word), "\(file.path) has \(word)")
      }
    }
  }

  @Test func `the top level is the agreed one`() throws {
    let agreed: Set<String> = [
      "Package.swift", "Sources", "Tests", "Schools", "Templates", "Output", "README.md", "LICENSE",
      "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Docs", "Benchmarks",
      ".ci", ".gitignore", ".swift-format", ".gitattributes", ".editorconfig",
    ]
    let found = try Repository.names(in: "").filter {
      !$0.hasPrefix(".build") && $0 != ".git" && $0 != "Package.resolved"
    }
    #expect(Set(found).isSubset(of: agreed), "\(Set(found).subtracting(agreed))")
  }

  @Test func `no file is too long to find one's way in`() throws {
    for file in try Repository.swiftFiles(in: "Sources") {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 500, "\(file.path) has \(lines) lines")
    }
  }

  @Test func `names of the vocabulary are not in the program`() throws {
    // A sample of ids that only the sample vocabulary knows.
    let ids = ["acceptable-use", "byod", "remote-learning", "\"dsl\"", "lado", "data-lead"]
    for file in try Repository.swiftFiles(in: "Sources") {
      let code = file.text.split(separator: "\n").filter {
        !$0.drop { $0 == " " }.hasPrefix("//")
      }.joined(separator: "\n")
      for id in ids where !Self.mayNameExamples(file.path) {
        #expect(!code.contains(id), "\(file.path) names \(id)")
      }
    }
  }

  /// Messages and help show examples in the words of the field.
  private static func mayNameExamples(_ path: String) -> Bool {
    path.hasSuffix("Errors.swift") || path.contains("Errors+")
      || path.contains("trustwright/Command.swift")
      || path.hasSuffix("TagScanner.swift") || path.hasSuffix("ConditionParser.swift")
  }
}

/// The repository the tests run in.
enum Repository {
  struct SwiftFile {
    var path: String
    var text: String

    /// The modules that the file imports.
    var imports: [String] {
      text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1,
          index == 0 || words[0] == "package" || words[0] == "@testable"
        else { return nil }
        return words[index + 1]
      }
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
  }

  static func swiftFiles(in folder: String) throws -> [SwiftFile] {
    let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    var result: [SwiftFile] = []
    while let name = files?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let path = "\(folder)/\(name)"
      result.append(SwiftFile(path: path, text: try text(path)))
    }
    return result
  }
}
