import Configuration
import Diagnostics
import Manifests

/// The text of a manifest for a new school.
///
/// What every such school must give stands open, without a value; what has a default is a comment that
/// shows it, with the question and its answers.
struct NewManifest {
  private let workspace: Workspace
  private let name: String
  private let phase: Int
  private var vocabulary: Vocabulary { workspace.catalogue.vocabulary }
  /// What holds for the school while its manifest says nothing.
  private let inherited: SchoolProfile
  /// The paths of what it must give itself.
  private let needed: Set<String>

  init?(workspace: Workspace, slug: String, name: String, phase: Int) {
    self.workspace = workspace
    self.name = name
    self.phase = phase
    let vocabulary = workspace.catalogue.vocabulary
    let text = "school:\n  name: A school\n  phase: \(vocabulary.phases[phase].id)\n"
    // What is missing is what the file is written for, so nothing of it is reported.
    var ignored = Report()
    let manifest = ManifestParser.parse(
      SourceFile(path: slug, bytes: Array(text.utf8)), report: &ignored)
    let builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    guard
      let school = SchoolReader.read(
        manifest, slug: slug, catalogue: workspace.catalogue, report: &ignored),
      let profile = builder.profile(of: school, report: &ignored)
    else { return nil }
    inherited = profile
    needed = builder.missingPaths(in: profile)
  }

  var text: String {
    var lines: [String] = [
      "# \(name)",
      "#",
      "# What stands open here is needed. A line such as '#email:' is optional: take its # away, and that of",
      "# the line it belongs to, to decide for this school what the trust or the vocabulary decides otherwise.",
      "",
      "school:",
      "  name: \(quoted(name))",
      "  phase: \(vocabulary.phases[phase].id)",
      "  #short-name: what people call it",
      "  #urn: its six-digit unique reference number",
      "  #website: https://school.example",
      "  #phone: 01632 960000",
      "  #email: office@school.example",
      "  #address: |",
      "  #  Street",
      "  #  Town",
      "  #colour: \"#1d4f91\"",
      "  #bands: [\(vocabulary.phases[phase].bands.map { vocabulary.bands[$0].id }.joined(separator: ", "))]",
      "",
    ]
    lines += people
    lines += providers
    lines += words
    lines += rules
    lines += facts
    lines += related
    lines += documents
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Blocks

  private var people: [String] {
    block(
      "leads",
      "Who holds each role. A name is enough; email and phone may follow as in the last line:",
      extra: ["# role: {name: Ms A Name, email: name@school.example, phone: 01632 960000}"],
      vocabulary.roles.enumerated().map { index, role in
        entry(
          role.head, title: role.title,
          isOpen: needed.contains("leads.\(role.head.id)"),
          given: Prose.list(inherited.leads[index].people.map(\.name)))
      })
  }

  private var providers: [String] {
    block(
      "providers", "The firm or product behind each service.",
      vocabulary.providers.enumerated().map { index, provider in
        entry(
          provider.head, title: provider.title,
          isOpen: needed.contains("providers.\(provider.head.id)"),
          given: inherited.providers[index]?.name ?? "")
      })
  }

  private var words: [String] {
    block(
      "words", "The words this school uses.",
      vocabulary.words.enumerated().map { index, word in
        let chosen = inherited.words[index].map { word.options[$0.value].singular }
        return entry(
          word.head, title: "choose \(Prose.list(word.options.map(\.singular), joinedBy: "or"))",
          isOpen: chosen == nil, value: chosen)
      })
  }

  private var facts: [String] {
    block(
      "facts", "Facts that the documents print.",
      vocabulary.facts.enumerated().map { index, fact in
        entry(
          fact.head, title: Self.form(of: fact.type),
          isOpen: needed.contains("facts.\(fact.head.id)"),
          given: inherited.facts[index].map { Self.words(for: $0.value, of: fact.type) } ?? "")
      })
  }

  private var related: [String] {
    block(
      "related", "The addresses of the school's other documents.",
      vocabulary.related.enumerated().map { index, related in
        entry(
          related.head, title: related.title,
          isOpen: needed.contains("related.\(related.head.id)"),
          given: inherited.related[index]?.value ?? "")
      })
  }

  private var documents: [String] {
    ["# When each document was adopted, by whom, and how often it is reviewed.", "#documents:"]
      + workspace.catalogue.documents.filter { $0.scope == .school }.map { document in
        "  #\(document.id): {adopted: 2026-09-15, adopted-by: Governing Body, version: 1}"
      }
  }

  /// How a value of a type is written; options stand as they must be typed.
  private static func form(of type: ValueType) -> String {
    type.options.isEmpty ? type.expectation : "choose \(type.expectation)"
  }

  /// What a value says, on one line.
  private static func words(for value: Value, of type: ValueType) -> String {
    if case .choice(let option) = value { return type.options[option].id }
    return (value.plainText ?? "").split(separator: "\n").joined(separator: " ")
  }

  /// One entry of a block: its comment, then its line.
  private func entry(
    _ head: EntryHead, title: String, isOpen: Bool, value: String? = nil, given: String = ""
  ) -> (comment: [String], line: String, isOpen: Bool) {
    var comment = title.isEmpty ? [] : [Prose.capitalised(title)]
    if let help = head.help { comment.append(help) }
    if !given.isEmpty { comment.append("Given already: \(given)") }
    let line = "\(head.id):\(value.map { " \($0)" } ?? "")"
    return (comment, line, isOpen)
  }

  private func block(
    _ key: String, _ title: String, extra: [String] = [],
    _ entries: [(comment: [String], line: String, isOpen: Bool)]
  ) -> [String] {
    guard !entries.isEmpty else { return [] }
    let isOpen = entries.contains(where: \.isOpen)
    var lines = ["# \(title)"] + extra + [isOpen ? "\(key):" : "#\(key):"]
    for entry in entries {
      lines.append("")
      lines += entry.comment.map { "  # \($0)" }
      lines.append(entry.isOpen ? "  \(entry.line)" : "  #\(entry.line)")
    }
    return lines + [""]
  }

  // MARK: - Rules

  private var rules: [String] {
    var lines = [
      "# The rules. Each stands with its question, its answers and what holds without one."
    ]
    let asked = vocabulary.rules.filter { $0.phases?.contains(phase) ?? true }
    let opens = asked.contains(where: isOpen)
    lines.append(opens ? "rules:" : "#rules:")
    var group: [String] = []
    for rule in asked {
      let parts = rule.path.split(separator: ".").map(String.init)
      let parents = Array(parts.dropLast())
      if parents != group {
        for depth in parents.indices
        where depth >= group.count || group[...depth] != parents[...depth] {
          let indent = String(repeating: "  ", count: depth + 1)
          let prefix = parents[...depth].joined(separator: ".") + "."
          let opens = asked.contains { $0.path.hasPrefix(prefix) && isOpen($0) }
          lines += ["", "\(indent)\(opens ? "" : "#")\(parents[depth]):"]
        }
        group = parents
      }
      lines += self.lines(for: rule, indent: String(repeating: "  ", count: parts.count))
    }
    return lines + [""]
  }

  /// Whether the school must answer a rule itself, in all of its bands or in some.
  private func isOpen(_ rule: Rule) -> Bool {
    let path = "rules.\(rule.path)"
    return needed.contains(path) || needed.contains { $0.hasPrefix(path + ".") }
  }

  private func lines(for rule: Rule, indent: String) -> [String] {
    var lines = [""]
    if let question = rule.question { lines.append("\(indent)# \(question)") }
    if let help = rule.head.help { lines.append("\(indent)#   \(help)") }
    for option in rule.options { lines.append("\(indent)#   \(option.id): \(option.meaning)") }
    if let condition = rule.condition {
      lines.append(
        "\(indent)#   (asked only when \(String(decoding: condition.bytes, as: UTF8.self)))")
    }
    let key = rule.path.split(separator: ".").last.map(String.init) ?? rule.path
    if isOpen(rule) {
      lines.append("\(indent)\(key):")
    } else {
      let shown = rule.options.first.map { " \($0.id)" } ?? ""
      let chosen = chosenOption(rule).map { " \($0)" } ?? shown
      lines.append("\(indent)#\(key):\(chosen)")
    }
    return lines
  }

  /// What holds where the school says nothing, as far as the trust and the vocabulary tell.
  private func chosenOption(_ rule: Rule) -> String? {
    guard let index = vocabulary.rules.firstIndex(where: { $0.path == rule.path }) else {
      return nil
    }
    switch inherited.rules[index] {
    case .option(let option): return rule.options[option.value].id
    case .value(let value): return value.value.plainText
    case .bands(let bands):
      let own = vocabulary.phases[phase].bands
      let parts = own.compactMap { band in
        bands[band].map { "\(vocabulary.bands[band].id): \(rule.options[$0.value].id)" }
      }
      return parts.isEmpty ? nil : "{\(parts.joined(separator: ", "))}"
    case .none: return nil
    }
  }

  private func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 32 || $0 >= 0x80 }
    guard !isPlain || text.first?.isLetter != true else { return text }
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"\(String(escaped))\""
  }
}
