import Configuration
import Diagnostics

/// The names that can be used at one place of a template: the vocabulary's, and those of loops around it.
///
/// One object, which is handed on to all that stands at the place.
final class TemplateScope: ConditionNames {
  /// What a loop's name stands for.
  struct Variable {
    enum Kind {
      case band
      case element(ValueType)
      case holder
      case history
    }

    var name: String
    var kind: Kind
    var loop: Int
    /// The questions about its parts, by part.
    var questions: [ItemPart: QuestionID] = [:]
  }

  let catalogue: Catalogue
  let questions: QuestionTable
  let documentScope: DocumentDeclaration.Scope
  let isLayout: Bool
  /// Whether the document is printed for one band, as the form of a band is.
  let hasBand: Bool
  let variables: [Variable]

  init(
    _ catalogue: Catalogue, _ questions: QuestionTable,
    documentScope: DocumentDeclaration.Scope = .school, isLayout: Bool = false,
    hasBand: Bool = false, variables: [Variable] = []
  ) {
    self.catalogue = catalogue
    self.questions = questions
    self.documentScope = documentScope
    self.isLayout = isLayout
    self.hasBand = hasBand
    self.variables = variables
  }

  /// The names inside a loop.
  func inside(_ variable: Variable, _ questions: QuestionTable) -> TemplateScope {
    TemplateScope(
      catalogue, questions, documentScope: documentScope, isLayout: isLayout, hasBand: hasBand,
      variables: variables + [variable])
  }

  func variable(_ name: String) -> Variable? { variables.last { $0.name == name } }

  /// The loop's name that a path begins with, and what follows after its dot.
  func variable(of path: String) -> (Variable, part: Substring)? {
    guard !variables.isEmpty else { return nil }
    let end = path.utf8.firstIndex(of: UInt8(ascii: ".")) ?? path.endIndex
    return variable(String(path[..<end])).map { ($0, path[end...].dropFirst()) }
  }

  /// Whether a rule that differs between bands can be read here.
  var canReadBands: Bool {
    hasBand
      || variables.contains { variable in
        if case .band = variable.kind { true } else { false }
      }
  }

  func question(
    _ path: String, place: (Range<Int>) -> Place, report: inout Report
  ) -> AskedQuestion? {
    if let (variable, part) = variable(of: path) {
      return question(about: variable, part: part, path: path, place: place, report: &report)
    }
    let whole = place(0..<path.utf8.count)
    if isLayout, path.hasPrefix("page."),
      let part = PagePart(name: String(path.dropFirst(5))),
      let id = questions.id(of: .pagePart(part.rawValue))
    {
      return AskedQuestion(.one(id))
    }
    guard let subject = catalogue.names.subject(path) else {
      report.add(problem(path, place: place))
      return nil
    }
    guard check(subject, path: path, at: whole, report: &report) else { return nil }
    guard
      let asked = AskedQuestion(
        subject, vocabulary: catalogue.vocabulary, questions: questions)
    else {
      report.add(.cannotBeAskedHere(path, isWord: true, at: whole))
      return nil
    }
    return asked
  }

  private func question(
    about variable: Variable, part: Substring, path: String, place: (Range<Int>) -> Place,
    report: inout Report
  ) -> AskedQuestion? {
    if case .band = variable.kind, part.isEmpty,
      let id = questions.id(of: .currentBand)
    {
      return AskedQuestion(.one(id), options: questions[id].options)
    }
    guard let known = ItemPart(rawValue: String(part)), let id = variable.questions[known] else {
      report.add(
        .unknownPart(
          String(part), of: variable.name,
          known: variable.questions.keys.map(\.rawValue).sorted(),
          at: place(0..<path.utf8.count)))
      return nil
    }
    return AskedQuestion(.one(id))
  }

  /// Reports what cannot be used at this place although it has a name.
  func check(
    _ subject: Subject, path: String, at place: Place, report: inout Report
  ) -> Bool {
    if documentScope == .trust, subject.isOfSchool, !isLayout {
      report.add(.notInTrustDocument(path, at: place))
      return false
    }
    if case .rule(let index) = subject, catalogue.vocabulary.rules[index].perBand, !canReadBands {
      report.add(.bandRuleOutsideLoop(path, at: place))
      return false
    }
    return true
  }

  func problem(_ path: String, place: (Range<Int>) -> Place) -> Diagnostic {
    var diagnostic = catalogue.names.problem(with: path, place: place)
    if diagnostic.code == .unknownPath, !variables.isEmpty {
      let names = variables.map(\.name)
      if let near = Suggestion.nearest(to: String(path.prefix { $0 != "." }), in: names) {
        diagnostic.label = "did you mean '\(near)'?"
      }
    }
    return diagnostic
  }
}

/// What kind of text a value is, which decides what filters can do with it.
indirect enum PrintType {
  case text
  /// A word that may have a plural.
  case word(Int)
  case date
  /// A link: an address of some kind.
  case link
  case markdown
  case list(PrintType)

  init?(_ type: ValueType) {
    switch type {
    case .choice, .colour, .file: return nil
    case .date: self = .date
    case .email, .phone, .url: self = .link
    case .markdown: self = .markdown
    case .list(let element):
      guard let inner = PrintType(element) else { return nil }
      self = .list(inner)
    case .text, .name, .month, .term, .duration, .number, .flag: self = .text
    }
  }

  var name: String {
    switch self {
    case .text: "text"
    case .word: "a word"
    case .date: "a date"
    case .link: "a link"
    case .markdown: "text with emphasis and links"
    case .list: "a list"
    }
  }
}
