/// What a manifest says, as a tree that is written as YAML; every text is in double quotes.
package indirect enum ManifestTree: Sendable {
  case text(String)
  case list([ManifestTree])
  case map([(key: String, value: ManifestTree)])

  /// The value under a dotted path, which is made where it is not there.
  package mutating func set(_ path: [String], _ value: ManifestTree) {
    guard let first = path.first else {
      self = value
      return
    }
    var entries: [(key: String, value: ManifestTree)] = []
    if case .map(let known) = self { entries = known }
    let index = entries.firstIndex { $0.key == first } ?? entries.count
    if index == entries.count { entries.append((first, .map([]))) }
    entries[index].value.set(Array(path.dropFirst()), value)
    self = .map(entries)
  }

  /// The manifest's text.
  package var yaml: String {
    var lines: [String] = []
    write(into: &lines, indent: "")
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(into lines: inout [String], indent: String) {
    guard case .map(let entries) = self else { return }
    for (key, value) in entries {
      switch value {
      case .map(let inner) where !inner.isEmpty:
        lines.append("\(indent)\(key):")
        value.write(into: &lines, indent: indent + "  ")
      default: lines.append("\(indent)\(key): \(value.flow)")
      }
    }
  }

  /// The value on one line.
  private var flow: String {
    switch self {
    case .text(let text):
      return Self.plain.contains(text)
        ? text
        : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    case .list(let items): return "[\(items.map(\.flow).joined(separator: ", "))]"
    case .map(let entries):
      return "{\(entries.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", "))}"
    }
  }

  /// Words that mean something without quotes.
  private static let plain: Set<String> = ["yes", "no"]
}

extension ManifestTree: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}
