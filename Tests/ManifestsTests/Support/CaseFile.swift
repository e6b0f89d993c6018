import Diagnostics
import Foundation
import Manifests
import Testing

/// One manifest and what is expected of it.
struct ManifestCase: Sendable, CustomTestStringConvertible {
  /// What can be expected: the name of a section in a case file.
  enum Aspect: String, CaseIterable, Sendable {
    case messages, tree, places
  }

  var file: String
  var name: String
  /// The input as it is written in the case file.
  var input: String
  var expected: [(aspect: Aspect, text: String)]

  var testDescription: String { "\(file): \(name)" }

  /// The input with the notations of a case file put in.
  var source: SourceFile { SourceFile(path: name, bytes: CaseNotation.expand(input)) }

  /// Returns what the parser makes of the input.
  func actual(_ aspect: Aspect) -> String {
    var report = Report()
    let manifest = ManifestParser.parse(source, report: &report)
    return switch aspect {
    case .messages: TextFace().render(report.sorted())
    case .tree: TreeText.values(manifest.root)
    case .places: TreeText.places(manifest.root, in: manifest.file)
    }
  }
}

/// A file of cases.
///
/// A case is `=== its name`, the input, and sections of what is expected, each under `>>> messages`,
/// `>>> tree` or `>>> places`. In the input `{0x1B}` is that byte (several digits: several bytes), and
/// `{65 x [}` is `[` 65 times, as is `{65 x 0x5B}`. After `{end}` comes nothing, not even a line
/// end.
struct CaseFile: Sendable, CustomTestStringConvertible {
  var url: URL
  var cases: [ManifestCase]

  var testDescription: String { url.lastPathComponent }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Cases")

  static func all(in name: String) -> [CaseFile] {
    let folder = folder.appending(path: name)
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted().map {
      CaseFile(url: folder.appending(path: $0))
    }
  }

  static let bad = all(in: "bad")
  static let good = all(in: "good")

  init(url: URL) {
    self.url = url
    cases = []
    let text = String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      guard line.hasPrefix("=== ") else { continue }
      var test = ManifestCase(
        file: url.lastPathComponent, name: String(line.dropFirst(4)),
        input: Self.section(&lines), expected: [])
      while let name = lines.first, name.hasPrefix(">>> ") {
        lines.removeFirst()
        guard let aspect = ManifestCase.Aspect(rawValue: String(name.dropFirst(4))) else {
          continue
        }
        test.expected.append((aspect, Self.section(&lines)))
      }
      cases.append(test)
    }
  }

  private static func section(_ lines: inout ArraySlice<Substring>) -> String {
    var text = ""
    while let line = lines.first, !line.hasPrefix(">>> "), !line.hasPrefix("=== ") {
      lines.removeFirst()
      if !lines.isEmpty || !line.isEmpty { text += line + "\n" }
    }
    return text
  }

  /// Writes the file again with what the parser makes of its cases now.
  func record() throws {
    var text = ""
    for test in cases {
      text += "=== \(test.name)\n\(test.input)"
      for (aspect, _) in test.expected {
        let actual = test.actual(aspect)
        text += ">>> \(aspect.rawValue)\n\(actual.trimmedAtEnd)\n"
      }
      text += "\n"
    }
    try Data(text.utf8).write(to: url)
  }
}

extension String {
  /// The text without line ends at its end.
  var trimmedAtEnd: String {
    var copy = self
    while copy.hasSuffix("\n") { copy.removeLast() }
    return copy
  }
}

/// The notations of a case file's input.
enum CaseNotation {
  static func expand(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var rest = (text.components(separatedBy: "{end}").first ?? "")[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open].utf8
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}"),
        let bytes = expansion(rest[rest.index(after: open)..<close])
      else {
        result += "{".utf8
        rest = rest.dropFirst()
        continue
      }
      result += bytes
      rest = rest[rest.index(after: close)...]
    }
    return result + rest.utf8
  }

  private static func expansion(_ notation: Substring) -> [UInt8]? {
    if notation.hasPrefix("0x") {
      let digits = Array(notation.dropFirst(2))
      return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16)
      }
    }
    let parts = notation.split(separator: " x ", maxSplits: 1)
    guard parts.count == 2, let count = Int(parts[0]) else { return nil }
    let repeated = parts[1].hasPrefix("0x") ? expansion(parts[1]) : Array(parts[1].utf8)
    return Array(repeatElement(repeated ?? [], count: count).joined())
  }
}
