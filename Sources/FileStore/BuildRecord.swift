import Bytes

/// What earlier builds wrote into an output folder, and from what: the program's memory from one run to the next.
///
/// It is a file of sections, one a unit, that is only ever added to while a build runs: a section is added *before*
/// its unit is put in place, so that whatever a build that was killed left behind is known to be the program's own.
/// A later section of a unit stands for the earlier one; both count when the question is whose a file is.
///
/// ```
/// trustwright record 4 \n  key (16 bytes)  [ mark  length (8)  check (8)  unit  payload ]…
/// ```
package struct BuildRecord: Sendable {
  static let version = 4
  static let head = head(version)
  /// The versions of which it is still read whose the files are; their sections say less.
  static let earlierVersions = [2, 3]

  /// How the record of a version begins.
  static func head(_ version: Int) -> [UInt8] { Array("trustwright record \(version)\n".utf8) }

  /// The earlier version that wrote a record, if one of them did.
  static func earlierVersion(_ bytes: [UInt8]) -> Int? {
    earlierVersions.first { bytes.starts(with: head($0)) }
  }

  static let mark: [UInt8] = [0x1E, 0x54, 0x57, 0x1F]

  package private(set) var key: Fingerprint.Key
  /// Whether every byte of it was understood; otherwise nothing is left unmade because of it.
  package private(set) var isWhole: Bool
  private var bytes: [UInt8]
  /// Where the sections of each unit lie, the latest last.
  private var sections: [String: [Range<Int>]] = [:]
  /// When its file was last changed.
  private let modified: Int

  /// A record of nothing.
  package init(key: Fingerprint.Key) {
    self.key = key
    isWhole = false
    bytes = []
    modified = 0
  }

  /// Reads the bytes of a record's file, and of what is damaged as much as can be read.
  ///
  /// A record of an earlier version is read to know whose the files are, and for nothing else.
  package init?(_ bytes: [UInt8], modified: Int) {
    if let version = Self.earlierVersion(bytes) {
      guard let now = Self.renewed(bytes, version),
        let record = BuildRecord(now, modified: modified)
      else {
        return nil
      }
      self = record.doubted
      return
    }
    let start = Self.head.count
    guard bytes.starts(with: Self.head) else { return nil }
    var reader = ByteReader(bytes, start..<bytes.count)
    guard let first = reader.word(), let second = reader.word(), first > 0, second > 0 else {
      return nil
    }
    key = Fingerprint.Key(first: first, second: second)
    self.bytes = bytes
    self.modified = modified
    isWhole = true
    var offset = start + 16
    while offset < bytes.count {
      if let section = Self.section(bytes, at: offset, key) {
        sections[section.unit, default: []].append(section.payload)
        offset = section.payload.upperBound
      } else {
        // What is damaged ends where the next mark stands.
        isWhole = false
        offset += 1
        while offset < bytes.count, !bytes[offset...].starts(with: Self.mark) { offset += 1 }
      }
    }
  }

  /// The bytes of a record of an earlier version, as this version writes them.
  private static func renewed(_ bytes: [UInt8], _ version: Int) -> [UInt8]? {
    let body = bytes.dropFirst(head(version).count)
    guard let old = BuildRecord(head + body, modified: 0) else {
      return nil
    }
    var result = head(old.key)
    for unit in old.units {
      for range in old.sections[unit] ?? [] {
        var reader = ByteReader(old.bytes, range)
        guard let record = UnitRecord(from: &reader, version: version) else { continue }
        result += section(unit, record, old.key)
      }
    }
    return result
  }

  /// All of it, as this version writes it.
  var content: [UInt8] { bytes }

  /// The record, of which nothing is taken to be up to date.
  var doubted: BuildRecord {
    var copy = self
    copy.isWhole = false
    return copy
  }

  private static func section(_ bytes: [UInt8], at offset: Int, _ key: Fingerprint.Key)
    -> (unit: String, payload: Range<Int>)?
  {
    guard bytes.count - offset >= mark.count, bytes[offset] == mark[0],
      bytes[offset + 1] == mark[1], bytes[offset + 2] == mark[2], bytes[offset + 3] == mark[3]
    else { return nil }
    let start = offset + mark.count
    var reader = ByteReader(bytes, start..<bytes.count)
    guard let length = reader.word(), let check = reader.word(),
      length <= UInt64(bytes.count - start - 16)
    else { return nil }
    let body = (start + 16)..<(start + 16 + Int(length))
    guard key.fingerprint(bytes, body).low == check else { return nil }
    var inner = ByteReader(bytes, body)
    guard let unit = inner.text() else { return nil }
    return (unit, inner.offset..<body.upperBound)
  }

  /// The bytes that begin a record's file.
  static func head(_ key: Fingerprint.Key) -> [UInt8] {
    var writer = ByteWriter()
    writer.word(key.first)
    writer.word(key.second)
    return head + writer.bytes
  }

  /// The bytes of one section.
  static func section(_ unit: String, _ record: UnitRecord, _ key: Fingerprint.Key) -> [UInt8] {
    var body = ByteWriter()
    body.text(unit)
    record.write(to: &body)
    var writer = ByteWriter()
    writer.word(UInt64(body.bytes.count))
    writer.word(key.fingerprint(body.bytes).low)
    return mark + writer.bytes + body.bytes
  }

  // MARK: - Asking

  /// The units it knows, in the order of their names' bytes.
  package var units: [String] {
    sections.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether it knows only units that are wanted.
  package func knowsOnly(_ isWanted: (String) -> Bool) -> Bool {
    sections.keys.allSatisfy(isWanted)
  }

  /// What is asked of every unit, and a reader that stands where the unit's folders begin.
  func head(_ name: String) -> (head: UnitHead, rest: ByteReader)? {
    guard let range = sections[name]?.last else { return nil }
    var reader = ByteReader(bytes, range)
    guard let head = UnitHead(from: &reader) else { return nil }
    return (head, reader)
  }

  /// The bytes of a text that a reader found.
  func append(_ range: Range<Int>, to path: inout [UInt8]) {
    path.append(contentsOf: bytes[range])
  }

  /// What it keeps of a unit.
  package func unit(_ name: String) -> UnitRecord? {
    guard let range = sections[name]?.last else { return nil }
    var reader = ByteReader(bytes, range)
    return UnitRecord(from: &reader)
  }

  /// The fingerprints that each file of a unit had, each time it was written.
  package func ownership(of name: String) -> Ownership {
    var ownership = Ownership()
    for range in sections[name] ?? [] {
      var reader = ByteReader(bytes, range)
      for file in UnitRecord(from: &reader)?.files ?? [] {
        ownership.add(file.name, file.fingerprint)
      }
    }
    return ownership
  }

  /// Whether it may have to be written anew, once sections of these units stand behind it.
  func isWorthRewriting(with added: [String], keeping isKept: (String) -> Bool) -> Bool {
    // What had nothing in it is as whole as what was added to it.
    guard isWhole || bytes.isEmpty, knowsOnly(isKept), added.allSatisfy(isKept) else { return true }
    let sections = sections.values.reduce(added.count) { $0 + $1.count }
    return sections > Set(added).union(self.sections.keys).count * 2
  }

  /// Whether so much of it is out of date that it is worth writing anew.
  package var isWasteful: Bool { sections.values.reduce(0) { $0 + $1.count } > sections.count * 2 }

  /// Whether a stamp tells that a file is as it was when the record was written.
  ///
  /// A file system's clock ticks: two changes within a tick look like one. A file that was changed just before the
  /// record was is not trusted; its bytes are looked at.
  package func isTelling(_ stamp: FileStamp) -> Bool {
    stamp.isFine && stamp.changed < modified &- 20_000_000
  }
}

/// Which bytes the program has written under which name.
package struct Ownership: Sendable {
  private var fingerprints: [String: [Fingerprint]] = [:]

  package init() {}

  mutating func add(_ name: String, _ fingerprint: Fingerprint) {
    if fingerprints[name]?.contains(fingerprint) != true {
      fingerprints[name, default: []].append(fingerprint)
    }
  }

  package var isEmpty: Bool { fingerprints.isEmpty }

  /// The names, in order.
  var names: [String] { fingerprints.keys.sorted() }

  /// Whether the program has ever written a file of this name.
  package func knows(_ name: String) -> Bool { fingerprints[name] != nil }

  package func owns(_ name: String, _ fingerprint: Fingerprint) -> Bool {
    fingerprints[name]?.contains(fingerprint) ?? false
  }
}
