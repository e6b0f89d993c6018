#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// The output folder while a build has it for itself: what stands there, what the program wrote, what is being made.
///
/// ```
/// Output/site/<unit>/…               a school's pages, changed as one
/// Output/.trustwright/lock           held while a build runs, with the number of its process
/// Output/.trustwright/record         the build record, and record.copy, from which a damaged one is mended
/// Output/.trustwright/parts           what the pages over all units need of each unit
/// Output/.trustwright/staging/…      what is not yet, or no longer, in its place
/// ```
///
/// A unit is made whole in the staging folder, and then changes places with the one that stands, in one step of the
/// system; so a reader, or a build that comes after one that was killed, finds the old pages or the new and never both.
package final class OutputStore: Sendable {
  /// What earlier builds left to know.
  package let record: BuildRecord
  /// What all fingerprints in it are taken with.
  package var key: Fingerprint.Key { record.key }

  let root: Folder
  let site: Folder
  let own: Folder
  let staging: Folder
  private let lock: Descriptor
  private let log: RecordLog
  /// The units of the sections that this build has added.
  private let added = Mutex<[String]>([])
  let partsLog: PartsLog
  /// When this build began, by the clock of the file system.
  let began: Int
  /// Whether the pages over all units were found to stand as the record says, since then.
  let isLooseVerified = Atomic(false)

  /// Opens the output folder and waits until no other build has it.
  ///
  /// - Parameters:
  ///   - waiting: Told once, with the process that holds the lock, when there is something to wait for.
  ///   - isCancelled: Asked while waiting.
  /// - Returns: nil where waiting was cancelled.
  package static func open(
    _ path: String, waiting: (String) -> Void, isCancelled: () -> Bool
  ) throws(FileError) -> OutputStore? {
    try System.makeFolder(path)
    let root = try Folder(path)
    if root.status(".trustwright")?.kind == .file { try removeFirstRecord(root) }
    try root.makeFolder(".trustwright")
    let own = try root.folder(".trustwright")
    guard let lock = try Self.lock(own, waiting, isCancelled) else { return nil }
    return try OutputStore(root, own, lock)
  }

  private init(_ root: Folder, _ own: Folder, _ lock: Descriptor) throws(FileError) {
    self.root = root
    self.own = own
    self.lock = lock
    try root.makeFolder("site")
    site = try root.folder("site")
    try own.makeFolder("staging")
    staging = try own.folder("staging")
    began = own.status("lock")?.stamp.modified ?? 0
    (record, log) = try RecordLog.open(in: own)
    partsLog = PartsLog(own)
    try recover()
  }

  /// Takes away the list of names that versions before 0.2 kept where the folder is now.
  private static func removeFirstRecord(_ root: Folder) throws(FileError) {
    let head = Array("trustwright files 1\n".utf8)
    let bytes = try root.read(".trustwright", limit: 1 << 30)
    guard bytes.starts(with: head) else {
      throw FileError(.notAFolder, "open", root.path(of: ".trustwright"))
    }
    try root.removeFile(".trustwright")
  }

  // MARK: - Lock

  private static func lock(
    _ own: Folder, _ waiting: (String) -> Void, _ isCancelled: () -> Bool
  ) throws(FileError) -> Descriptor? {
    let lock = try own.opened("lock", O_RDWR | O_CREAT)
    var isTold = false
    // The system drops the lock of a process that ends, however it ends.
    while flock(lock.number, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw System.failure("lock", own.path(of: "lock"))
      }
      if !isTold {
        waiting(holder(own))
        isTold = true
      }
      if isCancelled() { return nil }
      usleep(20_000)
    }
    let words = Array("\(getpid())\n".utf8)
    guard ftruncate(lock.number, 0) == 0 else {
      throw System.failure("write", own.path(of: "lock"))
    }
    try System.write(words, toOpen: lock.number, own.path(of: "lock"))
    return lock
  }

  private static func holder(_ own: Folder) -> String {
    let bytes = (try? own.read("lock", limit: 64)) ?? []
    let digits = bytes.prefix { (48...57).contains($0) }
    return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
  }

  // MARK: - Record

  /// Adds what is known of a unit to the record; of one that changes this is done before it is put in its place.
  package func remember(_ unit: String, _ record: UnitRecord) throws(FileError) {
    try log.append(BuildRecord.section(unit, record, key))
    added.withLock { $0.append(unit) }
  }

  /// Says that all was found to stand as the record has it: then the next build need not read what was put in place just
  /// before the record was written.
  package func confirm() {
    if began > record.modified { log.date(began) }
  }

  /// Writes the record anew, without what is out of date, and keeps only some units.
  package func rewriteRecord(keeping isKept: (String) -> Bool) throws(FileError) {
    // Most builds need not read it to know that it is well as it is.
    guard record.isWorthRewriting(with: added.withLock { $0 }, keeping: isKept) else { return }
    guard let content = KeptBytes(RecordLog.name, in: own),
      let now = BuildRecord(content, modified: 0)
    else { return }
    guard !now.isWhole || now.isWasteful || !now.knowsOnly(isKept) else { return }
    try RecordLog.write(in: own, key) { stream throws(FileError) in
      try stream.write(BuildRecord.head(key))
      for unit in now.units(where: isKept) {
        if let section = now.section(of: unit) { try stream.write(section) }
      }
    }
  }

  // MARK: - Recovery

  /// Stands in the name of a staged folder for the number of one whose unit is withdrawn.
  static let gone = "gone"
  /// Stands there of one that makes room, where two folders cannot change places in one step.
  static let replaced = "0"

  /// Clears away what a build that was killed left in the staging folder.
  private func recover() throws(FileError) {
    for name in try staging.names() {
      guard let status = staging.status(name) else { continue }
      guard status.kind == .folder else {
        try staging.removeFile(name)
        continue
      }
      let parts = name.split(separator: "@")
      let unit = parts.first.map(String.init) ?? ""
      // A folder that bears the number of the one in the site changed places with it. Any other was still being made,
      // or the output was copied since: then all of it is in the site's too, as far as it is to stay.
      let number = parts.count == 2 ? parts[1] : ""
      let isGone = number == Self.gone
      let isOld =
        isGone || number == Self.replaced
        || UInt64(number).map { $0 == site.status(unit)?.stamp.inode } == true
      if isOld, !isGone, site.status(unit) == nil {
        try staging.rename(name, to: site, as: unit)
      } else {
        let ownership = record.ownership(of: unit)
        try discard(name, of: unit) { file, status, folder, inner in
          !isOld || status.links > 1
            || (try? folder.read(inner, limit: 1 << 30)).map {
              ownership.owns(file, key.fingerprint($0))
            } ?? false
        }
      }
    }
  }
}

/// A number of the system's that is closed when nobody has it any more.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

extension Folder {
  /// Opens a file of it to be written.
  func opened(_ name: String, _ flags: Int32) throws(FileError) -> Descriptor {
    Descriptor(try openedNumber(name, flags | O_NOFOLLOW | O_CLOEXEC))
  }
}
