import Diagnostics
import Testing

@Suite struct TextFaceTests {
  private let file = SourceFile(
    path: "Schools/riverside/school.yaml",
    text: "rules:\n  byodd: all-years\n  phones: handed-in\n")

  /// Returns how an error at a run of bytes of a text is shown, without its last, empty line.
  private func shown(
    _ text: String, _ start: Int, _ end: Int, label: String? = nil, path: String = "f"
  ) -> String {
    let file = SourceFile(path: path, text: text)
    return TextFace().render(
      Diagnostic(.badText, "m", at: file.place(TextRange(start, end)), label: label))
  }

  @Test func `an error with a label and help`() {
    let diagnostic = Diagnostic(
      .missingKey, "no rule is called 'byodd'", at: file.place(TextRange(9, 14)),
      label: "did you mean 'byod'?", help: "rules are declared in Templates/vocabulary.yaml")
    #expect(
      TextFace().render([diagnostic]) == """
        error[missing-key]: no rule is called 'byodd'
          --> Schools/riverside/school.yaml:2:3
          |
        2 |   byodd: all-years
          |   ^^^^^ did you mean 'byod'?
          |
           = rules are declared in Templates/vocabulary.yaml


        """)
  }

  @Test func `notes with and without a place`() {
    let diagnostic = Diagnostic(
      .duplicateKey, .warning, "twice", at: file.place(TextRange(28, 34)),
      notes: [
        .init("first here", at: file.place(TextRange(9, 14))), .init("no place"),
        .init("a whole file", at: file.place),
      ])
    #expect(
      TextFace().render(diagnostic) == """
        warning[duplicate-key]: twice
          --> Schools/riverside/school.yaml:3:3
          |
        3 |   phones: handed-in
          |   ^^^^^^
          |
           = note: first here
          ::: Schools/riverside/school.yaml:2:3
          |
        2 |   byodd: all-years
          |   ^^^^^
          |
           = note: no place
           = note: a whole file
          ::: Schools/riverside/school.yaml

        """)
  }

  @Test func `colours are marks around the same text`() {
    for severity in [Severity.error, .warning, .note] {
      let diagnostic = Diagnostic(
        .badText, severity, "m", at: file.place(TextRange(9, 14)), label: "l",
        notes: [.init("n", at: file.place(TextRange(0, 5)))], help: "h")
      let coloured = TextFace(style: .coloured).render(diagnostic)
      #expect(coloured.contains("\u{1B}[1;"))
      #expect(coloured.hasPrefix("\u{1B}["))
      // Each colour ends on its own line, so that a cut output does not colour what follows it.
      for line in coloured.split(separator: "\n") {
        let last = line.matches(of: /\u{1B}\[[0-9;]*m/).last?.output ?? "\u{1B}[0m"
        #expect(last == "\u{1B}[0m", "\(line.debugDescription)")
      }
      let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(plain == TextFace(style: .plain).render(diagnostic))
    }
  }

  @Test func `a whole file has no excerpt`() {
    let diagnostic = Diagnostic(.fileTooLarge, "too large", at: file.place, label: "l", help: "h")
    #expect(
      TextFace().render(diagnostic) == """
        error[file-too-large]: too large
          --> Schools/riverside/school.yaml
           = l
           = h

        """)
  }

  @Test func `an empty file`() {
    #expect(shown("", 0, 0) == "error[bad-text]: m\n  --> f:1:1\n")
  }

  @Test func `the gutter is as wide as the line's number`() {
    let text = String(repeating: "a\n", count: 99) + "bad\n"
    #expect(
      shown(text, 198, 201) == """
        error[bad-text]: m
          --> f:100:1
            |
        100 | bad
            | ^^^
            |

        """)
  }

  @Test func `an empty place is marked once`() {
    #expect(shown("a: b\n", 2, 2).contains("| a: b\n  |   ^\n"))
    #expect(shown("a:\n", 2, 2).contains("| a:\n  |   ^\n"))
    #expect(shown("a: b", 4, 4).contains("f:1:5\n  |\n1 | a: b\n  |     ^\n"))
    #expect(shown("a: b\n", 5, 5).contains("f:2:1\n  |\n2 | \n  | ^\n"))
  }

  @Test func `of several lines the first is marked`() {
    #expect(shown("a: |\n  b\n  c\n", 3, 12).contains("1 | a: |\n  |    ^\n"))
    #expect(shown("a: one\nb\n", 3, 8).contains("1 | a: one\n  |    ^^^\n"))
  }

  @Test func `a line end of Windows is not shown`() {
    #expect(shown("a: b\r\nc: d\r\n", 3, 6).contains("1 | a: b\n  |    ^\n"))
    #expect(shown("a: b\r\nc: d\r\n", 9, 10).contains("f:2:4\n  |\n2 | c: d\n  |    ^\n"))
  }

  @Test func `a byte order mark is no column`() {
    #expect(shown("\u{FEFF}a: b\n", 6, 7).contains("f:1:4\n  |\n1 | a: b\n  |    ^\n"))
    #expect(shown("\u{FEFF}a: b\nc: d\n", 11, 12).contains("f:2:4\n  |\n2 | c: d\n  |    ^\n"))
    #expect(shown("\u{FEFF}", 3, 3).contains("f:1:1\n"))
  }

  @Test func `a tab is shown as one space`() {
    #expect(shown("\ta:\tb\n", 4, 5).contains("f:1:5\n  |\n1 |  a: b\n  |     ^\n"))
  }

  @Test func `the mark stands below wide and combined letters`() {
    #expect(shown("学校: b\n", 8, 9).contains("f:1:5\n  |\n1 | 学校: b\n  |       ^\n"))
    #expect(shown("e\u{301}: b\n", 5, 6).contains("f:1:5\n  |\n1 | e\u{301}: b\n  |    ^\n"))
    #expect(shown("a: 😀é\n", 3, 9).contains("1 | a: 😀é\n  |    ^^^\n"))
  }

  @Test func `nothing in a file can turn or colour the output`() {
    let text = "a: \u{202E}b\u{2066}c\u{200F}\u{061C}\u{1B}[31m\u{85}\u{2028}d\u{7}\n"
    let excerpt = shown(text, 0, 1, label: "x\u{1B}[0m\ny", path: "f\u{1B}]0;\u{202E}")
    #expect(excerpt.contains("1 | a: �b�c���[31m��d�\n"))
    #expect(excerpt.contains("--> f�]0;�:1:1\n"))
    #expect(excerpt.contains("^ x�[0m�y\n"))
    for scalar in excerpt.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
    }
    let message = Diagnostic(
      .badText, "a\u{1B}b\nc", at: SourceFile(path: "f", text: "").place,
      notes: [.init("n\u{202D}")], help: "h\r")
    #expect(
      TextFace().render(message) == "error[bad-text]: a�b�c\n  --> f\n   = note: n�\n   = h�\n")
  }

  @Test func `bytes that are not UTF-8 take a column each`() {
    let file = SourceFile(path: "f", bytes: [0x61, 0x92, 0xE2, 0x82, 0x62, 0x63])
    let text = TextFace().render(Diagnostic(.badText, "m", at: file.place(TextRange(4, 5))))
    #expect(text.contains("f:1:4\n  |\n1 | a��bc\n  |    ^\n"))
  }

  @Test func `a long line is cut around the mark`() {
    let line = String(repeating: "0123456789", count: 40)
    let near = shown(line, 10, 12)
    #expect(near.contains("1 | " + line.prefix(140) + "…\n"))
    #expect(near.contains("  |           ^^\n"))
    let far = shown(line, 300, 305)
    #expect(far.contains("1 | …" + line.dropFirst(280).prefix(140) + "\n"))
    #expect(far.contains("  | " + String(repeating: " ", count: 21) + "^^^^^\n"))
    let wide = shown(line, 0, 400)
    #expect(wide.contains("1 | " + line.prefix(140) + "…\n"))
    #expect(wide.contains("  | " + String(repeating: "^", count: 120) + "\n"))
    let wideAndFar = shown(line, 200, 390)
    #expect(wideAndFar.contains("1 | …" + line.dropFirst(180).prefix(140) + "…\n"))
    #expect(
      wideAndFar.contains(
        "  | " + String(repeating: " ", count: 21) + String(repeating: "^", count: 120)))
  }

  @Test func `a place beyond the file is brought back into it`() {
    #expect(shown("a\n", 50, 60).contains("f:2:1"))
    #expect(shown("a", 50, 60).contains("f:1:2\n  |\n1 | a\n  |  ^\n"))
  }
}
