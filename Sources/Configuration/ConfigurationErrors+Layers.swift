import Diagnostics

/// What is wrong with how a manifest gives what it says.
extension Diagnostic {
  /// A part of an entry that stands as a key of its own.
  ///
  /// - Parameter whole: The entry that was meant, where its name may be misspelt in the key.
  static func partAsKey(
    _ key: String, of whole: String, _ kind: NameKind, at place: Place
  ) -> Self {
    let part = key.drop { $0 != "." }.dropFirst()
    return Diagnostic(
      kind.code, "no \(kind.rawValue) is called '\(key)'", at: place,
      label: "'\(part)' is a part of '\(whole)'",
      help:
        "write '\(part):' below '\(whole):', with two more spaces before it, or in its brackets")
  }

  static func ruleTwice(_ rule: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .duplicateKey, "'\(rule)' is answered twice", at: place, label: "answered again here",
      notes: [Note("first answered here", at: first)], help: "keep one of the two")
  }
}
