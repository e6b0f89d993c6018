import Configuration
import Diagnostics
import Documents
import Templating

/// Puts explanations into words for somebody who keeps policies, not programs.
struct ExplanationText {
  let name: String
  let layers: [String]
  private(set) var lines: [String] = []

  init(name: String, layers: [String]) {
    self.name = name
    self.layers = layers
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  // MARK: - A list of values

  /// Every value of a school, block by block, each with who decided it and what that replaced.
  mutating func list(_ explanations: [Explanation]) {
    lines.append(name)
    lines.append(
      "Looked up in: \(layers.joined(separator: ", then ")). The first that says anything decides.")
    var block = ""
    var without: [String] = []
    func closing() -> [String] {
      without.isEmpty ? [] : ["  no value: \(without.joined(separator: ", "))"]
    }
    for entry in explanations {
      let parts = entry.path.split(separator: ".", maxSplits: 1).map(String.init)
      if parts[0] != block {
        lines += closing()
        without = []
        block = parts[0]
        lines += ["", block]
      }
      let key = parts.count > 1 ? parts[1] : entry.path
      guard entry.value != nil || entry.decision != nil else {
        // Parts of documents that nobody gives are not worth a word.
        if block != "documents" { without.append(key) }
        continue
      }
      lines.append("  \(key): \(entry.value ?? entry.decision?.text ?? "")")
      lines.append("    \(source(of: entry))")
    }
    lines += closing()
  }

  /// Who decided a value, where, and what that replaced, on one line.
  private func source(of entry: Explanation) -> String {
    var parts: [String] = []
    if let decision = entry.decision {
      parts.append(origin(decision))
    } else if let remark = entry.remark {
      parts.append(remark)
    }
    let additions = entry.statements.filter { !$0.decides && !$0.isOverridden }
    if entry.decision != nil {
      parts += additions.map { "with more from the \(origin($0))" }
    }
    if let replaced = entry.statements.first(where: \.isOverridden), entry.decision != nil {
      let isSame = replaced.text == entry.decision?.text
      parts.append(
        isSame
          ? "the \(replaced.who) says the same\(replaced.place.map { ", \($0.lineDescription)" } ?? "")"
          : "in place of \(quoted(replaced.text)) (\(origin(replaced)))")
    }
    if entry.lock != nil { parts.append("locked by the trust") }
    return parts.joined(separator: "; ")
  }

  private func origin(_ statement: Explanation.Statement) -> String {
    statement.place.map { "\(statement.who), \($0.lineDescription)" } ?? statement.who
  }

  private func quoted(_ text: String) -> String { text.isEmpty ? "nothing" : text }

  // MARK: - One value

  /// One value: the whole chain, and what it decides.
  mutating func explain(_ entry: Explanation, hasMore: Bool) {
    if !lines.isEmpty { lines.append("") }
    lines.append("\(entry.path) at \(name)")
    if !entry.title.isEmpty { lines.append("  \(Prose.capitalised(entry.title))") }
    if let help = entry.help { lines.append("  \(help)") }
    lines.append("")
    if let value = entry.value {
      lines.append("  It is: \(value)")
      if let meaning = entry.meaning, meaning != value { lines.append("    \(meaning)") }
    } else {
      lines.append("  It has no value here.")
    }
    if let remark = entry.remark { lines.append("    \(Prose.capitalised(remark)).") }
    if let requirement = entry.requirement {
      lines.append("    \(Prose.capitalised(requirement)).")
    }
    lines += ["", "  Who says what, the nearest first:"]
    lines += chain(entry)
    if let lock = entry.lock {
      lines.append(
        "  The trust has locked it (\(lock.lineDescription)): a school cannot decide it.")
    }
    guard !entry.options.isEmpty, !hasMore else { return }
    lines += ["", "  The answers there are:"]
    let width = entry.options.map(\.id.count).max() ?? 0
    for option in entry.options {
      let mark = option.id == entry.value ? "*" : " "
      let space = String(repeating: " ", count: width - option.id.count)
      let meaning = option.meaning == option.id ? "" : "\(space)  \(option.meaning)"
      lines.append("  \(mark) \(option.id)\(meaning)")
    }
  }

  private func chain(_ entry: Explanation) -> [String] {
    let whos = entry.statements.map(\.who)
    let all = layers.filter { !whos.contains($0) }
    let width = (layers + whos).map(\.count).max() ?? 0
    var result: [String] = []
    var statements = entry.statements[...]
    let names = all.count == layers.count && !whos.isEmpty ? whos : layers
    for who in names {
      let space = String(repeating: " ", count: width - who.count)
      guard let statement = statements.first, statement.who == who else {
        result.append("      \(who)\(space)  says nothing")
        continue
      }
      statements.removeFirst()
      result.append(line(statement, space))
    }
    result += statements.map { statement in
      line(statement, String(repeating: " ", count: width - statement.who.count))
    }
    return result
  }

  private func line(_ statement: Explanation.Statement, _ space: String) -> String {
    let mark = statement.decides ? "*" : " "
    let place = statement.place.map { "  (\($0.lineDescription))" } ?? ""
    let fate = statement.isOverridden ? ", overridden" : ""
    return "    \(mark) \(statement.who)\(space)  \(statement.text)\(place)\(fate)"
  }

  // MARK: - What it decides

  /// What depends on a value: the sections that ask about it or print it, and what the vocabulary
  /// makes of it.
  mutating func trace(_ traces: Traces, _ consequences: [(text: String, place: Place)]) {
    for (kind, heading) in [
      (Uses.Kind.asks, "Text that depends on it:"), (.prints, "Text that prints it:"),
    ] {
      let found = traces.traces.filter { $0.kind == kind }
      guard !found.isEmpty else { continue }
      lines += ["", "  \(heading)"]
      for trace in found {
        let note = trace.isPrinted ? "" : " (not printed at this school)"
        lines.append("    \(trace.title)\(note)")
        lines.append("      \(places(trace.places))")
      }
    }
    if !consequences.isEmpty {
      lines += ["", "  It also decides:"]
      for consequence in consequences {
        lines.append("    \(consequence.text) (\(consequence.place.lineDescription))")
      }
    }
    if traces.traces.isEmpty, consequences.isEmpty {
      lines += ["", "  No document asks about it or prints it."]
    }
  }

  private static let mostPlaces = 3

  private func places(_ places: [Place]) -> String {
    var lines: [String] = []
    for place in places where !lines.contains(place.lineDescription) {
      lines.append(place.lineDescription)
    }
    let shown = lines.prefix(Self.mostPlaces).joined(separator: ", ")
    let more = lines.count - Self.mostPlaces
    return more > 0 ? "\(shown) and \(more) more" : shown
  }
}
