/// Reads what a `ByteWriter` wrote; what is not so gives nil and never a trap.
package struct ByteReader {
  private let bytes: [UInt8]
  /// Where it stands in the bytes.
  package private(set) var offset: Int
  private let end: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = max(0, min(range.lowerBound, bytes.count))
    end = max(offset, min(range.upperBound, bytes.count))
  }

  package init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

  /// Whether all was read.
  package var isAtEnd: Bool { offset >= end }

  /// A number of seven bits a byte, the low ones first.
  package mutating func number() -> UInt64? {
    guard offset < end else { return nil }
    // Most numbers are small.
    let first = bytes[offset]
    if first < 0x80 {
      offset += 1
      return UInt64(first)
    }
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

  /// The same of a number that may be negative.
  package mutating func integer() -> Int? { number().map { Int(Int64(bitPattern: $0)) } }

  /// Whether something is so: 1 or 0, and nothing else.
  package mutating func flag() -> Bool? {
    guard let value = number(), value < 2 else { return nil }
    return value == 1
  }

  /// A number of things that follow, each of at least one byte.
  package mutating func count() -> Int? { number().flatMap { $0 <= end - offset ? Int($0) : nil } }

  /// A number that is not negative, and not larger than some.
  package mutating func count(upTo most: Int) -> Int? {
    number().flatMap { $0 <= most ? Int($0) : nil }
  }

  /// A number that has all its eight bytes.
  package mutating func word() -> UInt64? {
    guard end - offset >= 8 else { return nil }
    var value: UInt64 = 0
    for place in 0..<8 { value |= UInt64(bytes[offset + place]) << UInt64(place * 8) }
    offset += 8
    return value
  }

  /// A text, with how many bytes it has before it.
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

  /// Bytes of any kind, with how many there are before them.
  package mutating func block() -> [UInt8]? { range().map { Array(bytes[$0]) } }

  /// A list, with how many elements it has before them; nil where one of them is not so.
  package mutating func list<Element>(_ read: (inout ByteReader) -> Element?) -> [Element]? {
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
