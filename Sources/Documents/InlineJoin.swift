import Configuration
import Templating

/// Decides where a space stands between pieces of running text, and where a sentence starts.
///
/// White space collapses as in HTML, and none is left before `, . ; : )`.
struct InlineJoin {
  /// White space was met and not yet written.
  private var pending = false
  /// Nothing, or a space, was written last.
  private var afterSpace = true
  /// The bytes that say whether a sentence starts here: the last of the text so far.
  private var tail = TextTail()
  /// Whether the block goes on with a sentence begun before it, as an item after `:` does.
  private var continuesSentence = false

  /// Begins a block.
  mutating func begin(continuingSentence: Bool = false) {
    pending = false
    afterSpace = true
    tail = TextTail()
    continuesSentence = continuingSentence
  }

  /// Whether a space is to be written before text, which is then taken as written.
  mutating func beforeText(_ first: UInt8?, startsWithSpace: Bool = false) -> Bool {
    let needsSpace = (pending || startsWithSpace) && !afterSpace
    pending = false
    guard needsSpace, let first, !first.takesNoSpaceBefore else { return false }
    return true
  }

  /// Whether a space is to be written before an opening mark.
  mutating func beforeMark() -> Bool {
    guard pending, !afterSpace else { return false }
    pending = false
    afterSpace = true
    return true
  }

  /// Remembers text that was written.
  mutating func wrote(_ text: [UInt8]) {
    guard !text.isEmpty else { return }
    afterSpace = false
    tail.append(text.suffix(TextTail.length))
  }

  /// Remembers text that was written.
  mutating func wrote(_ snippet: Snippet) {
    if snippet.tailLength > 0 {
      afterSpace = false
      tail.append(snippet.tail, snippet.tailLength)
    }
    if snippet.endsWithSpace { pending = true }
  }

  /// Remembers words that were written.
  mutating func wrote(_ words: String) {
    let bytes = words.utf8.span
    guard !bytes.isEmpty else { return }
    afterSpace = false
    for index in max(0, bytes.count - TextTail.length)..<bytes.count { tail.append(bytes[index]) }
  }

  /// Remembers white space.
  mutating func space() { pending = true }

  /// Whether the next words begin a sentence.
  var isSentenceStart: Bool {
    guard !tail.isEmpty else { return !continuesSentence }
    // Closing quotes and brackets belong to the sentence before them.
    var back = 0
    while true {
      switch tail[back] {
      case UInt8(ascii: ")"), UInt8(ascii: "\""): back += 1
      case 0x99 where tail[back + 1] == 0x80 && tail[back + 2] == 0xE2: back += 3
      case 0x9D where tail[back + 1] == 0x80 && tail[back + 2] == 0xE2: back += 3
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
      default: return false
      }
    }
  }

  /// The words of a reference as they stand here: with a capital at the start of a sentence, and without
  /// their own 'the' after a word that says already which one is meant.
  func fitted(_ found: ReferenceText) -> String {
    let (words, isCapitalised) = fit(found)
    return isCapitalised ? Prose.capitalised(words) : words
  }

  /// The same, with the capital still to be made.
  func fit(_ found: ReferenceText) -> (words: String, isCapitalised: Bool) {
    let words = found.text
    if found.isAddress { return (words, false) }
    if isSentenceStart { return (words, true) }
    guard pending, Self.beginsWithThe(words), Self.determiners.contains(tail.lastWord) else {
      return (words, false)
    }
    return (String(words[words.utf8.index(words.startIndex, offsetBy: 4)...]), false)
  }

  private static func beginsWithThe(_ words: String) -> Bool {
    let bytes = words.utf8.span
    return bytes.count > 3 && bytes[0] == UInt8(ascii: "t") && bytes[1] == UInt8(ascii: "h")
      && bytes[2] == UInt8(ascii: "e") && bytes[3] == UInt8(ascii: " ")
  }

  /// Words that say already which one is meant, as the ends of texts have them.
  private static let determiners = [
    "the", "our", "your", "their", "its", "his", "her", "my", "this", "that", "each", "every",
  ].map { word in
    var tail = TextTail()
    tail.append(word.utf8)
    return tail.lastWord
  }

  /// Whether the text so far ends with a colon, so that a list goes on with its sentence.
  var endsWithColon: Bool { tail[0] == UInt8(ascii: ":") }
}

/// The last bytes of a text, in one word of the machine: every piece of running text passes through here.
private struct TextTail {
  static var length: Int { MemoryLayout<UInt64>.size }

  /// The last byte lies lowest; where the text is shorter, nought.
  private var bytes: UInt64 = 0

  var isEmpty: Bool { bytes == 0 }

  /// A byte, counted from the end; nought before the beginning.
  subscript(back: Int) -> UInt8 {
    back < Self.length ? UInt8(truncatingIfNeeded: bytes >> UInt64(back * 8)) : 0
  }

  mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text { bytes = bytes << 8 | UInt64(byte) }
  }

  mutating func append(_ byte: UInt8) { bytes = bytes << 8 | UInt64(byte) }

  /// Appends bytes that are packed as these are.
  mutating func append(_ packed: UInt64, _ count: Int) {
    bytes = count == Self.length ? packed : bytes << UInt64(count * 8) | packed
  }

  /// The letters that the text ends with, in small letters, the last of them lowest.
  var lastWord: UInt64 {
    var count = 0
    while count < Self.length, self[count].isLetter { count += 1 }
    let bits = UInt64((Self.length - count) * 8)
    // Shifts by all bits give nought.
    return (bytes << bits | 0x2020_2020_2020_2020 << bits) >> bits
  }
}
