/// Every problem the program can report; the raw value is the code a user searches for.
///
/// Codes are stable: a code is never given to another problem.
package enum DiagnosticCode: String, CaseIterable, Sendable {
  // The manifest language.
  case badEscape = "bad-escape"
  case badIndentation = "bad-indentation"
  case badText = "bad-text"
  case controlCharacter = "control-character"
  case duplicateKey = "duplicate-key"
  case emptyItem = "empty-item"
  case emptyText = "empty-text"
  case fileTooLarge = "file-too-large"
  case keyTooLong = "key-too-long"
  case lineTooLong = "line-too-long"
  case missingColon = "missing-colon"
  case missingComma = "missing-comma"
  case missingKey = "missing-key"
  case missingSpace = "missing-space"
  case mixedList = "mixed-list"
  case multilineText = "multiline-text"
  case nestingTooDeep = "nesting-too-deep"
  case notUTF8 = "not-utf8"
  case nullValue = "null-value"
  case oddSpace = "odd-space"
  case tabIndentation = "tab-indentation"
  case textAfterValue = "text-after-value"
  case unclosed = "unclosed"
  case unsupportedYAML = "unsupported-yaml"

  /// What the code means, in one sentence.
  package var summary: String {
    switch self {
    case .badEscape: "A double-quoted text has an escape that YAML does not know."
    case .badIndentation: "A line stands further left or right than the lines it belongs with."
    case .badText: "A value holds a character that needs quotes here."
    case .controlCharacter: "A file holds a control character that no text needs."
    case .duplicateKey: "A key is set twice in the same mapping."
    case .emptyItem: "A list has an item without a value."
    case .emptyText: "A text is given but empty."
    case .fileTooLarge: "A file is larger than the program reads."
    case .keyTooLong: "A key is longer than YAML readers look for its colon."
    case .lineTooLong: "A line is longer than the program reads."
    case .missingColon: "A line of a mapping has no colon after its key."
    case .missingComma: "Two values in brackets have no comma between them."
    case .missingKey: "A colon has no key before it."
    case .missingSpace: "A sign that needs a space beside it has none."
    case .mixedList: "List items and keys are mixed at one level."
    case .multilineText: "A text goes on over a second line where it must not."
    case .nestingTooDeep: "Something is nested more than 64 levels deep."
    case .notUTF8: "A file is not UTF-8 text."
    case .nullValue: "A value is one of YAML's words for no value."
    case .oddSpace: "A text starts with a space that YAML takes for a letter."
    case .tabIndentation: "A line is indented with a tab."
    case .textAfterValue: "Something stands behind a value that was complete."
    case .unclosed: "A quotation, a bracket or a tag is opened and never closed."
    case .unsupportedYAML: "A part of YAML that manifests do not have."
    }
  }
}
