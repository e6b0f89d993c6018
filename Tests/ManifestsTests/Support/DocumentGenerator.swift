/// Writes random text in the manifest language and a little beyond it.
///
/// It knows no values: what a document means is for two readers to agree on.
struct DocumentGenerator {
  private var random: Random
  private var text = ""
  private var newline = "\n"
  private var keys = 0

  init(seed: UInt64) { random = Random(seed: seed) }

  /// Returns a document.
  static func document(seed: UInt64) -> String {
    var generator = DocumentGenerator(seed: seed)
    return generator.document()
  }

  private mutating func document() -> String {
    if random.chance(15) { newline = "\r\n" }
    if random.chance(5) { text += "\u{FEFF}" }
    filler(column: 0)
    if random.chance(15) { text += random.pick(["---", "---  ", "--- # top"]) + newline }
    let column = random.chance(10) ? random.int(1...3) : 0
    switch random.int(1...10) {
    case 1: line(column: column, brackets(column: column, parent: -1, depth: 0))
    case 2: line(column: column, random.chance(50) ? quoted() : plain())
    case 3, 4: sequence(column: column, depth: 0, isInline: false)
    default: mapping(column: column, depth: 0, isInline: false)
    }
    if random.chance(10), text.hasSuffix(newline) { text.removeLast() }
    // Many readers stumble over tabs, which would leave too little to compare.
    if random.chance(85) {
      text.unicodeScalars.replace("\t".unicodeScalars, with: " ".unicodeScalars)
    }
    return random.chance(30) ? damaged() : text
  }

  /// The document with a small thing changed that may or may not break it.
  private mutating func damaged() -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<random.int(1...2) where !scalars.isEmpty {
      let index = random.int(0...(scalars.count - 1))
      let pool = Array(" \n:#-?,[]{}'\"|>&*!%@`\\\t~a0".unicodeScalars)
      switch random.int(1...4) {
      case 1: scalars.remove(at: index)
      case 2: scalars[index] = random.pick(pool)
      case 3: scalars.insert(random.pick(pool), at: index)
      default: scalars.insert(scalars[random.int(0...(scalars.count - 1))], at: index)
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  // MARK: - Lines

  private func margin(_ column: Int) -> String { String(repeating: " ", count: max(column, 0)) }

  private mutating func line(column: Int, _ content: String) {
    text += margin(column) + content + lineEnd()
  }

  private mutating func lineEnd() -> String {
    let white = random.chance(12) ? random.pick([" ", "   ", "\t", " \t "]) : ""
    let comment =
      random.chance(15) ? random.pick([" # note", "  #", " #- x: y", "\t# t", " ## [a"]) : ""
    return white + comment + newline
  }

  /// Lines that say nothing.
  private mutating func filler(column: Int) {
    while random.chance(12) {
      let before = random.pick(["", "  ", margin(column), margin(column + 3)])
      text += before + random.pick(["", "# a comment", "#b: c", "# - d", "#'e"]) + newline
    }
  }

  // MARK: - Blocks

  private mutating func mapping(column: Int, depth: Int, isInline: Bool) {
    for index in 0..<random.int(1...4) {
      if index > 0 || !isInline {
        filler(column: column)
        text += margin(column)
      }
      text += key() + random.pick(["", "", "", "", " ", "  ", "\t"]) + ":"
      value(column: column, depth: depth, isItem: false)
    }
  }

  private mutating func sequence(column: Int, depth: Int, isInline: Bool) {
    for index in 0..<random.int(1...4) {
      if index > 0 || !isInline {
        filler(column: column)
        text += margin(column)
      }
      text += "-"
      if depth < 5, random.chance(30) {
        let spaces = random.pick([1, 1, 1, 2, 4])
        text += margin(spaces)
        nested(column: column + 1 + spaces, depth: depth + 1, isInline: true)
      } else {
        value(column: column, depth: depth, isItem: true)
      }
    }
  }

  private mutating func nested(column: Int, depth: Int, isInline: Bool) {
    if random.chance(60) {
      mapping(column: column, depth: depth, isInline: isInline)
    } else {
      sequence(column: column, depth: depth, isInline: isInline)
    }
  }

  /// What stands behind the colon or the dash at a column.
  private mutating func value(column: Int, depth: Int, isItem: Bool) {
    let space = random.pick([" ", " ", " ", "  ", "\t", "    "])
    switch random.int(1...13) {
    case 1 where !isItem: text += lineEnd()
    case 2, 3: text += space + blockText(parent: column)
    case 4, 5: text += space + quoted() + lineEnd()
    case 6, 7: text += space + brackets(column: column + 2, parent: column, depth: 0) + lineEnd()
    case 8 where depth < 5, 9 where depth < 5, 10 where depth < 5:
      text += lineEnd()
      filler(column: column)
      if !isItem, random.chance(25) {
        sequence(column: column, depth: depth + 1, isInline: false)
      } else {
        nested(column: column + random.int(1...4), depth: depth + 1, isInline: false)
      }
    case 11:
      text += lineEnd()
      filler(column: column)
      line(column: column + random.int(1...3), random.chance(50) ? plain() : quoted())
    default: text += space + plain() + lineEnd()
    }
  }

  // MARK: - Texts in blocks

  private mutating func blockText(parent: Int) -> String {
    var depth = random.int(1...4)
    var header = random.pick(["|", ">"])
    let chomping = random.pick(["", "", "-", "+"])
    if random.chance(25) {
      header += random.chance(50) ? "\(depth)\(chomping)" : "\(chomping)\(depth)"
    } else {
      header += chomping
      depth = random.int(1...5)
    }
    var result =
      header + (random.chance(15) ? random.pick([" # note", "  ", "\t#"]) : "") + newline
    let margin = margin(parent + depth)
    for _ in 0..<random.int(0...5) {
      switch random.int(1...8) {
      case 1: result += random.pick(["", " ", margin, margin + "  ", margin + "\t"]) + newline
      case 2: result += margin + random.pick([" ", "  ", "\t"]) + words() + newline
      case 3:
        result +=
          margin + random.pick(["# x", "- y", "k: v", "---", "\"q", "|", "{", "é"]) + newline
      default: result += margin + words() + random.pick(["", "", " ", "\t"]) + newline
      }
    }
    if random.chance(20) { result += self.margin(parent) + "# after" + newline }
    return result
  }

  private mutating func words() -> String {
    (0..<random.int(1...4)).map { _ in
      random.pick(["one", "two", "a:", "#", "-", "it's", "é", "10"])
    }
    .joined(separator: random.pick([" ", "  ", " "]))
  }

  // MARK: - Texts on a line

  private mutating func key() -> String {
    keys += 1
    switch random.int(1...12) {
    case 1: return "\"k \(keys)\""
    case 2: return "'k''\(keys): x'"
    case 3: return "key \(keys)"
    case 4: return random.pick(["é", "-k", "k#", "k'", "a,b", "x[", "?q", ":z"]) + "\(keys)"
    case 5: return "yes\(keys)"
    default: return "k\(keys)"
    }
  }

  private mutating func plain() -> String {
    let starts = [
      "a", "Mill", "NO", "1.10", "12:30", "2026-09-15", "é", "😀", "-x", "?x", ":x", "http://e.f",
      "0x1",
      "=", "it's", ".", "---", "x", "null", "~", "--", "<", "+", "(", "$", ";", "..", "\u{A0}y",
    ]
    let more = [
      "b", "c", "#d", "e#f", "g:h", "- i", "? j", "k, l", "[m", "n]", "{o}", "&p", "*q", "!r", "|",
      ">", "'s",
      "\"t\"", "%", "@u", "`v`", ": w", "x:", "\\n", "é", "\t", "—",
    ]
    var result = random.pick(starts)
    for _ in 0..<random.pick([0, 0, 0, 1, 1, 2, 3]) {
      result += random.pick([" ", " ", "", "  "]) + random.pick(more)
    }
    return result
  }

  private mutating func quoted() -> String {
    if random.chance(50) {
      let parts = [
        "a", " ", "''", "\"", "\\", "#", " # b", ": c", ", d", "é", "\t", "[", "}", "\\n", "",
      ]
      return "'" + (0..<random.int(1...4)).map { _ in random.pick(parts) }.joined() + "'"
    }
    let parts = [
      "a", " ", "'", "\\\"", "\\\\", "\\/", "\\n", "\\t", "\\r", "\\ ", "\\_", "\\L", "\\P",
      "\\x41",
      "\\u00e9", "\\U0001F600", " # b", ": c", ", d", "é", "\t", "[", "}", "\\\t", "\\e", "\\0",
      "\\uD800",
    ]
    return "\"" + (0..<random.int(1...4)).map { _ in random.pick(parts) }.joined() + "\""
  }

  // MARK: - Brackets

  private mutating func brackets(column: Int, parent: Int, depth: Int) -> String {
    let isList = random.chance(50)
    var result = isList ? "[" : "{"
    let count = random.int(0...3)
    for index in 0..<count {
      result += gap(column: column)
      if !isList {
        result +=
          bracketKey() + random.pick([":", ":", " :"]) + random.pick([" ", " ", "  ", "\t"])
        if random.chance(10) { result += gap(column: column) }
      }
      if isList || !random.chance(10) {
        result += bracketValue(column: column, parent: parent, depth: depth)
      }
      result += gap(column: column)
      if index < count - 1 || random.chance(15) { result += "," }
    }
    result += gap(column: column)
    if random.chance(8) { result += newline + margin(parent) }
    return result + (isList ? "]" : "}")
  }

  private mutating func gap(column: Int) -> String {
    switch random.int(1...12) {
    case 1...4: return ""
    case 5...9: return " "
    case 10: return newline + margin(column)
    case 11: return newline + margin(column + random.int(0...3))
    default: return " # in brackets" + newline + margin(column)
    }
  }

  private mutating func bracketKey() -> String {
    keys += 1
    switch random.int(1...6) {
    case 1: return "\"k \(keys)\""
    case 2: return "'k''\(keys)'"
    case 3: return "a key\(keys)"
    default: return "k\(keys)"
    }
  }

  private mutating func bracketValue(column: Int, parent: Int, depth: Int) -> String {
    switch random.int(1...8) {
    case 1, 2: return quoted()
    case 3 where depth < 4: return brackets(column: column, parent: parent, depth: depth + 1)
    default:
      let starts = [
        "a", "NO", "1.10", "12:30", "http://e.f", "-x", ":x", "é", "it's", "x y", "a:b", "null",
        "?z",
      ]
      let more = ["", "", "", " b", "#c", " d:e", " - f", "'", " #g", "\"h\"", " & *", "\ti", "|"]
      return random.pick(starts) + random.pick(more)
    }
  }
}
