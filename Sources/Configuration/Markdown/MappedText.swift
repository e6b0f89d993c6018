package import Diagnostics

/// Text taken out of a file, line by line or unquoted, that still knows where each byte was written.
///
/// A paragraph in a list has lost the indentation of its lines, a quoted title its quotes; messages
/// about them must still point into the file.
package struct MappedText: Sendable {
  /// A run of bytes copied as they stand in the file.
  private struct Segment: Sendable {
    var local: Int
    var source: Int
  }

  package let file: SourceFile
  package private(set) var bytes: [UInt8] = []
  /// The run that the text begins with; most texts are one run.
  private var first = Segment(local: 0, source: 0)
  /// The runs after it.
  private var others: [Segment] = []
  /// Where the text as a whole stands, for text that was not copied byte by byte.
  private var whole: TextRange?

  package init(file: SourceFile) {
    self.file = file
  }

  /// A run of bytes of a file.
  package init(file: SourceFile, range: TextRange) {
    self.file = file
    bytes = Array(file.bytes[range.clamped(to: file.bytes.count)])
    first.source = Int(range.start)
  }

  /// Text that stands in a file in another form, as in quotes with escapes.
  package init(file: SourceFile, text: String, standsAt range: TextRange) {
    self.file = file
    bytes = Array(text.utf8)
    whole = range
  }

  package var isEmpty: Bool { bytes.isEmpty }
  package var count: Int { bytes.count }

  /// Adds a run of bytes of the file.
  package mutating func append(_ range: TextRange) {
    let run = Segment(local: bytes.count, source: Int(range.start))
    if bytes.isEmpty { first = run } else { others.append(run) }
    bytes.append(contentsOf: file.bytes[range.clamped(to: file.bytes.count)])
  }

  /// Adds a line feed between two lines.
  package mutating func appendLineFeed() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Where in the file a run of this text stands.
  package func sourceRange(_ local: Range<Int>) -> TextRange {
    if let whole { return whole }
    // Text that is not UTF-8 is longer once it is repaired, and so may be what is asked about.
    let local = local.clamped(to: 0..<bytes.count)
    let start = sourceOffset(of: local.lowerBound)
    guard local.upperBound > local.lowerBound else { return TextRange(start, start) }
    return TextRange(start, sourceOffset(of: local.upperBound - 1) + 1)
  }

  /// The place of a run of this text.
  package func place(_ local: Range<Int>) -> Place { file.place(sourceRange(local)) }

  /// A part of this text.
  package func part(_ local: Range<Int>) -> MappedText {
    var result = MappedText(file: file)
    result.whole = whole
    result.bytes = Array(bytes[local])
    result.first.source = sourceOffset(of: local.lowerBound)
    // A long text has many runs and many parts: only those of the part are looked at.
    for segment in others[otherCount(upTo: local.lowerBound)...] {
      guard segment.local < local.upperBound else { break }
      result.others.append(
        Segment(local: segment.local - local.lowerBound, source: segment.source))
    }
    return result
  }

  private func sourceOffset(of local: Int) -> Int {
    let before = otherCount(upTo: local)
    let segment = before == 0 ? first : others[before - 1]
    return segment.source + local - segment.local
  }

  /// How many of the other runs start at a byte or before it.
  private func otherCount(upTo local: Int) -> Int {
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].local <= local { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
