import Bytes
import Testing

/// What is written is read again, and what is not so gives nil: files that are kept between builds may be damaged.
@Suite struct ByteTests {
  private static let numbers: [UInt64] = [0, 1, 127, 128, 300, 1 << 32, 1 << 63, .max]

  @Test(arguments: numbers) func `a number comes back, with seven bits a byte`(number: UInt64) {
    var writer = ByteWriter()
    writer.number(number)
    let bytes = writer.bytes
    #expect(bytes.count == max(1, (64 - number.leadingZeroBitCount + 6) / 7))
    var reader = ByteReader(bytes)
    #expect(reader.number() == number)
    #expect(reader.isAtEnd)
  }

  @Test func `a row comes back as it was, and each beginning of it gives nil`() {
    struct Row: Equatable {
      var words: [String]
      var number: Int
      var flag: Bool
      var word: UInt64
      var block: [UInt8]

      init(words: [String], number: Int, flag: Bool, word: UInt64, block: [UInt8]) {
        self.words = words
        self.number = number
        self.flag = flag
        self.word = word
        self.block = block
      }

      init?(_ bytes: [UInt8], _ range: Range<Int>) {
        var reader = ByteReader(bytes, range)
        guard let words = reader.list({ $0.text() }), let number = reader.integer(),
          let flag = reader.flag(), let word = reader.word(), let block = reader.block()
        else { return nil }
        self.init(words: words, number: number, flag: flag, word: word, block: block)
      }
    }
    let row = Row(
      words: ["", "Tallowfield", "École"], number: -7, flag: true, word: .max - 5, block: [0, 255])
    var writer = ByteWriter(capacity: 64)
    writer.list(row.words) { $0.text($1) }
    writer.number(row.number)
    writer.flag(row.flag)
    writer.word(row.word)
    writer.block(row.block)
    let bytes = writer.bytes
    #expect(Row(bytes, 0..<bytes.count) == row)
    #expect(Row([9, 9] + bytes + [9], 2..<2 + bytes.count) == row)
    for end in bytes.indices { #expect(Row(bytes, 0..<end) == nil, "\(end) bytes") }
  }

  @Test func `what cannot be gives nil`() {
    var endless = ByteReader([UInt8](repeating: 0x80, count: 20))
    #expect(endless.number() == nil)
    var long = ByteReader([200, 1, 65])
    #expect(long.text() == nil)
    var huge = ByteReader([UInt8](repeating: 0xFF, count: 9) + [1])
    #expect(huge.list { $0.number() } == nil)
    var neither = ByteReader([2])
    #expect(neither.flag() == nil)
    var outside = ByteReader([1, 2], 5..<9)
    #expect(outside.isAtEnd && outside.number() == nil && outside.word() == nil)
  }

  @Test func `no two rows of different texts are the same bytes`() {
    func row(_ texts: [String]) -> [UInt8] {
      var writer = ByteWriter()
      for text in texts { writer.text(text) }
      return writer.bytes
    }
    #expect(row(["ab", "c"]) != row(["a", "bc"]))
    #expect(row(["", "a"]) != row(["a", ""]))
  }

  @Test func `texts are put in the order of their bytes`() {
    let texts = [
      "", "a", "ash", "ash-grove", "ash-grove-1", "ash-grove-10", "ash-grove-2", "Ash", "zebra",
      "é", "e\u{301}", "école", "\u{FFFD}", "😀", "a\u{0}b", "abcdefgh", "abcdefgi", "abcdefghi",
    ]
    for one in texts {
      for two in texts {
        #expect(
          one.precedes(two) == one.utf8.lexicographicallyPrecedes(two.utf8), "\(one), \(two)")
      }
    }
  }
}
