#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// The build record's file and its copy, at whose ends sections are added while a build runs.
///
/// The copy is there for the day on which the record is damaged: without either, pages that the program wrote itself would
/// look like somebody else's.
final class RecordLog: Sendable {
  static let name = "record"
  static let copyName = "record.copy"
  private static let newName = "record.new"

  private struct File {
    let descriptor: Descriptor
    let path: String
    var size: Int
  }

  private let files: Mutex<[File]>

  private init(_ files: sending [File]) { self.files = Mutex(files) }

  /// Reads the record, mended from its copy where it is damaged, and opens both to be added to.
  static func open(in own: Folder) throws(FileError) -> (BuildRecord, RecordLog) {
    // What a build that was killed had not yet put in its place.
    for name in try own.names() where name.hasSuffix(OutputStore.newEnd) {
      try own.removeFile(name)
    }
    var found = read(name, in: own)
    if found?.isWhole != true, let spare = read(copyName, in: own) {
      // What the copy knows is the program's own; but whether it is the latest nobody can say.
      if spare.isWhole || found == nil { found = spare.doubted }
      try write(found ?? spare, in: own)
    } else if let found {
      let isCopied = own.status(copyName).map {
        $0.kind == .file && $0.stamp.size == found.content.count
      }
      if found.isRenewed {
        try write(found, in: own)
      } else if isCopied != true {
        try write([copyName], in: own, found.key) { stream throws(FileError) in
          try stream.copy(0..<found.content.count, of: found.content)
        }
      }
    }
    let record: BuildRecord
    if let found {
      record = found
    } else {
      record = BuildRecord(key: .random())
      try write(in: own, record.key) { stream throws(FileError) in
        try stream.write(BuildRecord.head(record.key))
      }
    }
    var files: [File] = []
    // The copy first: what the record says, the copy says too.
    for name in [copyName, self.name] {
      files.append(
        File(
          descriptor: try own.opened(name, O_WRONLY | O_APPEND), path: own.path(of: name),
          size: own.status(name)?.stamp.size ?? 0))
    }
    return (record, RecordLog(files))
  }

  private static func read(_ name: String, in own: Folder) -> BuildRecord? {
    guard let (file, status) = own.file(name) else { return nil }
    let content = KeptBytes(file, count: status.stamp.size, path: own.path(of: name))
    return BuildRecord(content, modified: status.stamp.modified)
  }

  /// Writes the record and its copy anew, as it was read.
  private static func write(_ record: BuildRecord, in own: Folder) throws(FileError) {
    try write(in: own, record.key) { stream throws(FileError) in
      try stream.copy(0..<record.content.count, of: record.content)
    }
  }

  /// Writes the record and its copy anew; the copy first, so that it has what the record has at every moment.
  static func write(
    _ names: [String] = [copyName, name], in own: Folder, _ key: Fingerprint.Key,
    _ write: (FileStream) throws(FileError) -> Void
  ) throws(FileError) {
    for name in names {
      try own.removeFile(newName)
      try own.write(newName, key, write)
      try own.rename(newName, to: own, as: name)
    }
  }

  /// Dates the record, where that is not backwards: what it says was looked at after that moment.
  func date(_ moment: Int) {
    files.withLock { files in
      guard let record = files.last else { return }
      System.date(record.descriptor.number, moment)
    }
  }

  /// Adds a section; where there is no room for all of it, nothing is added.
  func append(_ section: [UInt8]) throws(FileError) {
    let failure: FileError? = files.withLock { files in
      for index in files.indices {
        let file = files[index]
        do throws(FileError) {
          try System.write(section, toOpen: file.descriptor.number, file.path)
          files[index].size += section.count
        } catch {
          _ = ftruncate(file.descriptor.number, off_t(file.size))
          return error
        }
      }
      return nil
    }
    if let failure { throw failure }
  }
}
