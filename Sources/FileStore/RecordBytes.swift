/// Writes numbers and texts as bytes, for the build record.
package struct RecordWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func number(_ value: UInt64) {
    // Seven bits a byte, the low ones first: most numbers are small.
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func number(_ value: Int) { number(UInt64(bitPattern: Int64(value))) }

  /// A number that has all its eight bytes.
  package mutating func word(_ value: UInt64) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  package mutating func text(_ value: String) {
    number(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func fingerprint(_ value: Fingerprint) {
    word(value.high)
    word(value.low)
  }

  /// Bytes of any kind, with how many there are.
  package mutating func block(_ value: [UInt8]) {
    number(value.count)
    bytes.append(contentsOf: value)
  }

  package mutating func list<Element>(
    _ values: [Element], _ write: (inout RecordWriter, Element) -> Void
  ) {
    number(values.count)
    for value in values { write(&self, value) }
  }
}

/// Reads what a `RecordWriter` wrote; what is not so gives nil and never a trap.
package struct RecordReader {
  private let bytes: [UInt8]
  private(set) var offset: Int
  private let end: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = min(range.upperBound, bytes.count)
  }

  package var isAtEnd: Bool { offset >= end }

  package mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < end, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  package mutating func integer() -> Int? { number().map { Int(Int64(bitPattern: $0)) } }

  /// A number of things that follow, each of at least one byte.
  package mutating func count() -> Int? {
    guard let value = number(), value <= UInt64(end - offset) else { return nil }
    return Int(value)
  }

  package mutating func word() -> UInt64? {
    guard end - offset >= 8 else { return nil }
    var value: UInt64 = 0
    for place in 0..<8 { value |= UInt64(bytes[offset + place]) << UInt64(place * 8) }
    offset += 8
    return value
  }

  package mutating func text() -> String? {
    guard let range = range() else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Where the bytes of a text lie.
  package mutating func range() -> Range<Int>? {
    guard let count = count() else { return nil }
    defer { offset += count }
    return offset..<offset + count
  }

  package mutating func block() -> [UInt8]? { range().map { Array(bytes[$0]) } }

  package mutating func fingerprint() -> Fingerprint? {
    guard let high = word(), let low = word() else { return nil }
    return Fingerprint(high: high, low: low)
  }

  package mutating func list<Element>(_ read: (inout RecordReader) -> Element?) -> [Element]? {
    guard let count = count() else { return nil }
    var values: [Element] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      guard let value = read(&self) else { return nil }
      values.append(value)
    }
    return values
  }
}
