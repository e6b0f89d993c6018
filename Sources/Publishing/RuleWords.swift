import Configuration
import Documents

/// A rule and its answers as the pages of schools for the central team say them, laid out once for all schools.
///
/// It is one object, because every school's page takes each of them.
final class RuleWords: Sendable {
  /// The question and the rule's name, as the head of a row.
  let head: [UInt8]
  private let rule: Rule
  /// The options as the vocabulary explains them, in their order.
  private let options: [(id: String, html: [UInt8])]

  init(_ rule: Rule) {
    self.rule = rule
    var html = HTMLWriter()
    html.raw("<tr><th scope=\"row\">")
    html.text(rule.question ?? rule.path)
    html.raw("<br><code>")
    html.text(rule.path)
    html.raw("</code></th>")
    head = html.bytes
    options = rule.options.map { option in
      var html = HTMLWriter()
      html.answer(option.id, rule)
      return (option.id, html.bytes)
    }
  }

  /// Writes an answer: an option, or what a school says in its own words.
  func write(_ answer: String, to html: inout HTMLWriter) {
    if let option = options.first(where: { $0.id == answer }) {
      html.raw(option.html)
    } else {
      html.answer(answer, rule)
    }
  }
}
