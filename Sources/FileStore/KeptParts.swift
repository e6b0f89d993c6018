#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Bytes
import Synchronization

/// What the upper floors keep of each unit, too much for the build record: it is read only by a build that needs it, and
/// of one unit at a time.
///
/// It is a file of sections, one a unit, that is only ever added to. Nothing in it is believed by itself: the build record
/// has the fingerprint of each part, and a part that has another is as good as none.
///
/// ```
/// [ mark  length of the unit's name (8)  length of the parts (8)  unit  parts ]…
/// parts: for each of them its length (8), then all of them
/// ```
struct KeptParts: Sendable {
  static let name = "parts"
  static let mark: [UInt8] = [0x1E, 0x50, 0x61, 0x1F]

  private let content: KeptBytes
  /// Where the latest section of each unit has its parts.
  private var sections: [String: Range<Int>] = [:]
  /// How many bytes the latest sections have.
  private(set) var useful = 0

  init(_ content: KeptBytes) {
    self.content = content
    var window = ByteWindow(content)
    let head = Self.mark.count + 16
    var offset = 0
    while offset + head <= content.count {
      guard let range = window.range(at: offset, count: head + 255) else { break }
      if let (unit, length) = Self.read(window.content[range], room: content.count - offset) {
        let start = offset + head + unit.count
        add(String(decoding: unit, as: UTF8.self), start..<start + length, unit.count + head)
        offset = start + length
      } else {
        // What a build that was killed left half written ends where the next mark stands.
        offset += 1
      }
    }
  }

  /// The name of a section's unit, and the length of its parts; nil where no section begins.
  private static func read(_ bytes: ArraySlice<UInt8>, room: Int) -> (ArraySlice<UInt8>, Int)? {
    guard bytes.starts(with: mark) else { return nil }
    let all = Array(bytes)
    let head = mark.count + 16
    var reader = ByteReader(all, mark.count..<all.count)
    guard let name = reader.word(), let length = reader.word(), name <= 255,
      length <= UInt64(room - head), name <= UInt64(room - head) - length,
      head + Int(name) <= all.count
    else { return nil }
    return (all[head..<head + Int(name)], Int(length))
  }

  private mutating func add(_ unit: String, _ range: Range<Int>, _ head: Int) {
    if let old = sections.updateValue(range, forKey: unit) { useful -= old.count + head }
    useful += range.count + head
  }

  /// The parts of a unit, if those that are wanted are what the record knows; the others may be anything.
  func parts(
    of unit: String, _ known: [Fingerprint], _ key: Fingerprint.Key, wanted: (Int) -> Bool
  ) -> (bytes: [UInt8], ranges: [Range<Int>])? {
    sections[unit].flatMap { Self.parts(content, $0, known, key, wanted: wanted) }
  }

  fileprivate static func parts(
    _ content: KeptBytes, _ section: Range<Int>, _ known: [Fingerprint], _ key: Fingerprint.Key,
    wanted: (Int) -> Bool
  ) -> (bytes: [UInt8], ranges: [Range<Int>])? {
    guard !known.isEmpty, section.count / 8 >= known.count, let bytes = content.bytes(section)
    else { return nil }
    var reader = ByteReader(bytes)
    var start = known.count * 8
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(known.count)
    for (number, fingerprint) in known.enumerated() {
      guard let length = reader.word(), length <= UInt64(bytes.count - start) else { return nil }
      let range = start..<start + Int(length)
      guard !wanted(number) || key.fingerprint(bytes, range) == fingerprint else { return nil }
      ranges.append(range)
      start = range.upperBound
    }
    return start == bytes.count ? (bytes, ranges) : nil
  }

  /// Whether so much of it is out of date that it is worth writing anew.
  var isWasteful: Bool { content.count > 2 * useful + 4_096 }

  /// Writes the sections of some units to another file.
  func write(to stream: FileStream, keeping isKept: (String) -> Bool) throws(FileError) {
    for (unit, range) in sections.sorted(by: { $0.value.lowerBound < $1.value.lowerBound })
    where isKept(unit) {
      try stream.write(Self.head(unit, range.count))
      try stream.copy(range, of: content)
    }
  }

  private static func head(_ unit: String, _ length: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.word(UInt64(unit.utf8.count))
    writer.word(UInt64(length))
    return mark + writer.bytes + Array(unit.utf8)
  }

  /// The bytes of a section, and where in them the parts begin.
  static func section(_ unit: String, _ parts: [[UInt8]]) -> (bytes: [UInt8], start: Int) {
    var writer = ByteWriter()
    for part in parts { writer.word(UInt64(part.count)) }
    let length = writer.bytes.count + parts.reduce(0) { $0 + $1.count }
    var result = head(unit, length)
    let start = result.count
    result += writer.bytes
    for part in parts { result += part }
    return (result, start)
  }
}

/// The file of kept parts while a build adds to it.
final class PartsLog: Sendable {
  private struct State {
    var descriptor: Descriptor?
    var size = 0
    /// Where the parts of the units lie that this build added.
    var added: [String: Range<Int>] = [:]
    /// The file as it was read, once it was asked for.
    var read: KeptParts?
  }

  private let own: Folder
  private let path: String
  private let state = Mutex(State())

  init(_ own: Folder) {
    self.own = own
    path = own.path(of: KeptParts.name)
  }

  func append(_ unit: String, _ parts: [[UInt8]]) throws(FileError) {
    let section = KeptParts.section(unit, parts)
    let failure: FileError? = state.withLock { state in
      do throws(FileError) {
        let open: Descriptor
        if let known = state.descriptor {
          open = known
        } else {
          open = try own.opened(KeptParts.name, O_RDWR | O_APPEND | O_CREAT)
          state.size = own.status(KeptParts.name)?.stamp.size ?? 0
          state.descriptor = open
        }
        do throws(FileError) {
          try System.write(section.bytes, toOpen: open.number, path)
          let end = state.size + section.bytes.count
          state.added[unit] = state.size + section.start..<end
          state.size = end
        } catch {
          _ = ftruncate(open.number, off_t(state.size))
          return error
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// The parts of a unit, if those that are wanted are what the record knows; the others may be anything.
  func parts(
    of unit: String, _ known: [Fingerprint], _ key: Fingerprint.Key, wanted: (Int) -> Bool
  ) -> (bytes: [UInt8], ranges: [Range<Int>])? {
    let (added, kept) = state.withLock { state -> ((KeptBytes, Range<Int>)?, KeptParts?) in
      if let file = state.descriptor, let range = state.added[unit] {
        return ((KeptBytes(file, count: state.size, path: path), range), nil)
      }
      return (nil, read(&state))
    }
    if let (content, range) = added {
      return KeptParts.parts(content, range, known, key, wanted: wanted)
    }
    return kept?.parts(of: unit, known, key, wanted: wanted)
  }

  private func read(_ state: inout State) -> KeptParts {
    if let read = state.read { return read }
    let read = KeptParts(KeptBytes(KeptParts.name, in: own) ?? KeptBytes([]))
    state.read = read
    return read
  }

  /// Writes the file anew, if so much of it is out of date that it is worth that.
  ///
  /// It is not read to find that out before it has twice the size that it had when it was read for this last.
  func tidy(keeping isKept: (String) -> Bool, _ key: Fingerprint.Key) throws(FileError) {
    let sizeName = "parts.size"
    var known = (try? own.read(sizeName, limit: 16)).map { ByteReader($0, 0..<$0.count) }
    guard let status = own.status(KeptParts.name),
      status.stamp.size > 2 * (known?.integer() ?? 0)
    else { return }
    let parts = state.withLock { state in
      state.read = nil
      return read(&state)
    }
    var writer = ByteWriter()
    writer.number(parts.useful)
    try own.removeFile(sizeName)
    _ = try own.write(writer.bytes, to: sizeName)
    guard parts.isWasteful else { return }
    let new = "parts.new"
    try own.removeFile(new)
    try own.write(new, key) { stream throws(FileError) in
      try parts.write(to: stream, keeping: isKept)
    }
    try own.rename(new, to: own, as: KeptParts.name)
    state.withLock { $0 = State() }
  }

  /// Takes the file away: nothing of it is of use any more.
  func clear() throws(FileError) {
    try own.removeFile(KeptParts.name)
    state.withLock { $0 = State() }
  }
}

extension OutputStore {
  /// What the upper floors keep under a name from one build to the next; nil where there is nothing.
  ///
  /// Nothing of it is believed by itself: they keep with it what tells that it is whole.
  package func kept(_ name: String) -> KeptBytes? { KeptBytes(name, in: own) }

  /// Keeps something under a name, if there is room for it.
  package func keep(as name: String, _ write: (FileStream) throws(FileError) -> Void) {
    let new = name + Self.newEnd
    do throws(FileError) {
      try own.removeFile(new)
      try own.write(new, key, write)
      try own.rename(new, to: own, as: name)
    } catch {
      try? own.removeFile(new)
    }
  }

  /// Keeps something small as a whole, with a fingerprint of it.
  package func keepWhole(_ bytes: [UInt8], as name: String) {
    keep(as: name) { stream throws(FileError) in
      try stream.write(bytes)
      try stream.writeFingerprint()
    }
  }

  /// What was kept as a whole; nil where there is nothing, or not what was kept.
  package func keptWhole(_ name: String) -> [UInt8]? {
    guard let kept = kept(name), kept.count >= Fingerprint.length,
      let bytes = kept.bytes(0..<kept.count)
    else { return nil }
    let body = 0..<bytes.count - Fingerprint.length
    var last = ByteReader(bytes, body.upperBound..<bytes.count)
    return last.fingerprint() == key.fingerprint(bytes, body) ? Array(bytes[body]) : nil
  }

  /// How the names end of what is not in its place yet.
  static let newEnd = ".new"

  /// Keeps parts of a unit for later builds, which know them by their fingerprints.
  package func keep(_ parts: [[UInt8]], of unit: String) throws(FileError) {
    try partsLog.append(unit, parts)
  }

  /// The parts of a unit, if those that are wanted have their fingerprints; the others may be anything.
  package func parts(
    of unit: String, _ known: [Fingerprint], wanted: (Int) -> Bool = { _ in true }
  ) -> (bytes: [UInt8], ranges: [Range<Int>])? {
    partsLog.parts(of: unit, known, key, wanted: wanted)
  }

  /// Forgets all parts: every unit is made anew.
  package func forgetParts() throws(FileError) { try partsLog.clear() }

  /// Writes the kept parts anew where too much of them is out of date.
  package func tidyParts(keeping isKept: (String) -> Bool) throws(FileError) {
    try partsLog.tidy(keeping: isKept, key)
  }
}
