import Configuration
import Diagnostics
import FileStore
import Foundation
import Manifests
import TestSupport
import Testing

@testable import trustwright

/// A manifest of Cases; the file's name tells which manifest it is and what is wrong with it.
struct SchemaCase: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: ManifestSchema.Kind
  let isGood: Bool
  let file: URL

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  static let all: [SchemaCase] = ["good", "bad"].flatMap { side in
    let folder = folder.appending(path: "Cases/\(side)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
      SchemaCase(
        name: String(name.dropLast(5)), kind: name.hasPrefix("trust") ? .trust : .school,
        isGood: side == "good", file: folder.appending(path: name))
    }
  }

  /// The catalogue of a folder of templates; that of the cases where none is named.
  static func catalogue(_ path: String? = nil) throws -> Catalogue {
    let templates = path ?? folder.appending(path: "Library").path
    var loader = WorkspaceLoader(
      templates: try InputFolder(templates), schools: try InputFolder(folder.path),
      day: CalendarDate(dayNumber: 0))
    _ = loader.load()
    return try #require(loader.catalogue)
  }

  /// What our own reader says of the manifest.
  func messages() throws -> [Diagnostic] {
    var report = Report()
    let catalogue = try Self.catalogue()
    let manifest = ManifestParser.parse(
      SourceFile(path: name, bytes: Array(try Data(contentsOf: file))), report: &report)
    switch kind {
    case .trust:
      _ = TrustReader.read(
        manifest, catalogue: catalogue, schools: ["hill", "riverside-2"], report: &report)
    case .school:
      let school = SchoolReader.read(
        manifest, slug: "hill", catalogue: catalogue, report: &report)
      for range in school?.layer.unfinished.values.map(\.self) ?? [] {
        report.add(Diagnostic(.unfinished, .warning, "unfinished", at: manifest.file.place(range)))
      }
      // A crest that leads out of the folder is refused where it is read.
      if let logo = school?.details.logo, logo.value.contains("..") {
        report.add(Diagnostic(.unreadableFile, "outside", at: manifest.file.place(logo.range)))
      }
    }
    return report.sorted()
  }
}

/// The validator of Python's package jsonschema.
enum Validator {
  /// The mistakes of each document, by its name and by how it was read.
  typealias Answers = [String: [String: [String]]]

  private static let python =
    ProcessInfo.processInfo.environment["TRUSTWRIGHT_PYTHON"] ?? "python3"

  static let isAvailable = (try? run(["--check"], input: Data())) != nil

  static func mistakes(_ cases: [SchemaCase], _ catalogue: Catalogue) throws -> Answers {
    var schemas: [String: Any] = [:]
    for kind in ManifestSchema.Kind.allCases {
      schemas[kind.rawValue] = try JSONSerialization.jsonObject(
        with: Data(ManifestSchema.json(kind, catalogue)))
    }
    let documents = try cases.map { test in
      [
        "name": test.name, "kind": test.kind.rawValue,
        "text": try String(contentsOf: test.file, encoding: .utf8),
      ]
    }
    let question = try JSONSerialization.data(
      withJSONObject: ["schemas": schemas, "documents": documents] as [String: Any])
    return try JSONDecoder().decode(Answers.self, from: run([], input: question))
  }

  private struct Failed: Error {}

  private static func run(_ arguments: [String], input: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = SchemaCase.folder.appending(path: "validate.py").path
    process.arguments = [python, script] + arguments
    // Through files: a pipe would fill while the other side waits.
    let folder = try TestFolder("schema")
    defer { folder.remove() }
    let (question, answer) = (folder.path("in"), folder.path("out"))
    try input.write(to: question)
    try Data().write(to: answer)
    process.standardInput = try FileHandle(forReadingFrom: question)
    process.standardOutput = try FileHandle(forWritingTo: answer)
    if arguments.contains("--check") { process.standardError = FileHandle.nullDevice }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return try Data(contentsOf: answer)
  }
}
