import Bytes

/// What the build record keeps of one unit: a school's folder, or the pages over all schools.
package struct UnitRecord: Sendable, Equatable {
  /// One file as it was written.
  package struct File: Sendable, Equatable {
    /// Its name from the unit's folder.
    package var name: String
    package var fingerprint: Fingerprint
    /// What the system knew of it then; nil where it is not known, and the bytes decide.
    package var stamp: FileStamp?
    /// What it was made from, where that is kept of a single file.
    package var origin: Fingerprint?

    package init(
      name: String, fingerprint: Fingerprint, stamp: FileStamp?, origin: Fingerprint? = nil
    ) {
      self.name = name
      self.fingerprint = fingerprint
      self.stamp = stamp
      self.origin = origin
    }
  }

  /// A folder of the unit, and when something in it was last added or taken away.
  package struct InnerFolder: Sendable, Equatable {
    package var name: String
    package var modified: Int

    package init(name: String, modified: Int) {
      self.name = name
      self.modified = modified
    }
  }

  /// What the unit was made from.
  package var inputs: Fingerprint
  /// Whether there was something to report; then it is made again, so that it is reported again.
  package var hasMessages: Bool
  package var files: [File]
  package var folders: [InnerFolder]
  /// Files in its folder that the program did not write, and folders that it did not make, with a slash at the end.
  package var foreign: [String]
  /// What the program's upper floors keep here.
  package var facts: [String]
  /// The fingerprints of what is kept of it in `KeptParts`.
  package var parts: [Fingerprint]
  /// Its files that lie among the pages over all units, without stamps.
  package var apart: [File]
  /// What the upper floors keep of what single files were made from; only a build that makes the unit anew asks for it.
  package var origins: [UInt8]

  package init(
    inputs: Fingerprint, hasMessages: Bool = false, files: [File] = [],
    folders: [InnerFolder] = [], foreign: [String] = [], facts: [String] = [],
    parts: [Fingerprint] = [], apart: [File] = [], origins: [UInt8] = []
  ) {
    self.inputs = inputs
    self.hasMessages = hasMessages
    self.files = files
    self.folders = folders
    self.foreign = foreign
    self.facts = facts
    self.parts = parts
    self.apart = apart
    self.origins = origins
  }
}

extension UnitRecord {
  /// The record of what is only about to be put in place: the files are the program's own, but nothing says that all is done.
  var asIntent: UnitRecord {
    var copy = self
    copy.inputs = .unknown
    return copy
  }

  /// Its files by their names.
  var filesByName: [String: File] {
    Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Writes what is asked of every unit first, then its files, which are only compared with those that stand.
  func write(to writer: inout ByteWriter) {
    writer.fingerprint(inputs)
    writer.number(hasMessages ? 1 : 0)
    writer.list(facts) { $0.text($1) }
    writer.list(parts) { $0.fingerprint($1) }
    writer.list(apart) { Self.write($1, to: &$0) }
    writer.list(foreign) { $0.text($1) }
    writer.list(folders) { writer, folder in
      writer.text(folder.name)
      writer.word(UInt64(bitPattern: Int64(folder.modified)))
    }
    writer.list(files) { Self.write($1, to: &$0) }
    writer.block(origins)
  }

  private static func write(_ file: File, to writer: inout ByteWriter) {
    writer.text(file.name)
    writer.fingerprint(file.fingerprint)
    writer.number((file.stamp == nil ? 0 : 1) | (file.origin == nil ? 0 : 2))
    if let stamp = file.stamp {
      writer.number(stamp.size)
      writer.number(stamp.inode)
      writer.word(UInt64(bitPattern: Int64(stamp.modified)))
      writer.word(UInt64(bitPattern: Int64(stamp.changed)))
    }
    if let origin = file.origin { writer.fingerprint(origin) }
  }

  /// - Parameter version: Which version of the program wrote it; those before the fourth did not keep `origins`.
  init?(from reader: inout ByteReader, version: Int = BuildRecord.version) {
    guard version > 2 else {
      self.init(fromSecond: &reader)
      return
    }
    guard let inputs = reader.fingerprint(), let flag = reader.number(),
      let facts = reader.list({ $0.text() }), let parts = reader.list({ $0.fingerprint() }),
      let apart = reader.list({ Self.file(&$0) }), let foreign = reader.list({ $0.text() }),
      let folders = reader.list({ Self.folder(&$0) }), let files = reader.list({ Self.file(&$0) }),
      let origins = version > 3 ? reader.block() : []
    else { return nil }
    self.init(
      inputs: inputs, hasMessages: flag != 0, files: files, folders: folders, foreign: foreign,
      facts: facts, parts: parts, apart: apart, origins: origins)
  }

  /// Reads the facts alone.
  static func facts(from reader: inout ByteReader) -> [String]? {
    guard reader.fingerprint() != nil, reader.number() != nil else { return nil }
    return reader.list { $0.text() }
  }

  /// Reads what the second version wrote, which kept less of a unit, in another order.
  private init?(fromSecond reader: inout ByteReader) {
    guard let inputs = reader.fingerprint(), let flag = reader.number(),
      let files = reader.list({ Self.file(&$0) }), let folders = reader.list({ Self.folder(&$0) }),
      let foreign = reader.list({ $0.text() }), let facts = reader.list({ $0.text() })
    else { return nil }
    self.init(
      inputs: inputs, hasMessages: flag != 0, files: files, folders: folders, foreign: foreign,
      facts: facts)
  }

  fileprivate static func file(_ reader: inout ByteReader) -> File? {
    guard let name = reader.text(), UnitName.isSafe(name),
      let fingerprint = reader.fingerprint(), let flag = reader.number()
    else { return nil }
    var file = File(name: name, fingerprint: fingerprint, stamp: nil)
    if flag & 1 != 0 {
      guard let size = reader.integer(), let inode = reader.number(),
        let modified = reader.word(), let changed = reader.word()
      else { return nil }
      file.stamp = FileStamp(
        size: size, inode: inode, modified: Int(Int64(bitPattern: modified)),
        changed: Int(Int64(bitPattern: changed)))
    }
    if flag & 2 != 0 {
      guard let origin = reader.fingerprint() else { return nil }
      file.origin = origin
    }
    return file
  }

  private static func folder(_ reader: inout ByteReader) -> InnerFolder? {
    guard let name = reader.text(), name.isEmpty || UnitName.isSafe(name),
      let modified = reader.word()
    else { return nil }
    return InnerFolder(name: name, modified: Int(Int64(bitPattern: modified)))
  }
}

/// What is asked of every unit, read without its files.
package struct UnitHead: Sendable {
  package var inputs: Fingerprint
  package var hasMessages: Bool
  /// The first facts that the upper floors keep.
  package var facts: [String]
  package var parts: [Fingerprint]
  package var apart: [UnitRecord.File]
  package var foreign: [String]
  package var fileCount: Int

  /// How many facts it has: a school's name, its number, how much was found in it, and beside which other schools.
  private static let most = 4

  /// What is asked of every unit, of a record that was read whole.
  package init(_ record: UnitRecord) {
    inputs = record.inputs
    hasMessages = record.hasMessages
    facts = Array(record.facts.prefix(Self.most))
    parts = record.parts
    apart = record.apart
    foreign = record.foreign
    fileCount = record.files.count
  }

  /// Reads it up to where the unit's folders begin.
  init?(from reader: inout ByteReader) {
    guard let inputs = reader.fingerprint(), let flag = reader.number(),
      let count = reader.count()
    else { return nil }
    self.inputs = inputs
    hasMessages = flag != 0
    facts = []
    for index in 0..<count {
      if index < Self.most {
        guard let fact = reader.text() else { return nil }
        facts.append(fact)
      } else if reader.range() == nil {
        return nil
      }
    }
    guard let parts = reader.list({ $0.fingerprint() }),
      let apart = reader.list({ UnitRecord.file(&$0) }), let foreign = reader.list({ $0.text() })
    else { return nil }
    self.parts = parts
    self.apart = apart
    self.foreign = foreign
    fileCount = 0
  }
}

/// Names of files from a folder, as the program makes them.
enum UnitName {
  /// Whether a name stays in its folder: a record that somebody changed is no way out.
  static func isSafe(_ name: String) -> Bool {
    // How long the part is that is being read, and how much of it is dots.
    var length = 0
    var dots = 0
    for byte in name.utf8 {
      if byte == UInt8(ascii: "/") {
        guard length > 0, dots != length || length > 2 else { return false }
        length = 0
        dots = 0
      } else {
        guard byte != 0 else { return false }
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return length > 0 && (dots != length || length > 2)
  }

  /// The folders that hold files of a unit, its own first.
  static func folders(of files: [UnitRecord.File]) -> [String] {
    var names: Set<String> = [""]
    for file in files { names.formUnion(folders(above: file.name)) }
    return names.sorted()
  }

  /// The folders above a file, the outermost first: `a/b/c.html` is in `a` and `a/b`.
  static func folders(above name: String) -> [String] {
    var result: [String] = []
    var index = name.utf8.startIndex
    while let slash = name.utf8[index...].firstIndex(of: UInt8(ascii: "/")) {
      result.append(String(name[..<slash]))
      index = name.utf8.index(after: slash)
    }
    return result
  }
}
