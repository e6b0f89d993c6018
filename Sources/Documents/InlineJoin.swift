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
  private var tail: [UInt8] = []
  /// Whether the block goes on with a sentence begun before it, as an item after `:` does.
  private var continuesSentence = false

  /// Begins a block.
  mutating func begin(continuingSentence: Bool = false) {
    pending = false
    afterSpace = true
    tail = []
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
  mutating func wrote(_ text: [UInt8], endsWithSpace: Bool = false) {
    if !text.isEmpty {
      afterSpace = false
      tail = Array((tail + text.suffix(8)).suffix(8))
    }
    if endsWithSpace { pending = true }
  }

  /// Remembers white space.
  mutating func space() { pending = true }

  /// Whether the next words begin a sentence.
  var isSentenceStart: Bool {
    guard !tail.isEmpty else { return !continuesSentence }
    var end = tail.endIndex
    // Closing quotes and brackets belong to the sentence before them.
    while end > 0 {
      if tail[end - 1] == UInt8(ascii: ")") || tail[end - 1] == UInt8(ascii: "\"") {
        end -= 1
      } else if end >= 3, tail[end - 3] == 0xE2, tail[end - 2] == 0x80,
        tail[end - 1] == 0x99 || tail[end - 1] == 0x9D
      {
        end -= 3
      } else {
        break
      }
    }
    guard end > 0 else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(tail[end - 1])
  }

  /// The words of a reference as they stand here: with a capital at the start of a sentence, and without
  /// their own 'the' after a word that says already which one is meant.
  func fitted(_ found: ReferenceText) -> String {
    let words = found.text
    if found.isAddress { return words }
    if isSentenceStart { return Prose.capitalised(words) }
    guard pending, words.hasPrefix("the ") else { return words }
    let word = tail.reversed().prefix { $0.isLetter }.map { $0 | 32 }.reversed()
    return Self.determiners.contains(String(decoding: word, as: UTF8.self))
      ? String(words.dropFirst(4)) : words
  }

  private static let determiners: Set<String> = [
    "the", "our", "your", "their", "its", "his", "her", "my", "this", "that", "each", "every",
  ]

  /// Whether the text so far ends with a colon, so that a list goes on with its sentence.
  var endsWithColon: Bool { tail.last == UInt8(ascii: ":") }
}
