/// A text in its two faces: where they lie in a pool of bytes, and what stands at their ends.
///
/// It counts no references, because every face of every school's documents walks over it.
package struct Snippet: Sendable {
  package let html: Range<Int>
  package let text: Range<Int>
  /// The first byte of the text; nil where it is empty.
  package let first: UInt8?
  /// The last bytes of the text, the last of them lowest, and how many they are.
  package let tail: UInt64
  package let tailLength: Int
  package var startsWithSpace = false
  package var endsWithSpace = false
  /// Whether the text has a brace, which in the frames of reviewed texts stands around the name of a fact.
  package let hasBrace: Bool

  /// How many bytes of its end are kept with a text: as many as a word of the machine holds.
  package static var longestTail: Int { MemoryLayout<UInt64>.size }
}

/// Texts one after another in one piece of memory.
package struct SnippetPool: Sendable {
  package private(set) var bytes: [UInt8] = []
  package private(set) var snippets: [Snippet] = []

  /// Makes room for so many texts, and their bytes.
  mutating func reserve(_ count: Int, bytes: Int) {
    snippets.reserveCapacity(count)
    self.bytes.reserveCapacity(bytes)
  }

  package subscript(number: Int) -> Snippet { snippets[number] }
  package var count: Int { snippets.count }

  package func text(_ number: Int) -> ArraySlice<UInt8> { bytes[snippets[number].text] }
  package func html(_ number: Int) -> ArraySlice<UInt8> { bytes[snippets[number].html] }

  /// Adds one that is there already.
  mutating func add(_ snippet: Snippet) { snippets.append(snippet) }

  /// Adds a text; what follows it has the next number.
  mutating func add(
    html: [UInt8], text: [UInt8], startsWithSpace: Bool = false, endsWithSpace: Bool = false
  ) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    let end = bytes.count
    // Hardly any text has something to escape or to mark.
    let isPlain = html == text
    if !isPlain { bytes.append(contentsOf: html) }
    let tailLength = min(text.count, Snippet.longestTail)
    var tail: UInt64 = 0
    for index in (end - tailLength)..<end { tail = tail << 8 | UInt64(bytes[index]) }
    snippets.append(
      Snippet(
        html: isPlain ? start..<end : end..<bytes.count, text: start..<end, first: text.first,
        tail: tail, tailLength: tailLength,
        startsWithSpace: startsWithSpace, endsWithSpace: endsWithSpace,
        hasBrace: text.contains(UInt8(ascii: "{"))))
  }
}

extension Array<UInt8> {
  /// Appends some bytes of a pool.
  package mutating func append(_ pool: Span<UInt8>, _ range: Range<Int>) {
    unsafe pool.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension SnippetPool {
  init(_ runs: [Run]) {
    bytes.reserveCapacity(runs.reduce(0) { $0 + $1.text.count + $1.html.count })
    snippets.reserveCapacity(runs.count)
    for run in runs {
      add(
        html: run.html, text: run.text, startsWithSpace: run.startsWithSpace,
        endsWithSpace: run.endsWithSpace)
    }
  }
}
