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
  case emptyText = "empty-text"
  case fileTooLarge = "file-too-large"
  case lineTooLong = "line-too-long"
  case missingColon = "missing-colon"
  case nestingTooDeep = "nesting-too-deep"
  case notUTF8 = "not-utf8"
  case tabIndentation = "tab-indentation"
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
    case .emptyText: "A text is given but empty."
    case .fileTooLarge: "A file is larger than the program reads."
    case .lineTooLong: "A line is longer than the program reads."
    case .missingColon: "A line of a mapping has no colon after its key."
    case .nestingTooDeep: "Something is nested more than 64 levels deep."
    case .notUTF8: "A file is not UTF-8 text."
    case .tabIndentation: "A line is indented with a tab."
    case .unclosed: "A quotation, a bracket or a tag is opened and never closed."
    case .unsupportedYAML: "A part of YAML that manifests do not have."
    }
  }
}
