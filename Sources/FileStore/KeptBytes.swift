/// The bytes of one of the program's own files, of which pieces are read when they are asked for: the whole may be more than
/// ought to be held at once.
package struct KeptBytes: Sendable {
  private enum Home: Sendable {
    case held([UInt8])
    case file(Descriptor, path: String)
  }

  /// How much is read at once of what is read from its beginning to its end.
  static let width = 1 << 16

  private let home: Home
  package let count: Int

  /// Bytes that are held.
  init(_ bytes: [UInt8]) {
    home = .held(bytes)
    count = bytes.count
  }

  /// A file of a folder as it is now, without what is added to it later; nil where there is none.
  init?(_ name: String, in folder: Folder) {
    guard let (file, status) = folder.file(name) else { return nil }
    self.init(file, count: status.stamp.size, path: folder.path(of: name))
  }

  init(_ file: Descriptor, count: Int, path: String) {
    home = .file(file, path: path)
    self.count = count
  }

  /// A piece of it; nil where it cannot be read.
  package func bytes(_ range: Range<Int>) -> [UInt8]? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    switch home {
    case .held(let bytes): return Array(bytes[range])
    case .file(let file, let path):
      return try? System.read(file.number, at: range.lowerBound, count: range.count, path)
    }
  }

  /// Goes through a piece of it in smaller ones, in their order; returns whether all of it could be read.
  package func read(_ range: Range<Int>, _ take: ([UInt8]) throws(FileError) -> Void)
    throws(FileError) -> Bool
  {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + Self.width, range.upperBound)
      guard let bytes = bytes(start..<end) else { return false }
      try take(bytes)
      start = end
    }
    return true
  }

  /// The fingerprint of a piece of it; nil where it cannot be read.
  package func fingerprint(_ range: Range<Int>, _ key: Fingerprint.Key) -> Fingerprint? {
    var stream = Fingerprint.Stream(key)
    let isRead = try? read(range) { stream.add($0) }
    return isRead == true ? stream.finish() : nil
  }
}

/// What is read of some bytes from the beginning to the end, without holding all of it.
struct ByteWindow {
  private let all: KeptBytes
  /// The bytes that are held at the moment.
  private(set) var content: [UInt8] = []
  /// Where they begin.
  private var start = 0

  init(_ all: KeptBytes) { self.all = all }

  /// Where in `content` some bytes lie, so many or up to the end of all; nil where they cannot be read.
  mutating func range(at offset: Int, count: Int) -> Range<Int>? {
    let end = min(offset + count, all.count)
    if offset < start || end > start + content.count {
      // What was held goes first.
      content = []
      let width = min(max(KeptBytes.width, count), all.count - offset)
      guard let read = all.bytes(offset..<offset + width) else { return nil }
      (start, content) = (offset, read)
    }
    return offset - start..<end - start
  }
}
