import Diagnostics
import Testing

@Suite struct SourceFileTests {
  private func position(_ text: String, _ offset: Int) -> Position {
    SourceFile(path: "f", text: text).position(of: offset)
  }

  @Test func `lines and columns count from 1`() {
    #expect(position("", 0) == Position(line: 1, column: 1))
    #expect(position("ab\ncd", 1) == Position(line: 1, column: 2))
    #expect(position("ab\ncd", 2) == Position(line: 1, column: 3))
    #expect(position("ab\ncd", 3) == Position(line: 2, column: 1))
    #expect(position("ab\ncd", 5) == Position(line: 2, column: 3))
    #expect(position("ab\n", 3) == Position(line: 2, column: 1))
    #expect(position("ab", 99) == Position(line: 1, column: 3))
    #expect(position("ab", -1) == Position(line: 1, column: 1))
  }

  @Test func `columns are Unicode scalars`() {
    #expect(position("é😀x", 2) == Position(line: 1, column: 2))
    #expect(position("é😀x", 6) == Position(line: 1, column: 3))
    #expect(position("é😀x", 1) == Position(line: 1, column: 1))
    #expect(position("é😀x", 4) == Position(line: 1, column: 2))
    #expect(position("e\u{301}x", 3) == Position(line: 1, column: 3))
  }

  @Test func `a byte order mark and a carriage return`() {
    #expect(position("\u{FEFF}ab\r\ncd", 3) == Position(line: 1, column: 1))
    #expect(position("\u{FEFF}ab\r\ncd", 0) == Position(line: 1, column: 1))
    #expect(position("\u{FEFF}ab\r\ncd", 7) == Position(line: 2, column: 1))
    let file = SourceFile(path: "f", text: "\u{FEFF}ab\r\ncd\r\n")
    #expect(file.text(file.lineRange(around: 4)) == "ab")
    #expect(file.text(file.lineRange(around: 5)) == "ab")
    #expect(file.text(file.lineRange(around: 7)) == "cd")
    #expect(file.text(file.lineRange(around: 11)) == "")
  }

  @Test func `positions agree with a count of lines`() {
    let text = "a\n\nbé\r\n😀\n\u{FEFF}x\r\ry\n"
    let file = SourceFile(path: "f", text: text)
    var expected = Position(line: 1, column: 1)
    var offset = 0
    for scalar in text.unicodeScalars {
      #expect(file.position(of: offset) == expected, "\(offset)")
      expected.column += 1
      if scalar == "\n" { expected = Position(line: expected.line + 1, column: 1) }
      offset += String(scalar).utf8.count
    }
    #expect(file.position(of: offset) == expected)
  }

  @Test func `places describe themselves`() {
    let file = SourceFile(path: "a/b.yaml", text: "one\ntwo\n")
    #expect(file.place(TextRange(5, 6)).description == "a/b.yaml:2:2")
    #expect(file.place(TextRange(5, 6)).lineDescription == "a/b.yaml:2")
    #expect(file.place.description == "a/b.yaml" && file.place.lineDescription == "a/b.yaml")
  }

  @Test func `ranges are never inside out`() {
    #expect(TextRange(5, 2) == TextRange(5, 5))
    #expect(TextRange(1, 3).union(TextRange(5, 9)) == TextRange(1, 9))
    #expect(TextRange(1, 3).count == 2 && TextRange(3, 3).isEmpty)
    #expect(TextRange(-5, 99).clamped(to: 10) == 0..<10)
    #expect(TextRange(50, 99).clamped(to: 10) == 10..<10)
  }

  @Test func `text that is not UTF-8 is repaired`() {
    let file = SourceFile(path: "f", bytes: [0x61, 0xFF, 0x62])
    #expect(file.text(TextRange(0, 3)) == "a\u{FFFD}b")
    #expect(file.scalars(in: TextRange(0, 3), dropping: 1, atMost: 1) == ["\u{FFFD}"])
  }
}
