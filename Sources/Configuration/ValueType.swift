package import Diagnostics
package import Manifests

/// A type a value can have.
package indirect enum ValueType: Sendable {
  case text, markdown, name, email, phone, url, date, month, term, duration, number, flag
  case colour, file
  case choice([Choice])
  case list(ValueType)

  /// Reads the name of a type, `list of text`; choices need their options besides.
  package init?(named name: String, options: [Choice]) {
    if name.hasPrefix("list of ") {
      let rest = name.dropFirst(8)
      guard !rest.hasPrefix("list of "),
        let element = ValueType(named: String(rest), options: options)
      else { return nil }
      self = .list(element)
      return
    }
    switch name {
    case "text": self = .text
    case "markdown": self = .markdown
    case "name": self = .name
    case "email": self = .email
    case "phone": self = .phone
    case "url": self = .url
    case "date": self = .date
    case "month": self = .month
    case "term": self = .term
    case "duration": self = .duration
    case "number": self = .number
    case "yes/no", "true/false": self = .flag
    case "colour": self = .colour
    case "file": self = .file
    case "choice": self = .choice(options)
    default: return nil
    }
  }

  /// The names a type may be given by.
  package static let names = [
    "text", "markdown", "name", "email", "phone", "url", "date", "month", "term", "duration",
    "number", "yes/no", "colour", "choice", "file", "list of text",
  ]

  /// The options where the type is a choice; `yes` and `no` where it is that.
  package var options: [Choice] {
    switch self {
    case .choice(let options): options
    case .flag:
      [
        Choice(id: "yes", meaning: "Yes.", range: .zero),
        Choice(id: "no", meaning: "No.", range: .zero),
      ]
    default: []
    }
  }

  /// Whether a condition can ask which value it has, and not only whether it has one.
  package var isFinite: Bool { !options.isEmpty }

  /// What is expected, for messages: `must be …`.
  package var expectation: String {
    switch self {
    case .text, .markdown: "text, not a list or keys"
    case .name: "a person's name on one line"
    case .email: "an e-mail address such as office@riverside.example"
    case .phone: "a UK telephone number such as 01632 960001 or +44 1632 960001 ext 12"
    case .url: "a web address that starts with https:// or http://"
    case .date: "a date such as 2026-09-15, year first"
    case .month: "a month such as 2026-09"
    case .term: "a term such as Autumn 2026"
    case .duration: "a length of time such as 1 year, 6 months or 1 term"
    case .number: "a whole number such as 7"
    case .flag: "yes or no"
    case .colour: "a colour such as \"#1d4f91\", in quotes"
    case .file: "the name of a file in the school's own folder"
    case .choice(let options): Prose.list(options.map(\.id), joinedBy: "or")
    case .list(.text), .list(.markdown), .list(.name): "a list such as [first, second]"
    case .list(let element): "a list such as [first, second], each \(element.expectation)"
    }
  }

  /// Reads a value, or reports why it is none of this type.
  package func read(
    _ node: Node, key: String, file: SourceFile, report: inout Report
  ) -> Value? {
    if case .list(let element) = self {
      guard case .sequence(let nodes) = node.content else {
        report.add(.wrongType(key, wanted: expectation, at: file.place(node.range)))
        return nil
      }
      let values = nodes.compactMap { element.read($0, key: key, file: file, report: &report) }
      // An empty list is not given.
      return values.isEmpty || values.count < nodes.count ? nil : .list(values)
    }
    guard case .scalar(let scalar) = node.content else {
      if case .none = node.content { return nil }
      report.add(.wrongType(key, wanted: expectation, at: file.place(node.range)))
      return nil
    }
    guard let value = parse(scalar.text) else {
      report.add(mistake(scalar.text, key: key, at: file.place(node.range)))
      return nil
    }
    if case .markdown(let markdown) = value {
      for address in markdown.addresses where !MarkdownText.isSafe(address) {
        report.add(.unsafeLink(address, at: file.place(node.range)))
        return nil
      }
    }
    return value
  }

  /// Reads a value from its text.
  package func parse(_ text: String) -> Value? {
    switch self {
    case .text: .text(Self.withoutLineEnd(text))
    case .markdown: .markdown(MarkdownText(Self.withoutLineEnd(text)))
    case .name: text.utf8.contains(UInt8(ascii: "\n")) ? nil : .name(text)
    case .email: TextForm.isEmail(text) ? .email(text) : nil
    case .phone: PhoneNumber(text).map(Value.phone)
    case .url: TextForm.isWebAddress(text) ? .url(text) : nil
    case .date: CalendarDate(text).map(Value.date)
    case .month: CalendarMonth(text).map(Value.month)
    case .term: SchoolTerm(text).map(Value.term)
    case .duration: ReviewPeriod(text).map(Value.duration)
    case .number: Self.number(text).map(Value.number)
    case .flag: Fields.flag(text).map(Value.flag)
    case .colour: Colour(text).map(Value.colour)
    case .file: TextForm.isInnerPath(text) ? .file(text) : nil
    case .choice(let options): options.firstIndex { $0.id == text }.map(Value.choice)
    case .list: nil
    }
  }

  private static func withoutLineEnd(_ text: String) -> String {
    guard text.hasSuffix("\n") else { return text }
    var text = text
    text.removeLast()
    return text
  }

  /// A whole number of up to nine digits.
  private static func number(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit),
      digits == "0" || digits.first != "0"
    else { return nil }
    return Int(text)
  }

  private func mistake(_ text: String, key: String, at place: Place) -> Diagnostic {
    switch self {
    case .choice(let options):
      .unknownOption(text, of: key, known: options.map(\.id), at: place)
    case .date where CalendarDate.numbers(text, widths: [4, 2, 2]) != nil:
      .impossibleDate(text, at: place)
    default:
      .wrongType(key, wanted: expectation, at: place, help: mend(text))
    }
  }

  /// What to write in the place of a text that is no value of this type, where that can be told.
  func mend(_ text: String) -> String? {
    switch self {
    case .date:
      if let correction = CalendarDate.correction(of: text) { return correction }
    case .url:
      let isBare = text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ":") && $0 < 0x7F }
      if isBare, TextForm.isWebAddress("https://\(text)"), text.contains(".") {
        return "write https://\(text)"
      }
    default: break
    }
    let isOdd = text.unicodeScalars.contains {
      (0x2000...0x2015).contains($0.value) || [0xA0, 0xAD, 0x202F, 0x3000].contains($0.value)
    }
    return isOdd ? "a space or a hyphen in it is not an ordinary one: type it again" : nil
  }
}
