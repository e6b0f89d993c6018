package import Diagnostics

/// What a path in a condition asks about.
package struct AskedQuestion: Sendable {
  /// How the question is put where a rule may differ between bands.
  package enum Form: Sendable {
    case one(QuestionID)
    /// In some band that the school has: for each, whether it has it and the rule there.
    case someBand([(band: QuestionID, rule: QuestionID)])
  }

  package var form: Form
  /// The options that can be asked for; empty where only `exists` can be asked.
  package var options: [String]
  /// The path is a document, and `is issued` is what can be asked.
  package var isDocument = false

  package init(_ form: Form, options: [String] = [], isDocument: Bool = false) {
    self.form = form
    self.options = options
    self.isDocument = isDocument
  }
}

/// Where conditions look names up: the vocabulary alone, or a template with its loops.
package protocol ConditionNames {
  /// Returns what a path asks about; a path that cannot be asked is reported.
  func question(
    _ path: String, place: (Range<Int>) -> Place, report: inout Report
  ) -> AskedQuestion?
}

/// Reads conditions: `rules.byod is all-years and (providers.wifi exists or not …)`.
///
///     condition   = conjunction, { "or", conjunction }
///     conjunction = negation, { "and", negation }
///     negation    = "not", negation | "(", condition, ")" | test
///     test        = path, ( "exists" | "is", [ "not" ], ( "issued" | "one", "of", options | option ) )
///     options     = option, { ",", option }
package struct ConditionParser {
  /// The deepest nesting of brackets and `not`.
  package static let deepest = 64
  /// The most tests in one condition, about as many as anybody could ever read.
  package static let mostTests = 250

  private struct Token {
    enum Kind { case word, comma, open, close, end, other }

    var kind: Kind
    var range: Range<Int>
  }

  private let text: MappedText
  private let table: QuestionTable
  private let names: any ConditionNames
  private var tokens: [Token] = []
  private var index = 0
  private var depth = 0
  private var testCount = 0

  /// Reads a whole text as a condition; nil where it is none, which is reported.
  package static func parse(
    _ text: MappedText, names: some ConditionNames, table: QuestionTable, report: inout Report
  ) -> Condition? {
    var parser = ConditionParser(text: text, table: table, names: names)
    parser.tokenise()
    guard parser.tokens.count > 1 else {
      report.add(.emptyCondition(at: text.place(0..<text.count)))
      return nil
    }
    guard let condition = parser.disjunction(&report) else { return nil }
    guard parser.current.kind == .end else {
      report.add(
        .unexpectedInCondition(
          parser.word, wanted: "'and', 'or' or nothing more",
          at: text.place(parser.current.range)))
      return nil
    }
    return condition
  }

  private init(text: MappedText, table: QuestionTable, names: any ConditionNames) {
    self.text = text
    self.table = table
    self.names = names
  }

  private var current: Token { tokens[index] }
  private var word: String { String(decoding: text.bytes[current.range], as: UTF8.self) }

  private mutating func tokenise() {
    let bytes = text.bytes
    tokens.reserveCapacity(bytes.count / 4 + 2)
    var index = 0
    while index < bytes.count {
      let start = index
      let byte = bytes[index]
      index += 1
      switch byte {
      case 9, 10, 13, 32: continue
      case UInt8(ascii: "("): tokens.append(Token(kind: .open, range: start..<index))
      case UInt8(ascii: ")"): tokens.append(Token(kind: .close, range: start..<index))
      case UInt8(ascii: ","): tokens.append(Token(kind: .comma, range: start..<index))
      case _ where Self.isWordByte(byte):
        while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
        tokens.append(Token(kind: .word, range: start..<index))
      default:
        while index < bytes.count, bytes[index].isUTF8Continuation { index += 1 }
        tokens.append(Token(kind: .other, range: start..<index))
      }
    }
    var end = bytes.count
    while end > 0, bytes[end - 1].isWhitespace { end -= 1 }
    tokens.append(Token(kind: .end, range: end..<end))
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/")
  }

  private func isWord(_ expected: String) -> Bool {
    current.kind == .word && current.range.count == expected.utf8.count
      && text.bytes[current.range].elementsEqual(expected.utf8)
  }

  private mutating func take(_ expected: String) -> Bool {
    guard isWord(expected) else { return false }
    index += 1
    return true
  }

  private mutating func disjunction(_ report: inout Report) -> Condition? {
    guard let first = conjunction(&report) else { return nil }
    var parts = [first]
    while take("or") {
      guard let next = conjunction(&report) else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .disjunction(parts)
  }

  private mutating func conjunction(_ report: inout Report) -> Condition? {
    guard let first = negation(&report) else { return nil }
    var parts = [first]
    while take("and") {
      guard let next = negation(&report) else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .conjunction(parts)
  }

  private mutating func negation(_ report: inout Report) -> Condition? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      report.add(.nestingTooDeep("conditions", at: text.place(current.range)))
      return nil
    }
    if take("not") { return negation(&report)?.negated(table) }
    guard current.kind == .open else { return test(&report) }
    let open = current.range
    index += 1
    guard let inner = disjunction(&report) else { return nil }
    guard current.kind == .close else {
      report.add(
        current.kind == .end
          ? .unclosedBracket(at: text.place(open))
          : .unexpectedInCondition(
            word, wanted: "'and', 'or' or ')'", at: text.place(current.range)))
      return nil
    }
    index += 1
    return inner
  }

  private mutating func test(_ report: inout Report) -> Condition? {
    guard current.kind == .word, !Identifier.reserved.contains(word) else {
      report.add(
        .unexpectedInCondition(
          current.kind == .end ? "" : word, wanted: "a path such as rules.byod",
          at: text.place(current.range)))
      return nil
    }
    let path = word
    let pathRange = current.range
    testCount += 1
    guard testCount <= Self.mostTests else {
      report.add(
        .tooMany(
          "a condition has", "tests", limit: Self.mostTests, at: text.place(pathRange),
          help: "ask one rule for what many of them decide"))
      return nil
    }
    index += 1
    let asked = names.question(
      path,
      place: { part in
        text.place(pathRange.lowerBound + part.lowerBound..<pathRange.lowerBound + part.upperBound)
      }, report: &report)
    if take("exists") {
      guard let asked else { return nil }
      guard !asked.isDocument else {
        report.add(.askIssued(path, at: text.place(pathRange)))
        return nil
      }
      return condition(asked) { $0.anyValue }
    }
    guard take("is") else {
      report.add(
        .unexpectedInCondition(
          current.kind == .end ? "" : word,
          wanted: "'is', 'is not', 'is one of' or 'exists' after '\(path)'",
          at: text.place(current.range)))
      return nil
    }
    return comparison(asked, path: path, pathRange: pathRange, &report)
  }

  /// What follows `is`.
  private mutating func comparison(
    _ asked: AskedQuestion?, path: String, pathRange: Range<Int>, _ report: inout Report
  ) -> Condition? {
    let isNegated = take("not")
    if isWord("issued") {
      index += 1
      guard let asked else { return nil }
      guard asked.isDocument else {
        report.add(.notADocument(path, at: text.place(pathRange)))
        return nil
      }
      return condition(asked) { isNegated ? AnswerSet(0) : $0.anyValue }
    }
    var isList = false
    if isWord("one") {
      index += 1
      guard take("of") else {
        report.add(
          .unexpectedInCondition(word, wanted: "'of' after 'one'", at: text.place(current.range)))
        return nil
      }
      isList = true
    }
    guard let answers = options(asked, path: path, isList: isList, &report), let asked else {
      return nil
    }
    return condition(asked) { isNegated ? $0.everything.subtracting(answers) : answers }
  }

  /// Reads one option, or several with commas between.
  private mutating func options(
    _ asked: AskedQuestion?, path: String, isList: Bool, _ report: inout Report
  ) -> AnswerSet? {
    var answers = AnswerSet(bits: 0)
    var isGood = true
    repeat {
      guard current.kind == .word, !Identifier.reserved.contains(word) else {
        report.add(
          .unexpectedInCondition(
            current.kind == .end ? "" : word, wanted: "an option of '\(path)'",
            at: text.place(current.range)))
        return nil
      }
      if let asked {
        if asked.options.isEmpty {
          report.add(
            asked.isDocument
              ? .askIssued(path, at: text.place(current.range))
              : .notAChoice(path, at: text.place(current.range)))
          return nil
        }
        if let option = asked.options.firstIndex(of: word) {
          answers = answers.union(AnswerSet(option + 1))
        } else {
          isGood = false
          report.add(
            .unknownOption(word, of: path, known: asked.options, at: text.place(current.range)))
        }
      }
      index += 1
      guard isList, current.kind == .comma else { break }
      index += 1
    } while true
    return isGood ? answers : nil
  }

  private func condition(
    _ asked: AskedQuestion, _ answers: (Question) -> AnswerSet
  ) -> Condition {
    switch asked.form {
    case .one(let question): .test(question, answers(table[question]))
    case .someBand(let bands):
      .disjunction(
        bands.map { band, rule in
          .conjunction([
            .test(band, table[band].anyValue), .test(rule, answers(table[rule])),
          ])
        })
    }
  }
}
