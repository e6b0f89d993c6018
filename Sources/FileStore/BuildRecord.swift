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

  static let mark: [UInt8] = [0x1E, 0x54, 0x57, 0x1F]

  /// What all fingerprints in it are taken with.
  package private(set) var key: Fingerprint.Key
  /// Whether every byte of it was understood; otherwise nothing is left unmade because of it.
  package private(set) var isWhole: Bool
  /// All of it: that of 24,000 schools is 67 MB, so a section is read when its unit's turn comes.
  let content: KeptBytes
  /// Whether it is of an earlier version, and its file has still to be written anew.
  private(set) var isRenewed = false
  /// Where the sections of each unit lie.
  private var sections: [String: Places] = [:]
  /// When its file was last changed.
  let modified: Int

  /// Where the sections of one unit lie.
  private struct Places: Sendable {
    var latest: Range<Int>
    var earlier: [Range<Int>] = []

    mutating func add(_ section: Range<Int>) {
      earlier.append(latest)
      latest = section
    }
  }

  /// A record of nothing.
  package init(key: Fingerprint.Key) {
    self.key = key
    isWhole = false
    content = KeptBytes([])
    modified = 0
  }

  /// Reads the bytes of a record's file, and of what is damaged as much as can be read.
  ///
  /// A record of an earlier version is read to know whose the files are, and for nothing else.
  package init?(_ bytes: [UInt8], modified: Int) { self.init(KeptBytes(bytes), modified: modified) }

  /// The same of a record's file that is not held.
  init?(_ content: KeptBytes, modified: Int) {
    if let version = Self.earlierVersion(content) {
      guard let bytes = content.bytes(0..<content.count), let now = Self.renewed(bytes, version),
        let record = BuildRecord(now, modified: modified)
      else {
        return nil
      }
      self = record.doubted
      isRenewed = true
      return
    }
    let start = Self.head.count
    guard content.count >= start + 16, let bytes = content.bytes(0..<start + 16),
      bytes.starts(with: Self.head)
    else { return nil }
    var reader = ByteReader(bytes, start..<bytes.count)
    guard let first = reader.word(), let second = reader.word(), first > 0, second > 0 else {
      return nil
    }
    key = Fingerprint.Key(first: first, second: second)
    self.content = content
    self.modified = modified
    isWhole = true
    var window = ByteWindow(content)
    var offset = start + 16
    while offset < content.count {
      if let (length, unit) = Self.section(&window, at: offset, content.count, key) {
        let section = offset..<offset + length
        if sections[unit]?.add(section) == nil { sections[unit] = Places(latest: section) }
        offset = section.upperBound
      } else {
        // What is damaged ends where the next mark stands.
        isWhole = false
        offset += 1
        while offset < content.count, Self.hasMark(&window, at: offset) == false { offset += 1 }
        guard Self.hasMark(&window, at: offset) != nil else { break }
      }
    }
  }

  /// The earlier version that wrote a record, if one of them did.
  static func earlierVersion(_ content: KeptBytes) -> Int? {
    guard let bytes = content.bytes(0..<min(content.count, head.count)) else { return nil }
    return earlierVersions.first { bytes.starts(with: head($0)) }
  }

  /// The bytes of a record of an earlier version, as this version writes them.
  private static func renewed(_ bytes: [UInt8], _ version: Int) -> [UInt8]? {
    let body = bytes.dropFirst(head(version).count)
    guard let old = BuildRecord(head + body, modified: 0) else {
      return nil
    }
    var result = head(old.key)
    for unit in old.units {
      for section in old.places(of: unit) {
        guard var reader = old.reader(section),
          let record = UnitRecord(from: &reader, version: version)
        else { continue }
        result += self.section(unit, record, old.key)
      }
    }
    return result
  }

  /// The record, of which nothing is taken to be up to date.
  var doubted: BuildRecord {
    var copy = self
    copy.isWhole = false
    return copy
  }

  // MARK: - Sections

  /// How many bytes of a section stand before its body: mark, length and check.
  private static let prefix = mark.count + 16

  /// Whether a section begins somewhere; nil where that cannot be read.
  private static func hasMark(_ window: inout ByteWindow, at offset: Int) -> Bool? {
    guard let range = window.range(at: offset, count: mark.count) else { return nil }
    return window.content[range].elementsEqual(mark)
  }

  /// The length of the section that begins somewhere, and its unit; nil where none does that is whole.
  private static func section(
    _ window: inout ByteWindow, at offset: Int, _ end: Int, _ key: Fingerprint.Key
  ) -> (length: Int, unit: String)? {
    guard end - offset >= prefix, let before = window.range(at: offset, count: prefix),
      hasMark(&window, at: offset) == true
    else { return nil }
    var reader = ByteReader(window.content, before.lowerBound + mark.count..<before.upperBound)
    guard let length = reader.word(), length <= UInt64(end - offset - prefix),
      let whole = window.range(at: offset, count: prefix + Int(length)),
      var body = body(window.content, whole, key), let unit = body.text()
    else { return nil }
    return (whole.count, unit)
  }

  /// A reader of a section's body; nil where the section is not whole.
  private static func body(_ bytes: [UInt8], _ section: Range<Int>, _ key: Fingerprint.Key)
    -> ByteReader?
  {
    var reader = ByteReader(bytes, section.lowerBound + mark.count..<section.upperBound)
    let body = min(section.lowerBound + prefix, section.upperBound)..<section.upperBound
    guard reader.word() == UInt64(body.count), let check = reader.word(),
      key.fingerprint(bytes, body).low == check
    else { return nil }
    return reader
  }

  /// Where the sections of a unit lie, the latest last.
  private func places(of unit: String) -> [Range<Int>] {
    sections[unit].map { $0.earlier + [$0.latest] } ?? []
  }

  /// The bytes of a unit's latest section; nil where there is none that is whole.
  func section(of unit: String) -> [UInt8]? {
    guard let place = sections[unit]?.latest, let bytes = content.bytes(place),
      Self.body(bytes, 0..<bytes.count, key) != nil
    else { return nil }
    return bytes
  }

  /// A reader that stands behind the name of a section's unit.
  ///
  /// What was whole when the record was opened is looked at again: nothing keeps others from writing into the file.
  private func reader(_ section: Range<Int>) -> ByteReader? {
    guard let bytes = content.bytes(section) else { return nil }
    return Self.reader(bytes, key)
  }

  private static func reader(_ section: [UInt8], _ key: Fingerprint.Key) -> ByteReader? {
    guard var reader = body(section, 0..<section.count, key), reader.range() != nil else {
      return nil
    }
    return reader
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
  package var units: [String] { units { _ in true } }

  /// Some of the units it knows, in the order of their names' bytes.
  package func units(where isWanted: (String) -> Bool) -> [String] {
    sections.keys.filter(isWanted).sorted { $0.precedes($1) }
  }

  /// Whether it has anything of a unit.
  package func knows(_ unit: String) -> Bool { sections[unit] != nil }

  /// Whether it knows only units that are wanted.
  package func knowsOnly(_ isWanted: (String) -> Bool) -> Bool {
    sections.keys.allSatisfy(isWanted)
  }

  /// What is asked of every unit, with the bytes of its section and a reader that stands where the unit's folders begin.
  func head(_ name: String) -> (head: UnitHead, section: [UInt8], rest: ByteReader)? {
    guard let section = sections[name].flatMap({ content.bytes($0.latest) }),
      var reader = Self.reader(section, key), let head = UnitHead(from: &reader)
    else { return nil }
    return (head, section, reader)
  }

  /// What it keeps of a unit.
  package func unit(_ name: String) -> UnitRecord? {
    guard let place = sections[name]?.latest, var reader = reader(place) else { return nil }
    return UnitRecord(from: &reader)
  }

  /// What the upper floors keep of a unit.
  package func facts(_ name: String) -> [String]? {
    guard let place = sections[name]?.latest, var reader = reader(place) else { return nil }
    return UnitRecord.facts(from: &reader)
  }

  /// The fingerprints that each file of a unit had, each time it was written.
  package func ownership(of name: String) -> Ownership {
    var ownership = Ownership()
    for place in places(of: name) {
      guard var reader = reader(place) else { continue }
      for file in UnitRecord(from: &reader)?.files ?? [] {
        ownership.add(file.name, file.fingerprint)
      }
    }
    return ownership
  }

  /// Whether it may have to be written anew, once sections of these units stand behind it.
  func isWorthRewriting(with added: [String], keeping isKept: (String) -> Bool) -> Bool {
    // What had nothing in it is as whole as what was added to it.
    guard isWhole || content.count == 0, knowsOnly(isKept), added.allSatisfy(isKept) else {
      return true
    }
    let new = Set(added.filter { sections[$0] == nil })
    return sectionCount + added.count > (sections.count + new.count) * 2
  }

  /// Whether so much of it is out of date that it is worth writing anew.
  package var isWasteful: Bool { sectionCount > sections.count * 2 }

  private var sectionCount: Int { sections.values.reduce(0) { $0 + 1 + $1.earlier.count } }

  /// Whether a stamp tells that a file is as it was when the record was written.
  ///
  /// A file system's clock ticks: two changes within a tick look like one. A file that was changed just before the
  /// record was is not trusted; its bytes are looked at.
  package func isTelling(_ stamp: FileStamp) -> Bool { stamp.isTelling(after: modified) }
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

  /// Whether the program has ever written these bytes under this name.
  package func owns(_ name: String, _ fingerprint: Fingerprint) -> Bool {
    fingerprints[name]?.contains(fingerprint) ?? false
  }
}
