import Configuration
import FileStore
import Foundation
import TestSupport
import Testing

@testable import trustwright

/// A workspace of the fixtures, built by the program's own `build` into a folder of its own.
struct BuiltWorkspace: Sendable {
  /// Whether `build` ended with status 0.
  let isDone: Bool
  /// All files that were written, by their path from Output, as text.
  let files: [String: String]

  static let federation = Result { try BuiltWorkspace("federation") }

  /// Builds a fixture, with some of its files changed before.
  ///
  /// - Parameter change: Called for each file with its path; returns its new text, or nil to keep it.
  init(
    _ name: String, day: String = "2026-11-28",
    change: (_ path: String, _ text: String) -> String? = { _, _ in nil }
  ) throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    let folder = try TestFolder(name)
    defer { folder.remove() }
    for (path, data) in TestFolder.files(in: fixture) {
      let changed = change(path, String(decoding: data, as: UTF8.self))
      try folder.write(path, changed.map { Data($0.utf8) } ?? data)
    }
    let arguments = try Arguments.parse([
      "build", "--schools", folder.path("Schools").path, "--templates",
      folder.path("Templates").path, "--output", folder.path("Output").path, "--as-of", day,
      "--jobs", "2",
    ])
    isDone = try BuildCommand(arguments: arguments, terminal: Terminal()).run().rawValue == 0
    files = folder.files("Output").mapValues { String(decoding: $0, as: UTF8.self) }
  }

  func file(_ path: String) throws -> String {
    try #require(files[path], "\(path) is not there")
  }

  /// The lines that a reader sees of a page under Output/site, or of what stands in its `main`.
  func lines(_ path: String) throws -> [String] {
    let html = try file("site/\(path)")
    let main = html.firstRange(of: "<main>").flatMap { open in
      html.firstRange(of: "</main>").map { String(html[open.upperBound..<$0.lowerBound]) }
    }
    return PageText.lines(main ?? html)
  }
}

/// The text of HTML as a reader sees it.
enum PageText {
  private static let blocks: Set<String> = [
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "tr", "dt", "dd", "ul", "ol", "dl",
    "table", "article", "section", "nav", "hr", "td", "th", "thead", "tbody", "head", "body",
    "title", "aside", "details", "summary", "figure", "header", "footer", "br",
  ]

  static func lines(_ html: String) -> [String] {
    var text = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      text += rest[..<open]
      let name = rest[rest.index(after: open)..<close].drop { $0 == "/" }.prefix {
        $0.isLetter || $0.isNumber
      }
      if blocks.contains(String(name)) { text += "\u{1}" }
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    return text.split(separator: "\u{1}").map { line in
      unescaped(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }.filter { !$0.isEmpty }
  }

  /// Whether a tag has an attribute that runs a script, such as `onclick`.
  static func hasHandler(_ html: String) -> Bool {
    var quote: Character?
    var isInTag = false
    var afterSpace = false
    var rest = html[...]
    while let first = rest.first {
      if let open = quote {
        if first == open { quote = nil }
      } else if isInTag {
        if afterSpace, rest.hasPrefix("on") { return true }
        if first == "\"" || first == "'" { quote = first }
        if first == ">" { isInTag = false }
      } else if first == "<" {
        isInTag = true
      }
      afterSpace = first.isWhitespace || first == "/"
      rest.removeFirst()
    }
    return false
  }

  static func unescaped(_ text: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}
