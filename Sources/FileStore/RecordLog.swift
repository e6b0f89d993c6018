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
    for name in [newName, "parts.new", "shown.new", "pdf.new"] { try own.removeFile(name) }
    var found = read(name, in: own)
    let copy = own.status(copyName)
    if found?.record.isWhole != true, let spare = read(copyName, in: own) {
      // What the copy knows is the program's own; but whether it is the latest nobody can say.
      let isBetter = spare.record.isWhole || found == nil
      if isBetter { found = (spare.record.doubted, spare.bytes, spare.isEarlier) }
      try write((found ?? spare).bytes, in: own)
    } else if let found, copy?.kind != .file || copy?.stamp.size != found.bytes.count {
      try replace(copyName, found.bytes, in: own)
    }
    if let found, found.isEarlier { try write(found.bytes, in: own) }
    let record: BuildRecord
    if let found {
      record = found.record
    } else {
      record = BuildRecord(key: .random())
      try write(BuildRecord.head(record.key), in: own)
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

  /// - Returns: The record, its bytes as this version writes them, and whether the file has those of the version before.
  private static func read(_ name: String, in own: Folder) -> (
    record: BuildRecord, bytes: [UInt8], isEarlier: Bool
  )? {
    guard let status = own.status(name), status.kind == .file,
      let bytes = try? own.read(name, limit: 1 << 32),
      let record = BuildRecord(bytes, modified: status.stamp.modified)
    else { return nil }
    return (record, record.content, BuildRecord.earlierVersion(bytes) != nil)
  }

  /// Writes the record and its copy anew.
  static func write(_ bytes: [UInt8], in own: Folder) throws(FileError) {
    try replace(copyName, bytes, in: own)
    try replace(name, bytes, in: own)
  }

  private static func replace(_ name: String, _ bytes: [UInt8], in own: Folder) throws(FileError) {
    try own.removeFile(newName)
    _ = try own.write(bytes, to: newName)
    try own.rename(newName, to: own, as: name)
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
