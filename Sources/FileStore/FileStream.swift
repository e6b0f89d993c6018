#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Bytes

/// A file while it is written, piece by piece: it may have more bytes than ought to be held at once.
package final class FileStream {
  private let descriptor: Descriptor
  private let path: String
  private var buffer: [UInt8] = []
  private var stream: Fingerprint.Stream
  private var size = 0

  init(_ descriptor: Descriptor, _ path: String, _ key: Fingerprint.Key) {
    self.descriptor = descriptor
    self.path = path
    stream = Fingerprint.Stream(key)
    buffer.reserveCapacity(KeptBytes.width)
  }

  /// Where the next byte will stand.
  package var offset: Int { size + buffer.count }

  /// Writes some bytes, as soon as there are enough of them.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    if buffer.count + bytes.count > KeptBytes.width { try flush() }
    // What is long goes straight into the file.
    if bytes.count > KeptBytes.width / 2 {
      try flush()
      try put(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Takes over a piece of another file, or of this one as it stands.
  package func copy(_ range: Range<Int>, of other: KeptBytes) throws(FileError) {
    let isWhole = try other.read(range) { bytes throws(FileError) in try write(bytes) }
    guard isWhole else { throw FileError(.changing, "read", path) }
  }

  /// Writes the fingerprint of all that was written so far, by which a reader knows that it is whole.
  package func writeFingerprint() throws(FileError) {
    try flush()
    var writer = ByteWriter()
    writer.fingerprint(stream.finish())
    try write(writer.bytes)
  }

  private func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(FileError) {
    stream.add(bytes)
    try System.write(bytes, toOpen: descriptor.number, path)
    size += bytes.count
  }

  /// Writes what is left; returns the fingerprint of all.
  @discardableResult func finish() throws(FileError) -> Fingerprint {
    try flush()
    return stream.finish()
  }
}

extension Folder {
  /// Writes a new file of it piece by piece; there must be none of this name, and where it fails there is none.
  @discardableResult func write(
    _ name: String, _ key: Fingerprint.Key, _ write: (FileStream) throws(FileError) -> Void
  ) throws(FileError) -> Fingerprint {
    let file = try opened(name, O_WRONLY | O_CREAT | O_EXCL)
    do throws(FileError) {
      let stream = FileStream(file, path(of: name), key)
      try write(stream)
      return try stream.finish()
    } catch {
      try? removeFile(name)
      throw error
    }
  }
}
