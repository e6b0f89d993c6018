#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A page over all units while it is written, piece by piece: it may have more bytes than ought to be held at once.
package final class PageStream {
  private static let room = 1 << 18

  private let descriptor: Descriptor
  private let path: String
  /// The same page as it stands, of which pieces can be taken over.
  private let old: Descriptor?
  private var buffer: [UInt8] = []
  private var fingerprint: Fingerprint.Stream
  private(set) var size = 0

  init(_ descriptor: Descriptor, _ path: String, old: Descriptor?, _ key: Fingerprint.Key) {
    self.descriptor = descriptor
    self.path = path
    self.old = old
    fingerprint = Fingerprint.Stream(key)
    buffer.reserveCapacity(Self.room)
  }

  /// Where the next byte will stand.
  package var offset: Int { size + buffer.count }

  package func write(_ bytes: [UInt8]) throws(FileError) {
    if buffer.count + bytes.count > Self.room { try flush() }
    if bytes.count > Self.room {
      try put(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Takes over a piece of the page as it stands; there must be one, and the range must lie in it.
  package func copy(_ range: Range<Int>) throws(FileError) {
    guard !range.isEmpty else { return }
    guard let old else { throw FileError(.notFound, "read", path) }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + Self.room, range.upperBound)
      let piece = try System.read(old.number, at: start, count: end - start, path)
      try write(piece)
      start = end
    }
  }

  private func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    let bytes = buffer
    buffer.removeAll(keepingCapacity: true)
    try put(bytes)
  }

  private func put(_ bytes: [UInt8]) throws(FileError) {
    unsafe bytes.withUnsafeBytes { unsafe fingerprint.add($0) }
    try System.write(bytes, toOpen: descriptor.number, path)
    size += bytes.count
  }

  /// Writes what is left; returns the fingerprint of all.
  func finish() throws(FileError) -> Fingerprint {
    try flush()
    return fingerprint.finish()
  }
}
