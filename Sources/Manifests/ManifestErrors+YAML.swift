import Diagnostics

/// The messages about what YAML has and manifests have not; in alphabetical order.
extension Diagnostic {
  static func alias(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'\(shown(place))' is a YAML alias, which manifests do not have",
      at: place,
      help: "write the value out again, or put quotes around a text that starts with '*'"
    )
  }

  static func anchor(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'\(shown(place))' is a YAML anchor, which manifests do not have",
      at: place,
      help: "delete it, or put quotes around a text that starts with '&'"
    )
  }

  static func directive(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'\(shown(place))' is a YAML directive, which manifests do not have",
      at: place,
      help: "delete the line"
    )
  }

  static func documentEnd(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'...' ends a YAML document, which manifests do not need",
      at: place,
      help: "delete the line"
    )
  }

  static func mergeKey(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'<<' is a YAML merge key, which manifests do not have",
      at: place,
      help: "write the entries out; what schools share belongs in trust.yaml"
    )
  }

  static func nullValue(_ place: Place, text: String) -> Self {
    Diagnostic(
      .nullValue, "'\(text)' means no value in YAML",
      at: place,
      help: "write nothing after the colon; or \"\(text)\", with the quotes, if it is a text"
    )
  }

  static func secondDocument(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'---' starts a second document; a manifest is one",
      at: place,
      help: "delete the line, or move what follows to a file of its own"
    )
  }

  static func tag(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'\(shown(place))' is a YAML tag, which manifests do not have",
      at: place,
      help: "delete it, or put quotes around a text that starts with '!'"
    )
  }

  static func templateValue(_ place: Place, text: String) -> Self {
    Diagnostic(
      .badText, "a text that starts with '\(text.prefix(2))' must be in quotes",
      at: place,
      label: "write \(quoted(text))"
    )
  }

  static func textAfterMarker(_ place: Place) -> Self {
    Diagnostic(
      .textAfterValue, "'---' and '...' stand alone on their line",
      at: place,
      help: "put what follows on the next line"
    )
  }
}
