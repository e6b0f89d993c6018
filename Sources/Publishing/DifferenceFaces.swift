package import Configuration
import Diagnostics
package import Reviews

/// What is needed to tell changes in words: the questions behind the choices.
package struct DifferenceWords: Sendable {
  /// The vocabularies that the choices are of, the present one first.
  private let vocabularies: [Vocabulary]
  /// What the documents were compared with, as a reader calls it.
  package let from: String

  package init(_ vocabularies: [Vocabulary], from: String) {
    self.vocabularies = vocabularies
    self.from = from
  }

  /// The question behind a choice, or the path where there is none.
  func question(_ path: String) -> String {
    if path.hasSuffix(".given") { return "How is the form given?" }
    guard let (rule, band) = rule(path) else {
      return path.hasPrefix("words.")
        ? "Which word does the school use for ‘\(path.dropFirst(6))’?" : path
    }
    return (rule.question ?? path) + (band.map { " (\($0))" } ?? "")
  }

  /// What an answer means.
  func answer(_ answer: String, to path: String) -> String {
    guard !answer.isEmpty else { return "no answer" }
    if path.hasSuffix(".given"), let given = AgreementGiven(rawValue: answer) { return given.title }
    for vocabulary in vocabularies {
      if let rule = Self.rule(path, vocabulary)?.0,
        let option = rule.options.first(where: { $0.id == answer }), !option.meaning.isEmpty
      {
        return option.meaning
      }
    }
    return answer
  }

  private func rule(_ path: String) -> (Rule, String?)? {
    vocabularies.lazy.compactMap { Self.rule(path, $0) }.first
  }

  private static func rule(_ path: String, _ vocabulary: Vocabulary) -> (Rule, String?)? {
    for rule in vocabulary.rules {
      let own = "rules.\(rule.path)"
      if path == own { return (rule, nil) }
      if rule.perBand, path.hasPrefix(own + "."),
        let band = vocabulary.bandIndex(String(path.dropFirst(own.count + 1)))
      {
        return (rule, vocabulary.bands[band].title)
      }
    }
    return nil
  }

  /// Whose decision a change is, in words.
  static func causes(_ causes: [Cause]) -> String {
    Prose.list(causes.map(\.rawValue))
  }

  /// What a change is, in words, without what it says.
  static func title(_ change: Change) -> String {
    switch change.kind {
    case .documentAdded: "New document"
    case .documentRemoved: "No longer issued"
    case .title: "Title changed"
    case .sectionAdded: "New section"
    case .sectionRemoved: "Section removed"
    case .heading: "Heading changed"
    case .added: "Added"
    case .removed: "Removed"
    case .wording: "Wording changed"
    case .moved: "Moved"
    case .renumbered: "Only renumbered"
    case .fact: "Fact changed"
    case .choice: "Choice changed"
    }
  }

  /// Where in the document a change is.
  static func place(_ change: Change) -> String {
    guard !change.section.isEmpty else { return "" }
    return change.number.isEmpty
      ? "‘\(change.section)’" : "section \(change.number), ‘\(change.section)’"
  }
}

// MARK: - Text

extension DifferenceWords {
  /// The changes of one school, document by document.
  package func text(_ school: SchoolDifference) -> String {
    var result = "\(school.name): changes since \(from)\n"
    guard !school.documents.isEmpty else { return result + "\nNothing changed.\n" }
    for document in school.documents {
      result += "\n\(document.title) (\(document.document))\n"
      for change in document.changes { result += lines(change) }
    }
    return result
  }

  /// The changes of all schools, the same changes together.
  package func text(_ schools: [SchoolDifference]) -> String {
    var result = "Changes since \(from)\n"
    let groups = ChangeGroup.groups(schools)
    guard !groups.isEmpty else { return result + "\nNothing changed.\n" }
    var document = ""
    for group in groups {
      if group.document != document {
        document = group.document
        result += "\n\(group.title) (\(document))\n"
      }
      result += lines(group.change)
      result += "      at \(Prose.list(group.schools.map(\.name)))\n"
    }
    let same = schools.filter(\.documents.isEmpty)
    if !same.isEmpty { result += "\nNothing changed at \(Prose.list(same.map(\.name))).\n" }
    return result
  }

  private func lines(_ change: Change) -> String {
    let place = Self.place(change)
    var result = "  \(Self.title(change))"
    if !place.isEmpty { result += " in \(place)" }
    result += " [\(Self.causes(change.causes))]\n"
    for line in details(change) { result += "      \(line)\n" }
    return result
  }

  private func details(_ change: Change) -> [String] {
    switch change.kind {
    case .documentAdded, .sectionAdded, .documentRemoved, .sectionRemoved: []
    case .title, .heading, .wording: [Redline(change.before, change.after).text]
    case .added: ["{+\(change.after)+}"]
    case .removed: ["[-\(change.before)-]"]
    case .moved:
      change.frames.before == change.frames.after && change.before == change.after
        ? [change.after] : ["\(change.before) -> \(change.after)"]
    case .renumbered: ["\(number(change.before)) -> \(number(change.after))"]
    case .fact: ["\(change.path): \(value(change.before)) -> \(value(change.after))"]
    case .choice:
      [
        "\(question(change.path)) (\(change.path))",
        "was: \(answer(change.before, to: change.path))",
        "now: \(answer(change.after, to: change.path))",
      ]
    }
  }

  private func number(_ text: String) -> String { text.isEmpty ? "no number" : text }
  func value(_ text: String) -> String { text.isEmpty ? "nothing" : text }
}

// MARK: - JSON

extension DifferenceWords {
  package func json(_ schools: [SchoolDifference]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("from", from)
      json.key("schools")
      json.array { json in
        for school in schools {
          json.object { json in
            json.member("slug", school.slug)
            json.member("name", school.name)
            json.member("changed", !school.documents.isEmpty)
            json.key("documents")
            json.array { json in
              for document in school.documents {
                json.object { json in
                  json.member("id", document.document)
                  json.member("title", document.title)
                  json.key("changes")
                  json.array { json in
                    for change in document.changes { json.object { write(change, &$0) } }
                  }
                }
              }
            }
          }
        }
      }
      json.key("groups")
      json.array { json in
        for group in ChangeGroup.groups(schools) {
          json.object { json in
            json.member("document", group.document)
            write(group.change, &json)
            json.member("schools", group.schools.map(\.slug))
          }
        }
      }
    }
    return json.finish()
  }

  private func write(_ change: Change, _ json: inout JSONWriter) {
    json.member("kind", change.kind.rawValue)
    json.member("causes", change.causes.map(\.rawValue))
    json.member("section", ifPresent: change.section.isEmpty ? nil : change.section)
    json.member("number", ifPresent: change.number.isEmpty ? nil : change.number)
    json.member("path", ifPresent: change.path.isEmpty ? nil : change.path)
    json.member("before", ifPresent: change.before.isEmpty ? nil : change.before)
    json.member("after", ifPresent: change.after.isEmpty ? nil : change.after)
    guard change.kind == .choice else { return }
    json.member("question", question(change.path))
    json.member("beforeWords", answer(change.before, to: change.path))
    json.member("afterWords", answer(change.after, to: change.path))
  }
}
