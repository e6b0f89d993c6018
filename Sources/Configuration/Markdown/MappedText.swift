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
  private var segments: [Segment] = []
  /// Where the text as a whole stands, for text that was not copied byte by byte.
  private var whole: TextRange?

  package init(file: SourceFile) {
    self.file = file
  }

  /// A run of bytes of a file.
  package init(file: SourceFile, range: TextRange) {
    self.init(file: file)
    append(range)
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
    segments.append(Segment(local: bytes.count, source: Int(range.start)))
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
    // A long text has many segments and many parts: only those of the part are looked at.
    for index in segmentIndex(of: local.lowerBound)..<segments.count {
      let segment = segments[index]
      guard segment.local < local.upperBound else { break }
      let end = index + 1 < segments.count ? segments[index + 1].local : bytes.count
      guard end > local.lowerBound else { continue }
      let skipped = max(0, local.lowerBound - segment.local)
      result.segments.append(
        Segment(
          local: max(0, segment.local - local.lowerBound), source: segment.source + skipped))
    }
    return result
  }

  private func sourceOffset(of local: Int) -> Int {
    let index = segmentIndex(of: local)
    guard index < segments.count else { return 0 }
    return segments[index].source + local - segments[index].local
  }

  /// The last segment that starts at a byte or before it; the first where none does.
  private func segmentIndex(of local: Int) -> Int {
    var low = 0
    var high = segments.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if segments[middle].local <= local { low = middle } else { high = middle }
    }
    return low
  }
}
