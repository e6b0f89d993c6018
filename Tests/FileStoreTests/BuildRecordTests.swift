import Bytes
import Foundation
import TestSupport
import Testing

@testable import FileStore

/// What is left of a build record when something happens to it.
@Suite struct BuildRecordTests {
  private static let key = Fingerprint.Key(first: 11, second: 13)

  private static func unit(_ number: UInt64) -> UnitRecord {
    UnitRecord(
      inputs: Fingerprint(high: number, low: 1),
      files: [
        UnitRecord.File(
          name: "a/page.html", fingerprint: Fingerprint(high: 2, low: number),
          stamp: FileStamp(size: 7, inode: 300, modified: -4, changed: 1_000_000_007))
      ],
      folders: [UnitRecord.InnerFolder(name: "", modified: 5)], foreign: ["note.txt"],
      facts: ["Ash School", ""])
  }

  private static let bytes =
    BuildRecord.head(key) + BuildRecord.section("ash", unit(1), key)
    + BuildRecord.section("beech", unit(2), key) + BuildRecord.section("ash", unit(3), key)

  @Test func `a record is read as it was written`() throws {
    let record = try #require(BuildRecord(Self.bytes, modified: 0))
    #expect(record.isWhole)
    #expect(record.key == Self.key)
    #expect(record.units == ["ash", "beech"])
    #expect(record.facts("ash") == ["Ash School", ""])
    #expect(record.unit("ash") == Self.unit(3))
    #expect(record.unit("beech") == Self.unit(2))
    let ownership = record.ownership(of: "ash")
    #expect(ownership.owns("a/page.html", Fingerprint(high: 2, low: 1)))
    #expect(ownership.owns("a/page.html", Fingerprint(high: 2, low: 3)))
    #expect(!ownership.owns("a/page.html", Fingerprint(high: 2, low: 2)))
  }

  @Test func `of every beginning of a record, what is whole is read`() {
    let first = BuildRecord.head(Self.key) + BuildRecord.section("ash", Self.unit(1), Self.key)
    let second = first + BuildRecord.section("beech", Self.unit(2), Self.key)
    let ends = [BuildRecord.head(Self.key).count, first.count, second.count, Self.bytes.count]
    for count in 0..<Self.bytes.count {
      let record = BuildRecord(Array(Self.bytes.prefix(count)), modified: 0)
      guard count >= ends[0] else {
        #expect(record == nil)
        continue
      }
      #expect(record?.isWhole == ends.contains(count))
      #expect((record?.unit("ash") != nil) == (count >= first.count))
    }
  }

  @Test func `a byte that is wrong costs its section and no other`() throws {
    for index in Self.bytes.indices.dropFirst(BuildRecord.head(Self.key).count) {
      var bytes = Self.bytes
      bytes[index] ^= 0x40
      let record = try #require(BuildRecord(bytes, modified: 0))
      #expect(!record.isWhole)
      #expect(record.units.contains("beech") || record.units.contains("ash"))
    }
  }

  /// Makes a folder for a test, and takes it away afterwards.
  private static func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try TestFolder("record")
    defer { folder.remove() }
    try body(try Folder(folder.root.path))
  }

  @Test func `a record of many sections is read from its file as from memory`() throws {
    // Longer than what is read at once, so that sections lie across its ends.
    var bytes = BuildRecord.head(Self.key)
    for number in 0..<2_000 {
      bytes += BuildRecord.section("school-\(number % 1_500)", Self.unit(UInt64(number)), Self.key)
    }
    #expect(bytes.count > 3 * KeptBytes.width)
    try Self.inFolder { folder in
      for (index, harm) in [nil, 40, 100_000, bytes.count - 1].enumerated() {
        if let harm { bytes[harm] ^= 1 }
        let name = "record\(index)"
        _ = try folder.write(bytes, to: name)
        let content = try #require(KeptBytes(name, in: folder))
        let read = try #require(BuildRecord(content, modified: 0))
        let held = try #require(BuildRecord(bytes, modified: 0))
        #expect(read.isWhole == (harm == nil) && read.isWhole == held.isWhole)
        #expect(read.units == held.units)
        #expect(read.units.allSatisfy { read.unit($0) == held.unit($0) })
        #expect(read.unit("school-700") == Self.unit(700))
        #expect(read.isWasteful == held.isWasteful && !read.isWasteful)
      }
    }
  }

  @Test func `a section that is changed while the record is open is none`() throws {
    try Self.inFolder { folder in
      _ = try folder.write(Self.bytes, to: "record")
      let record = try #require(
        KeptBytes("record", in: folder).flatMap { BuildRecord($0, modified: 0) })
      #expect(record.unit("ash") == Self.unit(3))
      var bytes = Self.bytes
      bytes[bytes.count - 1] ^= 1
      let file = try folder.opened("record", O_WRONLY)
      try System.write(bytes, toOpen: file.number, "record")
      #expect(record.unit("ash") == nil)
      #expect(record.head("ash") == nil)
      #expect(record.section(of: "ash") == nil)
      #expect(record.unit("beech") == Self.unit(2))
      // And one that is cut off.
      try FileHandle(forWritingTo: URL(filePath: folder.path(of: "record"))).truncate(atOffset: 60)
      #expect(record.unit("beech") == nil)
      #expect(record.ownership(of: "beech").isEmpty)
    }
  }

  @Test func `a file is written piece by piece as at once, with its fingerprint`() throws {
    try Self.inFolder { folder in
      let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      _ = try folder.write(bytes, to: "whole")
      let whole = try #require(KeptBytes("whole", in: folder))
      let fingerprint = try folder.write("pieces", Self.key) { stream throws(FileError) in
        try stream.write(Array(bytes[..<7]))
        try stream.copy(7..<200_000, of: whole)
        #expect(stream.offset == 200_000)
        try stream.write(Array(bytes[200_000...]))
      }
      #expect(fingerprint == Self.key.fingerprint(bytes))
      #expect(try folder.read("pieces", limit: 1 << 20) == bytes)
      #expect(folder.fingerprint(of: "pieces", Self.key) == fingerprint)
      #expect(whole.fingerprint(7..<200_000, Self.key) == Self.key.fingerprint(bytes, 7..<200_000))
      // What is not there is a failure, and leaves no file.
      #expect(throws: FileError.self) {
        try folder.write("beyond", Self.key) { stream throws(FileError) in
          try stream.copy(0..<300_001, of: whole)
        }
      }
      #expect(folder.status("beyond") == nil)
      #expect(folder.fingerprint(of: "beyond", Self.key) == nil)
    }
  }

  @Test func `a name that leads out of the folder is none of the program's`() throws {
    for name in ["../x", "/etc/passwd", "a/../../b", "a//b", "", "."] {
      var unit = Self.unit(1)
      unit.files[0].name = name
      let bytes = BuildRecord.head(Self.key) + BuildRecord.section("ash", unit, Self.key)
      let record = try #require(BuildRecord(bytes, modified: 0))
      #expect(record.unit("ash") == nil)
      #expect(record.ownership(of: "ash").isEmpty)
    }
  }

  @Test func `a section whose name is no text is no trap`() {
    // The name is repaired when it is read, and is longer then than it was written; the sum fits.
    let body: [UInt8] = [3, 0xFF, 0xFF, 0xFF]
    var writer = ByteWriter()
    writer.word(UInt64(body.count))
    writer.word(Self.key.fingerprint(body).low)
    let bytes = BuildRecord.head(Self.key) + BuildRecord.mark + writer.bytes + body
    let record = BuildRecord(bytes, modified: 0)
    #expect(record?.units.count == 1)
    for unit in record?.units ?? [] { #expect(record?.unit(unit) == nil) }
  }

  @Test func `a stamp tells nothing where two changes may look like one`() {
    let record = BuildRecord(Self.bytes, modified: 1_000_000_000_000)
    func stamp(_ changed: Int) -> FileStamp {
      FileStamp(size: 1, inode: 1, modified: changed, changed: changed)
    }
    #expect(record?.isTelling(stamp(5_000_000_001)) == true)
    // Changed just before the record was written.
    #expect(record?.isTelling(stamp(999_990_000_001)) == false)
    // A file system that keeps whole seconds.
    #expect(record?.isTelling(stamp(5_000_000_000)) == false)
  }

  @Test func `fingerprints differ by every byte, the length and the key`() {
    var seen: Set<Fingerprint> = []
    for count in 0..<70 {
      let zeros = [UInt8](repeating: 0, count: count)
      #expect(seen.insert(Self.key.fingerprint(zeros)).inserted)
      for index in 0..<count {
        var bytes = zeros
        bytes[index] = 1
        #expect(seen.insert(Self.key.fingerprint(bytes)).inserted)
      }
    }
    // In pieces it is the same as in one, wherever they begin.
    let bytes = (0..<70).map { UInt8($0) }
    for first in 0..<40 {
      for second in first..<70 {
        let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]].map { Array($0) }
        #expect(Self.key.fingerprint(of: pieces) == Self.key.fingerprint(bytes))
      }
    }
    let other = Fingerprint.Key(first: 11, second: 14)
    #expect(other.fingerprint("page") != Self.key.fingerprint("page"))
  }
}
