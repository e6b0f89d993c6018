package import Diagnostics

/// The messages of the manifest language about its shape: lines, columns, keys, lists and brackets; in alphabetical order.
///
/// All messages are written for people who have never heard of YAML: each names what was written and says
/// what to write instead. Those about single texts and characters are in `ManifestErrors+Text.swift`, those about
/// what YAML has and manifests have not in `ManifestErrors+YAML.swift`.
extension Diagnostic {
  static func badIndentation(_ place: Place, found: Int, expected: [Int]) -> Self {
    let columns = expected.map(String.init).joined(separator: " or ")
    let isDeepest = expected.max().map { found > $0 } ?? false
    return Diagnostic(
      .badIndentation, "this line does not line up with the lines it belongs with",
      at: place,
      label: columns.isEmpty ? nil : "starts in column \(found), not in \(columns)",
      help: isDeepest
        ? "move it left until it starts exactly below the line it belongs with, or write the line above it that is missing"
        : "move it left or right until it starts exactly below the line it belongs with"
    )
  }

  static func blockTextInBrackets(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "a text on lines of its own ('\(shown(place))') cannot stand in brackets",
      at: place,
      help: "write the text in quotes, or the whole value on lines of its own without brackets"
    )
  }

  static func blockTextWithoutKey(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'\(shown(place))' must follow a key or a dash",
      at: place,
      help: "write the key first, as in 'address: \(shown(place))', and the text on the lines below"
    )
  }

  static func bracketTooFarLeft(_ place: Place, column: Int) -> Self {
    Diagnostic(
      .badIndentation, "the closing '\(shown(place))' stands too far left",
      at: place,
      help: "move it right to column \(column), below its key, or further"
    )
  }

  static func bullet(_ place: Place) -> Self {
    Diagnostic(
      .mixedList, "an item of a list starts with '-', not with '\(shown(place))'",
      at: place,
      help: "write '- ' in its place, here and before the other items"
    )
  }

  static func codeFence(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "'```' marks code in Markdown, and is no part of a manifest",
      at: place,
      help: "delete this line, and the one that ends the code"
    )
  }

  static func colonInText(_ place: Place, inBrackets: Bool = false) -> Self {
    let text = shown(place)
    let isQuoted = text.hasPrefix("\"") || text.hasPrefix("'")
    return Diagnostic(
      .badText, "a text that holds ': ' or ends with ':' must be in quotes",
      at: place,
      label: isQuoted ? "put all of it in quotes" : "write \(quoted(text))",
      help: inBrackets
        ? "or put a comma before the next key, if there are two entries here"
        : keyAtStart(of: text).map {
          "or put brackets around it, if '\($0)' is a key of its own: {\($0): …}"
        }
    )
  }

  /// The key that a text begins with which may be an entry that was meant to stand in brackets.
  private static func keyAtStart(of text: String) -> Substring? {
    let key = text.utf8.prefix {
      (97...122).contains($0) || (48...57).contains($0) || $0 == Byte.dash
    }
    guard key.first.map({ (97...122).contains($0) }) == true,
      text.utf8.dropFirst(key.count).starts(with: ": ".utf8)
    else { return nil }
    return Substring(key)
  }

  static func complexKey(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "a key must be a text on one line, followed by ':'",
      at: place,
      label: shown(place) == "?" ? "'?' announces a YAML key of several lines" : nil,
      help: "write 'key: value'; a text that starts with '\(shown(place).prefix(1))' needs quotes"
    )
  }

  static func dashInBrackets(_ place: Place) -> Self {
    Diagnostic(
      .badText, "items in brackets are divided by commas, not marked with '-'",
      at: place,
      help: "write '[one, two]', or put quotes around a text that is only '-'"
    )
  }

  static func duplicateKey(
    _ key: String, below: String, at place: Place, first: Place, values: (Node, Node),
    areBlocks: Bool
  ) -> Self {
    let help =
      if below == "leads" {
        mendOfRoleTwice(key, values, lines: (first, place))
      } else if areBlocks {
        "move what stands below this one to the first, and delete this one"
      } else {
        "\(keepingOne(first, place)), and delete the other"
      }
    return Diagnostic(
      .duplicateKey, "'\(clipped(key))' is set twice at the same level",
      at: place,
      label: "set again here",
      notes: [Note("first set here", at: first)],
      help: help
    )
  }

  /// - Parameter lines: From which line to which there is what is there already.
  static func duplicateKeys(
    _ first: String, to last: String, at place: Place, first other: Place, lines: (Int?, Int?)
  ) -> Self {
    let range: String =
      if let one = lines.0, let two = lines.1, one != two {
        "the lines from \(one) to \(two)"
      } else {
        "what is there twice"
      }
    return Diagnostic(
      .duplicateKey,
      "from '\(clipped(first))' to '\(clipped(last))' all is set twice at the same level",
      at: place,
      label: "set again here",
      notes: [Note("first set here", at: other)],
      help: "write the line above this one that is missing, or delete \(range)"
    )
  }

  /// What to do where a role is given twice: it may be meant for two people.
  private static func mendOfRoleTwice(
    _ role: String, _ values: (Node, Node), lines: (Place, Place)
  ) -> String {
    let one = "\(keepingOne(lines.0, lines.1)), and delete the other"
    var list = "[{name: …}, {name: …}]"
    if case .scalar(let first) = values.0.content, case .scalar(let second) = values.1.content {
      guard first.text != second.text else { return one }
      let names = [first.text, second.text]
      // A name with a mark of its own would need quotes.
      let arePlain = names.allSatisfy { $0.utf8.allSatisfy { !",[]{}:#\"'".utf8.contains($0) } }
      list = arePlain ? "[\(clipped(names[0])), \(clipped(names[1]))]" : "[one, the other]"
    }
    return
      "\(one); if two people hold the role, write both in one line, '\(clipped(role)): \(list)'; if one is the other's deputy, give that one the deputy's role"
  }

  private static func keepingOne(_ first: Place, _ second: Place) -> String {
    guard let one = first.start?.line, let two = second.start?.line, one != two else {
      return "keep one of the two"
    }
    return "keep line \(one) or line \(two)"
  }

  static func emptyItem(_ place: Place) -> Self {
    Diagnostic(
      .emptyItem, "this item of the list is empty",
      at: place,
      help: "write its value after '- ', or delete the line"
    )
  }

  static func emptyKey(_ place: Place) -> Self {
    Diagnostic(
      .emptyText, "a key cannot be empty",
      at: place,
      help: "write the key's name before ':'"
    )
  }

  static func keyTooLong(_ place: Place, limit: Int) -> Self {
    Diagnostic(
      .keyTooLong, "a key has at most \(limit) characters",
      at: place,
      help: "check that the colon after it is where it belongs"
    )
  }

  static func lineAmongItems(_ place: Place) -> Self {
    Diagnostic(
      .mixedList, "every line of a list starts with '- '",
      at: place,
      label: "this line stands among the items of a list",
      help: "put '- ' before it, or move it to where it belongs"
    )
  }

  static func lineInBracketsTooFarLeft(_ place: Place, open: Place) -> Self {
    Diagnostic(
      .badIndentation, "lines in brackets must stand further right than the key",
      at: place,
      notes: [Note("the brackets open here", at: open)],
      help: "move the line to the right, or close the brackets before it"
    )
  }

  static func lineLost(_ place: Place, found: Int, expected: Int) -> Self {
    Diagnostic(
      .badIndentation, "this line is indented, but the line that it belongs to is missing",
      at: place,
      label: "starts in column \(found), not in \(expected)",
      help: "write the line above it, which ends with ':', or move it left to column \(expected)"
    )
  }

  static func listAmongKeys(_ place: Place) -> Self {
    Diagnostic(
      .mixedList, "a list item cannot stand among keys",
      at: place,
      help: "move the list right, below the key it belongs to"
    )
  }

  static func listOnKeyLine(_ place: Place) -> Self {
    Diagnostic(
      .mixedList, "a list starts on the line below its key",
      at: place,
      help: "put '\(shown(place))' on a line of its own, or in quotes if it is a text"
    )
  }

  package static func mergeMark(_ place: Place) -> Self {
    Diagnostic(
      .mergeMark, "a merge has left its marks in this file",
      at: place,
      help:
        "keep one of the two versions between '<<<<<<<' and '>>>>>>>', and delete the other and all lines with such marks"
    )
  }

  static func missingColon(_ place: Place) -> Self {
    Diagnostic(
      .missingColon, "no colon follows '\(shown(place))'",
      at: place,
      help: "write 'key: value', with a space after the colon"
    )
  }

  static func missingComma(_ place: Place) -> Self {
    Diagnostic(
      .missingComma, "a comma must stand before this",
      at: place,
      help: "divide what is in brackets with commas; a text stands on one line"
    )
  }

  static func missingKey(_ place: Place) -> Self {
    Diagnostic(
      .missingKey, "no key stands before this colon",
      at: place,
      help: "write 'key: value', or put quotes around a text that starts with ':'"
    )
  }

  static func missingSpace(_ place: Place, after sign: String, write text: String) -> Self {
    Diagnostic(
      .missingSpace, "a space must stand after '\(sign)'",
      at: place,
      label: "write '\(clipped(text))'"
    )
  }

  static func missingSpace(_ place: Place, before sign: String) -> Self {
    Diagnostic(
      .missingSpace, "a space must stand before '\(sign)'",
      at: place,
      help: "a comment starts with ' # '; a text that holds '#' needs quotes around all of it"
    )
  }

  static func missingSpaceAfterColon(_ place: Place) -> Self {
    Diagnostic(.missingSpace, "a space must stand after ':'", at: place, label: "write ': '")
  }

  static func nestingTooDeep(_ place: Place, limit: Int) -> Self {
    Diagnostic(
      .nestingTooDeep, "lists and mappings are nested more than \(limit) levels deep",
      at: place,
      help: "move some of it up to a level nearer the start"
    )
  }

  static func nothingAbove(_ place: Place) -> Self {
    Diagnostic(
      .badIndentation, "this line is indented, but stands under nothing",
      at: place,
      help:
        "write the line above it that is missing, which ends with ':', or move it to the left edge"
    )
  }

  static func pairInList(_ place: Place) -> Self {
    Diagnostic(
      .unsupportedYAML, "a list in square brackets cannot hold 'key: value'",
      at: place,
      help: "write '{key: value}' in curly brackets, or put quotes around a text"
    )
  }

  static func strayBracket(_ place: Place) -> Self {
    Diagnostic(
      .unclosed, "no bracket is open that '\(shown(place))' could close",
      at: place,
      help: "delete it, or write the bracket that opens"
    )
  }

  static func strayComma(_ place: Place) -> Self {
    Diagnostic(
      .emptyItem, "nothing stands before this comma",
      at: place,
      help: "delete the comma, or write what is missing before it"
    )
  }

  static func tabIndentation(_ place: Place) -> Self {
    Diagnostic(
      .tabIndentation, "a line is indented with a tab",
      at: place,
      help: "use spaces, two for each level"
    )
  }

  static func tabAfterDash(_ place: Place) -> Self {
    Diagnostic(
      .tabIndentation, "a tab stands between '-' and the first key or item",
      at: place,
      help: "use one space"
    )
  }

  static func tabLine(_ place: Place) -> Self {
    Diagnostic(
      .tabIndentation, "a line of this text holds nothing but a tab",
      at: place,
      help: "delete the tab"
    )
  }

  static func textAfterBrackets(_ place: Place) -> Self {
    Diagnostic(
      .textAfterValue, "nothing may follow the closing bracket",
      at: place,
      help: "delete it, or put quotes around the whole value if it is a text"
    )
  }

  static func unclosedBracket(_ place: Place) -> Self {
    Diagnostic(
      .unclosed, "the bracket '\(shown(place))' is not closed",
      at: place,
      help: "write '\(shown(place) == "[" ? "]" : "}")' after its last value"
    )
  }

  static func wrongBracket(_ place: Place, open: Place, expected: UInt8) -> Self {
    Diagnostic(
      .unclosed, "'\(shown(open))' is not closed before '\(shown(place))'",
      at: open,
      notes: [Note("this bracket closes another kind", at: place)],
      help: "write '\(String(decoding: [expected], as: UTF8.self))' where the value ends"
    )
  }

  // MARK: - Showing what was written

  /// The longest text that is repeated in a message.
  private static let longestExcerpt = 40

  static func shown(_ place: Place) -> String {
    // Read no more of a long line than is shown; four bytes are the most that a character has.
    let start = Int(place.range?.start ?? 0)
    let end = min(Int(place.range?.end ?? 0), start + (longestExcerpt + 1) * 4)
    return clipped(place.file.text(TextRange(start, end)))
  }

  static func clipped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > longestExcerpt else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(longestExcerpt))) + "…"
  }

  /// Returns a text as it would be written in quotes.
  static func quoted(_ text: String) -> String {
    let clipped = clipped(text)
    return clipped.utf8.contains(Byte.doubleQuote) || clipped.utf8.contains(Byte.backslash)
      ? "'\(clipped.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
      : "\"\(clipped)\""
  }
}
