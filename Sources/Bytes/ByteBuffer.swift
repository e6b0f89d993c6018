/// Bytes in work, which grow at their end.
///
/// An array asks at each piece that is appended whether anybody else holds it, and takes the piece for any sequence; this has one owner and takes
/// bytes, in half the steps. Most of what a page costs is pieces of a few bytes.
///
/// It alone is public and can be inlined: other rooms append to it without a call.
@frozen @safe public struct ByteBuffer: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var length = 0

  @inlinable public var count: Int { length }

  public init(capacity: Int) {
    self.capacity = max(capacity, 64)
    unsafe start = .allocate(capacity: self.capacity)
  }

  deinit { unsafe start.deallocate() }

  /// The bytes so far.
  public var bytes: [UInt8] { bytes(from: 0) }

  /// The bytes from a place on.
  public func bytes(from first: Int) -> [UInt8] {
    precondition(first >= 0 && first <= count)
    return unsafe Array(UnsafeBufferPointer(start: start + first, count: count - first))
  }

  /// Lends the bytes so far to a closure.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Takes back what was written from a place on.
  public mutating func cut(at end: Int) {
    precondition(end >= 0 && end <= count)
    length = end
  }

  /// A byte that was written.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return unsafe start[index]
  }

  @inlinable public mutating func append(_ byte: UInt8) {
    if length == capacity { grow(by: 1) }
    unsafe start[length] = byte
    length += 1
  }

  @inline(__always) @inlinable public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    if bytes.count > capacity - length { grow(by: bytes.count) }
    unsafe (start + length).initialize(from: first, count: bytes.count)
    length += bytes.count
  }

  @inlinable public mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
  }

  @inlinable public mutating func append(_ text: StaticString) {
    unsafe append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Makes room for more bytes than there are places for; seldom, as it doubles them.
  @inline(never) @usableFromInline mutating func grow(by more: Int) {
    let larger = max(capacity * 2, count + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.initialize(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = moved
    capacity = larger
  }
}
