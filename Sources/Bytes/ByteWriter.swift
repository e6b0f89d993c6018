/// Writes numbers and texts one after another as bytes, so that no two rows of different ones are the same bytes.
///
/// What is kept from one build to the next is written with it, and what a fingerprint is taken of.
package struct ByteWriter: ~Copyable {
  private var buffer: ByteBuffer

  /// - Parameter capacity: How many bytes are expected; more only take longer.
  package init(capacity: Int = 256) { buffer = ByteBuffer(capacity: capacity) }

  /// What was written.
  package var bytes: [UInt8] { buffer.bytes }

  /// A number of seven bits a byte, the low ones first: most numbers are small.
  package mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    buffer.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The same of a number that may be negative, which takes ten bytes then.
  package mutating func number(_ value: Int) { number(UInt64(bitPattern: Int64(value))) }

  /// Whether something is so.
  package mutating func flag(_ value: Bool) { buffer.append(value ? 1 : 0) }

  /// A number that has all its eight bytes.
  package mutating func word(_ value: UInt64) {
    for place in 0..<8 {
      buffer.append(UInt8(truncatingIfNeeded: value >> UInt64(place * 8)))
    }
  }

  /// A text, with how many bytes it has before it.
  package mutating func text(_ value: String) {
    number(value.utf8.count)
    buffer.append(value.utf8.span)
  }

  /// Bytes of any kind, with how many there are.
  package mutating func block(_ value: [UInt8]) {
    number(value.count)
    buffer.append(value.span)
  }

  /// A list, with how many elements it has before them.
  package mutating func list<Element>(
    _ values: [Element], _ write: (inout ByteWriter, Element) -> Void
  ) {
    number(values.count)
    for value in values { write(&self, value) }
  }
}
