import Diagnostics

/// The messages about texts: characters, spaces, quotation marks and texts of several lines; in alphabetical order.
extension Diagnostic {
  static func badEscape(_ place: Place, text: String) -> Self {
    Diagnostic(
      .badEscape, "'\(text)' stands for nothing inside double quotes",
      at: place,
      help: #"write '\\' for a backslash, or use single quotes, which leave a backslash as it is"#
    )
  }

  static func commentOrText(_ place: Place, text: String) -> Self {
    Diagnostic(
      .badText, .warning, "'\(clipped(text))' is left out as a comment",
      at: place,
      help: "put the whole value in quotes, or a space after '#' if it is meant as a comment"
    )
  }

  static func controlCharacter(_ value: UInt32, at place: Place) -> Self {
    let name = ControlCharacter.name(value)
    return Diagnostic(
      .controlCharacter, "there is an invisible control character here (\(name))",
      at: place,
      help: "delete it; it may have come with text copied from another program"
    )
  }

  static func controlEscape(_ value: UInt32, at place: Place, text: String) -> Self {
    let name = ControlCharacter.name(value)
    return Diagnostic(
      .controlCharacter, "'\(text)' stands for a control character (\(name))",
      at: place,
      help: "delete it; no text needs one"
    )
  }

  static func curlyQuotes(_ place: Place) -> Self {
    Diagnostic(
      .badText, .warning, "these curly quotes become part of the text", at: place,
      help: "delete them; where they are to be printed, put straight quotes around the whole"
    )
  }

  static func emptyBlockText(_ place: Place) -> Self {
    Diagnostic(
      .emptyText, "no text follows '\(shown(place))'",
      at: place,
      help: "write it on the lines below, further right than the key; or leave the key out"
    )
  }

  static func emptyText(_ place: Place, text: String) -> Self {
    Diagnostic(
      .emptyText, "\(text) is an empty text",
      at: place,
      help: "write nothing after the colon, or leave the key out, if there is no value"
    )
  }

  static func fileTooLarge(_ file: SourceFile, limit: Int) -> Self {
    Diagnostic(
      .fileTooLarge, "the file is larger than \(limit >> 20) MiB, the most a manifest may have",
      at: file.place,
      help: "check that it is the right file"
    )
  }

  static func lineTooLong(_ place: Place) -> Self {
    Diagnostic(
      .lineTooLong, "a line is at most \(TextCheck.longestLine >> 10) KiB long",
      at: place,
      help: "write a long text on several lines after '>'"
    )
  }

  static func loneCarriageReturn(_ place: Place) -> Self {
    Diagnostic(
      .controlCharacter, "a line ends with a carriage return alone",
      at: place,
      help: "save the file with the line ends of Windows (CRLF) or Unix (LF)"
    )
  }

  static func lostLetter(_ place: Place) -> Self {
    Diagnostic(
      .controlCharacter, "a letter was lost here when the file was saved (U+FFFD)",
      at: place,
      help: "type it again, and save the file as UTF-8"
    )
  }

  static func multilineText(_ place: Place, start: Place) -> Self {
    Diagnostic(
      .multilineText, "a text goes on over a second line",
      at: place,
      notes: [Note("the text starts here", at: start)],
      help:
        "write '>' where it starts and all of it on the lines below; with '|' line ends are kept"
    )
  }

  static func noCharacter(_ place: Place, text: String) -> Self {
    Diagnostic(
      .badEscape, "'\(text)' is not a character of Unicode",
      at: place,
      help: #"write the character itself; one beyond \uFFFF is written \U with eight digits"#
    )
  }

  static func notUTF8(_ place: Place, byte: UInt8) -> Self {
    let digits = String(byte, radix: 16, uppercase: true)
    return Diagnostic(
      .notUTF8, "the file is not UTF-8: byte \(digits) does not belong here",
      at: place,
      help: "save the file as UTF-8 (in an editor: Save as, Encoding)"
    )
  }

  static func notUTF8(_ file: SourceFile, encoding: String) -> Self {
    Diagnostic(
      .notUTF8, "the file is \(encoding), not UTF-8",
      at: file.place,
      help: "save the file as UTF-8 (in an editor: Save as, Encoding)"
    )
  }

  static func nulByte(_ place: Place) -> Self {
    Diagnostic(
      .controlCharacter, "the file is no text: it holds a null character",
      at: place,
      help: "check that it is the right file, and save it as plain text"
    )
  }

  static func oddSpace(_ place: Place) -> Self {
    Diagnostic(
      .oddSpace, "a text starts with a space that is not an ordinary one",
      at: place,
      help: "delete it and type the spaces again; it may have come from a web page or a document"
    )
  }

  static func oddIndentation(_ place: Place) -> Self {
    Diagnostic(
      .oddSpace, "a line is indented with spaces that are not ordinary ones",
      at: place,
      help:
        "delete them and type the spaces again; they may have come from a web page or a document"
    )
  }

  static func oddSpaceAfterColon(_ place: Place) -> Self {
    Diagnostic(
      .oddSpace, "the space after ':' is not an ordinary one",
      at: place,
      help: "delete it and type the space again; it may have come from a web page or a document"
    )
  }

  static func oddSpaceAtEnd(_ place: Place) -> Self {
    Diagnostic(
      .oddSpace, "a text ends with a space that is not an ordinary one",
      at: place,
      help: "delete it; it may have come from a web page or a document"
    )
  }

  static func reservedStart(_ place: Place) -> Self {
    Diagnostic(
      .badText, "a text that starts with '\(shown(place))' must be in quotes",
      at: place
    )
  }

  static func shortEscape(_ place: Place, text: String, digits: Int) -> Self {
    Diagnostic(
      .badEscape, "'\(text)' must be followed by \(digits) hexadecimal digits",
      at: place,
      help: #"write '\\' for a backslash, or use single quotes, which leave a backslash as it is"#
    )
  }

  static func textAfterBlockIndicator(_ place: Place, indicator: String) -> Self {
    Diagnostic(
      .badText, "nothing but '+', '-', a digit or a comment may follow '\(indicator)' on its line",
      at: place,
      help: "put the text on the lines below, or in quotes if it is one line"
    )
  }

  static func textAfterQuotation(_ place: Place, quote: UInt8) -> Self {
    let sign = quote == Byte.singleQuote ? "an apostrophe" : "a quotation mark"
    let doubled = quote == Byte.singleQuote ? "''" : #"\""#
    let other = quote == Byte.singleQuote ? "double" : "single"
    return Diagnostic(
      .textAfterValue, "nothing may follow the closing quote",
      at: place,
      help: "put all of it in \(other) quotes, or write \(doubled) for \(sign) inside"
    )
  }

  static func twiceEncoded(_ place: Place) -> Self {
    Diagnostic(
      .notUTF8,
      "'\(shown(place))' is what became of one letter when the file was saved in another encoding",
      at: place,
      help: "type the letter again, and save the file as UTF-8"
    )
  }

  static func unclosedQuotation(_ place: Place, quote: UInt8) -> Self {
    let sign = quote == Byte.singleQuote ? "'" : "\""
    return Diagnostic(
      .unclosed, "a text in quotes must end on the line it starts on",
      at: place,
      help: "write \(sign) at its end; or '>' here and the text, without quotes, on the lines below"
    )
  }

  static func unevenBlockText(_ place: Place, start: Place) -> Self {
    Diagnostic(
      .badIndentation, "this line stands further left than the text it seems to belong to",
      at: place,
      notes: [Note("the text starts here", at: start)],
      help: "start every line of the text in the same column"
    )
  }

  static func wideEmptyLine(_ place: Place) -> Self {
    Diagnostic(
      .badIndentation, "an empty line before the text has more spaces than the text's first line",
      at: place,
      help: "delete the spaces on the empty line"
    )
  }
}
