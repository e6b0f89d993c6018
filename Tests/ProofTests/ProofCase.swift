import Configuration
import Diagnostics
import Foundation
import Templating
import Testing

/// A planted fault and its corrected twin: one file of Cases.
///
/// The first line is the code that the fault must be told with. `=== bad` and `=== good` begin the two
/// texts of `policies/main.md`, `=== PATH` a file that both have, `=== bad PATH` one of the bad side.
struct ProofCase: Sendable, CustomTestStringConvertible {
  let name: String
  let code: DiagnosticCode
  let bad: [String: String]
  let good: [String: String]

  var testDescription: String { name }

  static let all: [ProofCase] = {
    let folder = Workshop.folder.appending(path: "Cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    // One case can be run by itself: PROOF_CASE=part of its name.
    let only = ProcessInfo.processInfo.environment["PROOF_CASE"]
    return names.filter { $0.hasSuffix(".txt") }.sorted().flatMap { name -> [ProofCase] in
      let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return cases(String(name.dropLast(4)), text ?? "").filter { test in
        only.map { test.name.contains($0) } ?? true
      }
    }
  }()

  /// The cases of a file, which `##### name: code` divides.
  private static func cases(_ file: String, _ text: String) -> [ProofCase] {
    text.components(separatedBy: "##### ").dropFirst().compactMap { part in
      let lines = part.components(separatedBy: "\n")
      let head = lines[0].components(separatedBy: ": ")
      guard head.count == 2, let code = DiagnosticCode(rawValue: head[1]) else {
        Issue.record("\(file): '\(lines[0])' is no case")
        return nil
      }
      return ProofCase(name: "\(file)/\(head[0])", code: code, lines: lines.dropFirst())
    }
  }

  private init(name: String, code: DiagnosticCode, lines: ArraySlice<String>) {
    self.name = name
    self.code = code
    var sides: [String: [String: [String]]] = ["bad": [:], "good": [:]]
    var target: [(side: String, path: String)] = []
    for line in lines {
      guard line.hasPrefix("=== ") else {
        for (side, path) in target { sides[side]?[path, default: []].append(line) }
        continue
      }
      let words = line.split(separator: " ").dropFirst().map(String.init)
      if sides[words[0]] != nil {
        target = [(words[0], words.count > 1 ? words[1] : "policies/main.md")]
      } else {
        target = [("bad", words[0]), ("good", words[0])]
      }
    }
    func files(_ side: String) -> [String: String] {
      (sides[side] ?? [:]).reduce(into: [:]) { files, entry in
        var text = entry.value.joined(separator: "\n")
        while text.hasSuffix("\n\n") { text.removeLast() }
        let needsFront = entry.key == "policies/main.md" && !text.hasPrefix("---")
        files[entry.key] =
          needsFront ? "---\ntitle: Main policy\nkind: policy\n---\n\n\(text)" : text
      }
    }
    bad = files("bad")
    good = files("good")
  }
}

@Suite struct ProofTests {
  @Test(arguments: ProofCase.all)
  func `the planted fault is found, and its school is real`(_ test: ProofCase) throws {
    let workshop = try Workshop(test.bad)
    #expect(workshop.report.isEmpty, "\(TextFace().render(workshop.report.sorted()))")
    let found = workshop.findings()
    let told = found.failures.map(\.diagnostic)
    #expect(
      told.contains { $0.code == test.code }, "not found; \(TextFace().render(told))")
    for failure in found.failures where failure.answers != nil && failure.document != nil {
      let message = failure.diagnostic.message
      let built = try #require(workshop.build(failure, found.questions), "\(message)")
      #expect(
        built.errors.isEmpty,
        "no such school: \(message)\n\(TextFace().render(built.errors))\n\(built.manifest)")
      let isShown = built.shows(failure)
      #expect(isShown, "not printed: \(message)\n\(built.manifest)")
    }
  }

  @Test(arguments: ProofCase.all)
  func `the corrected twin is silent`(_ test: ProofCase) throws {
    let workshop = try Workshop(test.good)
    #expect(workshop.report.isEmpty, "\(TextFace().render(workshop.report.sorted()))")
    let told = workshop.findings().failures.map(\.diagnostic)
    #expect(told.isEmpty, "\(TextFace().render(told))")
  }

  @Test func `a search that takes too many steps is given up, and says so`() throws {
    let workshop = try Workshop([
      "policies/main.md":
        "---\ntitle: Main policy\nkind: policy\n---\n\n# Text\n\nAsk {{ facts.reason }}.\n"
    ])
    let given = workshop.findings(bound: 1).failures.map(\.diagnostic.code)
    #expect(given.contains(.proofGivenUp))
    #expect(!workshop.findings().failures.map(\.diagnostic.code).contains(.proofGivenUp))
  }

  @Test func `every kind of proof has cases`() {
    let codes = Set(ProofCase.all.map(\.code))
    for code in [
      DiagnosticCode.missingValue, .deadReference, .badChoose, .deadBranch, .alwaysTrue,
      .mayBeEmpty, .brokenSentence, .articleBeforeValue,
    ] {
      #expect(codes.contains(code), "\(code.rawValue)")
    }
  }
}
