#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// What the upper floors keep of each unit, too much for the build record: it is read only by a build that needs it.
///
/// It is a file of sections, one a unit, that is only ever added to. Nothing in it is believed by itself: the build record
/// has the fingerprint of each part, and a part that has another is as good as none.
///
/// ```
/// [ mark  length of the unit's name (8)  length of the parts (8)  unit  parts ]…
/// parts: for each of them its length (8), then all of them
/// ```
package struct KeptParts: Sendable {
  static let name = "parts"
  static let mark: [UInt8] = [0x1E, 0x50, 0x61, 0x1F]

  package let bytes: [UInt8]
  /// Where the latest section of each unit has its parts.
  private var sections: [String: Range<Int>] = [:]
  /// How many bytes the latest sections have.
  private var useful = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let head = Self.mark.count + 16
    var offset = 0
    while offset + head <= bytes.count {
      var reader = RecordReader(bytes, offset + Self.mark.count..<bytes.count)
      if bytes[offset] == Self.mark[0], bytes[offset..<offset + head].starts(with: Self.mark),
        let name = reader.word(), let length = reader.word(),
        name <= 255, length <= UInt64(bytes.count - offset - head),
        name <= UInt64(bytes.count - offset - head) - length
      {
        let start = offset + head + Int(name)
        let unit = String(decoding: bytes[offset + head..<start], as: UTF8.self)
        if let old = sections.updateValue(start..<start + Int(length), forKey: unit) {
          useful -= old.count + head + Int(name)
        }
        useful += Int(length) + head + Int(name)
        offset = start + Int(length)
      } else {
        // What a build that was killed left half written ends where the next mark stands.
        offset += 1
      }
    }
  }

  /// Where the parts of a unit lie, if they are those that the record knows.
  package func ranges(of unit: String, _ known: [Fingerprint], _ key: Fingerprint.Key)
    -> [Range<Int>]?
  {
    guard let section = sections[unit], !known.isEmpty, section.count / 8 >= known.count else {
      return nil
    }
    var reader = RecordReader(bytes, section)
    var start = section.lowerBound + known.count * 8
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(known.count)
    for fingerprint in known {
      guard let length = reader.word(), length <= UInt64(section.upperBound - start) else {
        return nil
      }
      let range = start..<start + Int(length)
      guard key.fingerprint(bytes, range) == fingerprint else { return nil }
      ranges.append(range)
      start = range.upperBound
    }
    return start == section.upperBound ? ranges : nil
  }

  /// Whether so much of it is out of date that it is worth writing anew.
  var isWasteful: Bool { bytes.count > 2 * useful + 4_096 }

  /// The sections of some units, as a new file has them.
  func content(keeping isKept: (String) -> Bool) -> [UInt8] {
    var result: [UInt8] = []
    for (unit, range) in sections.sorted(by: { $0.value.lowerBound < $1.value.lowerBound })
    where isKept(unit) {
      result += Self.head(unit, range.count)
      result += bytes[range]
    }
    return result
  }

  /// The fingerprints of some parts, as the record keeps them.
  package static func fingerprints(_ parts: [[UInt8]], _ key: Fingerprint.Key) -> [Fingerprint] {
    parts.map { key.fingerprint($0) }
  }

  private static func head(_ unit: String, _ length: Int) -> [UInt8] {
    var writer = RecordWriter()
    writer.word(UInt64(unit.utf8.count))
    writer.word(UInt64(length))
    return mark + writer.bytes + Array(unit.utf8)
  }

  static func section(_ unit: String, _ parts: [[UInt8]]) -> [UInt8] {
    var writer = RecordWriter()
    for part in parts { writer.word(UInt64(part.count)) }
    let length = writer.bytes.count + parts.reduce(0) { $0 + $1.count }
    var result = head(unit, length)
    result += writer.bytes
    for part in parts { result += part }
    return result
  }
}

/// The file of kept parts while a build adds to it.
final class PartsLog: Sendable {
  private struct State {
    var descriptor: Descriptor?
    var size = 0
  }

  private let own: Folder
  private let state = Mutex(State())

  init(_ own: Folder) { self.own = own }

  func append(_ section: [UInt8]) throws(FileError) {
    let failure: FileError? = state.withLock { state in
      do throws(FileError) {
        let open: Descriptor
        if let known = state.descriptor {
          open = known
        } else {
          open = try own.opened(KeptParts.name, O_WRONLY | O_APPEND | O_CREAT)
          state.size = own.status(KeptParts.name)?.stamp.size ?? 0
          state.descriptor = open
        }
        do throws(FileError) {
          try System.write(section, toOpen: open.number, own.path(of: KeptParts.name))
          state.size += section.count
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

  func read() -> KeptParts {
    KeptParts((try? own.read(KeptParts.name, limit: 1 << 32)) ?? [])
  }

  /// Writes the file anew, if that is worth it, or if a unit is not to be kept any more.
  func tidy(_ parts: KeptParts, keeping isKept: (String) -> Bool) throws(FileError) {
    guard parts.isWasteful else { return }
    let new = "parts.new"
    try own.removeFile(new)
    _ = try own.write(parts.content(keeping: isKept), to: new)
    try own.rename(new, to: own, as: KeptParts.name)
    state.withLock { $0.descriptor = nil }
  }

  /// Takes the file away: nothing of it is of use any more.
  func clear() throws(FileError) {
    try own.removeFile(KeptParts.name)
    state.withLock { $0.descriptor = nil }
  }
}

extension OutputStore {
  /// What the upper floors keep of what they said last; nil where there is nothing.
  package func shown() -> [UInt8]? { try? own.read("shown", limit: 1 << 30) }

  /// Keeps what was said, if there is room for it.
  package func keepShown(_ bytes: [UInt8]) {
    let new = "shown.new"
    try? own.removeFile(new)
    guard (try? own.write(bytes, to: new)) != nil else { return }
    try? own.rename(new, to: own, as: "shown")
  }

  /// Keeps parts of a unit for later builds, which know them by their fingerprints.
  package func keep(_ parts: [[UInt8]], of unit: String) throws(FileError) {
    try partsLog.append(KeptParts.section(unit, parts))
  }

  /// All that is kept.
  package func keptParts() -> KeptParts { partsLog.read() }

  /// Forgets all parts: every unit is made anew.
  package func forgetParts() throws(FileError) { try partsLog.clear() }

  /// Writes the kept parts anew where too much of them is out of date.
  package func tidy(_ parts: KeptParts, keeping isKept: (String) -> Bool) throws(FileError) {
    try partsLog.tidy(parts, keeping: isKept)
  }
}
