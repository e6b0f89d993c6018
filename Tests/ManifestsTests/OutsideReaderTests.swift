import Diagnostics
import Foundation
import Manifests
import Testing

/// Whatever we accept must read the same to a YAML reader that is not ours.
@Suite(
  .enabled(
    if: OutsideReader.isAvailable,
    "nothing was compared: no python3 with ruamel.yaml or PyYAML on this machine"))
struct OutsideReaderTests {
  /// How many documents are generated; set `TRUSTWRIGHT_DOCUMENTS` for a longer run.
  private static let count =
    Int(ProcessInfo.processInfo.environment["TRUSTWRIGHT_DOCUMENTS"] ?? "") ?? 4_000
  private static let firstSeed =
    UInt64(ProcessInfo.processInfo.environment["TRUSTWRIGHT_SEED"] ?? "") ?? 1

  @Test func `generated documents`() throws {
    let questions = (0..<Self.count).compactMap { index in
      let seed = Self.firstSeed + UInt64(index)
      return question("seed \(seed)", Array(DocumentGenerator.document(seed: seed).utf8))
    }
    // A generator that makes little that is good would prove little.
    #expect(questions.count > Self.count / 3)
    try compare(questions, expecting: questions.count * 3 / 4)
  }

  @Test func `good cases`() throws {
    let questions = CaseFile.good.flatMap(\.cases).compactMap { test in
      question(test.name, test.source.bytes)
    }
    #expect(questions.count > 40)
    try compare(questions, expecting: questions.count * 3 / 4)
  }

  @Test func `printed trees`() throws {
    let questions = (0..<500).compactMap { seed in
      question("tree \(seed)", ManifestPrinter.print(TreeGenerator.tree(seed: UInt64(seed))))
    }
    #expect(questions.count == 500)
    try compare(questions, expecting: 480)
  }

  /// The manifests and the vocabulary that come with the program, once they are there.
  @Test func `files of the repository`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let files = ["Schools", "Templates"].flatMap { folder in
      let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      return (names?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        .map { root.appending(path: folder).appending(path: $0) }
    }
    let questions = try files.compactMap { file in
      question(file.lastPathComponent, Array(try Data(contentsOf: file)))
    }
    #expect(questions.count == files.count)
    try compare(questions, expecting: questions.count)
  }

  /// Returns what to ask about a document; none if we refuse it.
  private func question(_ name: String, _ bytes: [UInt8]) -> OutsideReader.Question? {
    var report = Report()
    let manifest = ManifestParser.parse(SourceFile(path: name, bytes: bytes), report: &report)
    guard !report.hasErrors else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return OutsideReader.Question(name: name, text: text, tree: OutsideReader.Tree(manifest.root))
  }

  private func compare(_ questions: [OutsideReader.Question], expecting least: Int) throws {
    let answer = try OutsideReader.compare(questions)
    #expect(answer.same >= least, "\(answer.reader): \(answer.excused) excused")
    for difference in answer.differences.prefix(10) {
      Issue.record(
        """
        \(difference.name) reads otherwise with \(answer.reader):
        \(TreeText.quoted(difference.text))
        ours:   \(difference.ours)
        theirs: \(difference.theirs)
        """)
    }
    #expect(answer.differences.isEmpty)
  }
}
