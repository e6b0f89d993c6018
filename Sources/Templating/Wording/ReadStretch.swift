/// A stretch of fixed text that was read when its program was compiled: whole words, from after one space of the text up
/// to and with another.
///
/// What stands around it at a school decides only about the words that touch a value, which lie outside of it, and
/// about the sentences that reach over its ends.
package struct ReadStretch: Sendable {
  /// Where it lies in its text.
  package let range: Range<Int>
  /// All of its words, and the sentences that begin and end in it.
  let age: ReadingAge
  /// The words up to the first end of a sentence, and where that lies; nil where no sentence ends in it.
  let head: (words: Int, end: Int)?
  /// The words after the last end of a sentence, and where they begin.
  let rest: (words: Int, start: Int)

  /// Reads what lies between the first and the last space of a text; nil where nothing does.
  package init?(_ text: [UInt8]) {
    let space = UInt8(ascii: " ")
    guard let first = text.firstIndex(of: space), let last = text.lastIndex(of: space), first < last
    else { return nil }
    let range = first + 1..<last + 1
    let ends = ReadingAge.sentenceEnds(in: text, range)
    let head = ReadingAge(text, range.lowerBound..<(ends.first ?? range.lowerBound))
    let rest = ReadingAge(text, (ends.last ?? range.lowerBound)..<range.upperBound)
    var age = ReadingAge(
      text, (ends.first ?? range.lowerBound)..<(ends.last ?? range.lowerBound))
    age.addWords(of: head)
    age.addWords(of: rest)
    self.range = range
    self.age = age
    self.head = ends.first.map { (head.words, $0 - range.lowerBound) }
    self.rest = (rest.words, (ends.last ?? range.lowerBound) - range.lowerBound)
  }
}
