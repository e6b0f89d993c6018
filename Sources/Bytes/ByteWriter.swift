/// Writes numbers and texts one after another as bytes, so that no two rows of different ones are the same bytes.
///
/// What is kept from one build to the next is written with it, and what a fingerprint is taken of. Like the buffer that it writes into
/// it is public and can be inlined: records have hundreds of thousands of small numbers.
@frozen public struct ByteWriter: ~Copyable {
  @usableFromInline var buffer: ByteBuffer

  /// - Parameter capacity: How many bytes are expected; more only take longer.
  public init(capacity: Int = 256) { buffer = ByteBuffer(capacity: capacity) }

  /// What was written.
  public var bytes: [UInt8] { buffer.bytes }

  /// A number of seven bits a byte, the low ones first: most numbers are small.
  @inlinable public mutating func number(_ value: UInt64) {
    if value < 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: value))
    } else {
      large(value)
    }
  }

  @usableFromInline mutating func large(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    buffer.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The same of a number that may be negative, which takes ten bytes then.
  @inlinable public mutating func number(_ value: Int) { number(UInt64(bitPattern: Int64(value))) }

  /// Whether something is so.
  @inlinable public mutating func flag(_ value: Bool) { buffer.append(value ? 1 : 0) }

  /// A number that has all its eight bytes.
  @inlinable public mutating func word(_ value: UInt64) {
    unsafe withUnsafeBytes(of: value.littleEndian) { bytes in
      unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe buffer.append($0) }
    }
  }

  /// A text, with how many bytes it has before it.
  @inlinable public mutating func text(_ value: String) {
    let bytes = value.utf8.span
    number(bytes.count)
    buffer.append(bytes)
  }

  /// Bytes of any kind, with how many there are.
  @inlinable public mutating func block(_ value: [UInt8]) {
    number(value.count)
    buffer.append(value.span)
  }

  /// A list, with how many elements it has before them.
  @inlinable public mutating func list<Element>(
    _ values: [Element], _ write: (inout ByteWriter, Element) -> Void
  ) {
    number(values.count)
    for index in values.indices { write(&self, values[index]) }
  }
}
