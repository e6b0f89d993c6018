/// The forms that values can have, as JSON Schema.
///
/// Manifests know only text. Other readers of YAML make numbers of `4` and truth values of `true`, so
/// where such a text may stand the schema takes the number as well.
enum SchemaTypes {
  /// What is declared once, by name.
  static let definitions: [(String, SchemaNode)] = [
    (
      "text",
      .any([
        SchemaNode([("type", .text("string")), ("minLength", .number(1))]),
        SchemaNode([("type", .texts(["number", "boolean"]))]),
      ])
    ),
    ("name", .any([.text(pattern: "^[^\\n]+$"), SchemaNode([("type", .text("number"))])])),
    ("email", .text(pattern: email)),
    ("phone", .any([.text(pattern: phone), .integer(from: 100)])),
    ("url", .text(pattern: url)),
    ("date", .text(pattern: date)),
    ("month", .text(pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$")),
    ("term", .text(pattern: term)),
    (
      "review-date",
      .any([
        .text(pattern: date), .text(pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$"), .text(pattern: term),
      ])
    ),
    (
      "duration",
      .text(pattern: "^(1 (year|month|term)|([2-9]|[1-9][0-9]) (years|months|terms))$")
    ),
    (
      "number",
      .any([
        .text(pattern: "^(0|-?[1-9][0-9]{0,8})$"), .integer(from: -999_999_999, to: 999_999_999),
      ])
    ),
    (
      "flag",
      SchemaNode([
        (
          "enum",
          .values([
            .text("yes"), .text("no"), .text("true"), .text("false"), .flag(true), .flag(false),
          ])
        )
      ])
    ),
    ("no", SchemaNode([("enum", .values([.text("no"), .text("false"), .flag(false)]))])),
    ("colour", .text(pattern: "^#[0-9A-Fa-f]{6}$")),
    ("file", .text(pattern: "^(?!/)(?!(.*/)?\\.\\.(/|$))[^\\n]+$")),
    ("urn", .any([.text(pattern: "^[0-9]{6}$"), .integer(from: 100_000, to: 999_999)])),
    (
      "version",
      .any([
        .text(pattern: "^[0-9]{1,6}(\\.[0-9]{1,6}){0,3}$"),
        SchemaNode([("type", .text("number")), ("minimum", .number(0))]),
      ])
    ),
  ]

  private static let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
  private static let email =
    "^(?![.])[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]+(?<![.])@(\(label)\\.)+\(label)$"
  private static let url =
    "^https?://\(label)(\\.\(label))*(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]*)?$"
  private static let phone =
    "^(1[0-9]{2}|999|(\\+44|0|\\(0)([ ()-]*[0-9]){7,11}[ )]*)( *ext\\.? *[0-9]{1,6})?$"
  private static let date = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
  private static let term = "^(Autumn|Spring|Summer) [0-9]{4}$"

  /// Returns the form of a type.
  static func node(of type: ValueType) -> SchemaNode {
    switch type {
    case .text, .markdown: .reference("text")
    case .name: .reference("name")
    case .email: .reference("email")
    case .phone: .reference("phone")
    case .url: .reference("url")
    case .date: .reference("date")
    case .month: .reference("month")
    case .term: .reference("term")
    case .duration: .reference("duration")
    case .number: .reference("number")
    case .flag: .reference("flag")
    case .colour: .reference("colour")
    case .file: .reference("file")
    case .choice(let options): .choice(options)
    case .list(let element): .list(of: node(of: element))
    }
  }
}
