#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells whether a file was touched since it was looked at last.
package struct FileStamp: Hashable, Sendable {
  package var size: Int
  package var inode: UInt64
  /// When its bytes were last changed, in nanoseconds since 1970.
  package var modified: Int
  /// When its bytes, its name or anything else of it was last changed; no program can set this.
  package var changed: Int

  package init(size: Int, inode: UInt64, modified: Int, changed: Int) {
    self.size = size
    self.inode = inode
    self.modified = modified
    self.changed = changed
  }

  /// Whether the file system keeps more than whole seconds, so that two changes cannot look like one.
  var isFine: Bool { changed % 1_000_000_000 != 0 || modified % 1_000_000_000 != 0 }

  /// Whether a change after a moment would show in it: the system's clock has ticked meanwhile.
  func isTelling(after moment: Int) -> Bool { isFine && changed < moment &- 20_000_000 }
}

/// An open folder: whatever happens to its path meanwhile, names are looked up in this folder, and no link is followed.
package final class Folder: Sendable {
  package enum Kind: Sendable { case file, folder, link, other }

  package struct Status: Sendable {
    package var kind: Kind
    package var stamp: FileStamp
    /// How many names the file has.
    package var links: Int
  }

  package let path: String
  private let descriptor: Int32

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Opens a folder by its path; links in the path are followed, because the user wrote it.
  package init(_ path: String) throws(FileError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw System.failure("open", path) }
    self.descriptor = descriptor
    self.path = path
  }

  /// The path of something in it, for messages.
  package func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  // MARK: - Looking

  /// Opens a folder in it.
  package func folder(_ name: String) throws(FileError) -> Folder {
    let inner = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else {
      let failure = System.failure("open", path(of: name))
      // A link to a folder is answered with "not a folder" by some systems and with "a link" by others.
      if failure.kind == .notAFolder, status(name)?.kind == .link {
        throw FileError(.link, "open", path(of: name))
      }
      throw failure
    }
    return Folder(descriptor: inner, path: path(of: name))
  }

  /// What there is of this name; nil where there is nothing.
  package func status(_ name: String) -> Status? {
    var info = stat()
    guard unsafe fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return Status(info)
  }

  /// The same, of a name that is given as bytes with a zero behind them.
  func status(bytes: [UInt8]) -> Status? {
    var info = stat()
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { name -> Int32 in
        guard let base = name.baseAddress else { return -1 }
        return unsafe fstatat(descriptor, base, &info, AT_SYMLINK_NOFOLLOW)
      }
    }
    guard bytes.last == 0, result == 0 else { return nil }
    return Status(info)
  }

  /// What is known of the folder itself.
  package func status() -> Status? {
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { return nil }
    return Status(info)
  }

  /// The names in it, or some of them, in the order of their bytes.
  package func names(where isWanted: (String) -> Bool = { _ in true }) throws(FileError) -> [String]
  {
    let own = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0 else { throw System.failure("list", path) }
    return try System.entries(ofOpen: own, path, where: isWanted).map(\.name)
  }

  /// What is in it, in the order of the names' bytes, with the kind of each where the system says it with the name.
  func entries() throws(FileError) -> [(name: String, kind: Kind?)] {
    let own = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0 else { throw System.failure("list", path) }
    return try System.entries(ofOpen: own, path)
  }

  /// Reads a regular file of it whole.
  package func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = unsafe openat(descriptor, name, Self.reading)
    guard file >= 0 else { throw System.failure("read", path(of: name)) }
    return try System.read(open: file, path(of: name), limit: limit)
  }

  /// The same, and nil where a link lies there.
  func readStraight(_ name: String, limit: Int) throws(FileError) -> [UInt8]? {
    do {
      return try read(name, limit: limit)
    } catch {
      guard error.kind == .link else { throw error }
      return nil
    }
  }

  /// How a file is opened to be read: no link is followed, and a pipe is not waited for.
  private static let reading = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW

  /// Opens a regular file of it to be read piece by piece; nil where there is none.
  func file(_ name: String) -> (Descriptor, Status)? {
    let number = unsafe openat(descriptor, name, Self.reading)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    var info = stat()
    guard unsafe fstat(number, &info) == 0 else { return nil }
    let status = Status(info)
    return status.kind == .file ? (file, status) : nil
  }

  /// The fingerprint of a regular file of it, which is not held; nil where it cannot be read, or changes meanwhile.
  func fingerprint(of name: String, _ key: Fingerprint.Key) -> Fingerprint? {
    guard let (file, status) = file(name) else { return nil }
    let bytes = KeptBytes(file, count: status.stamp.size, path: path(of: name))
    let fingerprint = bytes.fingerprint(0..<bytes.count, key)
    return self.status(name)?.stamp == status.stamp ? fingerprint : nil
  }

  // MARK: - Changing

  /// Opens a file of it; returns the system's number for it.
  func openedNumber(_ name: String, _ flags: Int32) throws(FileError) -> Int32 {
    let file = unsafe openat(descriptor, name, flags, 0o644)
    guard file >= 0 else { throw System.failure("open", path(of: name)) }
    return file
  }

  /// Makes a folder in it, where there is none.
  package func makeFolder(_ name: String) throws(FileError) {
    guard unsafe mkdirat(descriptor, name, 0o755) != 0 else { return }
    guard errno == EEXIST else { throw System.failure("make the folder", path(of: name)) }
    guard status(name)?.kind == .folder else {
      throw FileError(.notAFolder, "make the folder", path(of: name))
    }
  }

  /// Writes a new file whole, and returns what the system knows of it then; there must be none of this name.
  package func write(_ bytes: [UInt8], to name: String) throws(FileError) -> FileStamp {
    try write([bytes], to: name)
  }

  /// The same of a file in pieces one after another.
  func write(_ pieces: [[UInt8]], to name: String) throws(FileError) -> FileStamp {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = unsafe openat(descriptor, name, flags, 0o644)
    guard file >= 0 else { throw System.failure("write", path(of: name)) }
    do {
      try System.write(pieces, toOpen: file, path(of: name))
    } catch {
      close(file)
      _ = unsafe unlinkat(descriptor, name, 0)
      throw error
    }
    var info = stat()
    let known = unsafe fstat(file, &info) == 0
    guard close(file) == 0, known else {
      let failure = System.failure("write", path(of: name))
      _ = unsafe unlinkat(descriptor, name, 0)
      throw failure
    }
    return Status(info).stamp
  }

  /// Gives a file a second name; returns whether the file system can do that.
  package func link(_ name: String, to folder: Folder, as other: String) throws(FileError) -> Bool {
    guard unsafe linkat(descriptor, name, folder.descriptor, other, 0) != 0 else { return true }
    switch errno {
    case EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV, EINVAL: return false
    default: throw System.failure("write", folder.path(of: other))
    }
  }

  /// Gives a file or a folder another name, or another place.
  package func rename(_ name: String, to folder: Folder, as other: String) throws(FileError) {
    guard unsafe renameat(descriptor, name, folder.descriptor, other) == 0 else {
      throw System.failure("write", folder.path(of: other))
    }
  }

  /// Changes two names over in one step; returns whether the file system can do that.
  func exchange(_ name: String, with folder: Folder, _ other: String) throws(FileError)
    -> Bool
  {
    let result = System.exchange(descriptor, name, folder.descriptor, other)
    guard result != 0 else { return true }
    switch errno {
    case EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP: return false
    default: throw System.failure("write", folder.path(of: other))
    }
  }

  /// Removes a file; that there is none is no failure.
  func removeFile(_ name: String) throws(FileError) {
    guard unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw System.failure("remove", path(of: name))
    }
  }

  /// Removes a folder if it is empty, and returns whether it is gone.
  @discardableResult func removeFolder(_ name: String) -> Bool {
    unsafe unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT
  }
}

extension Folder.Status {
  /// What the system says.
  init(_ info: stat) {
    kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    #if canImport(Darwin)
      let (modified, changed) = unsafe (info.st_mtimespec, info.st_ctimespec)
    #else
      let (modified, changed) = (info.st_mtim, info.st_ctim)
    #endif
    stamp = FileStamp(
      size: Int(info.st_size), inode: UInt64(info.st_ino),
      modified: modified.tv_sec &* 1_000_000_000 &+ modified.tv_nsec,
      changed: changed.tv_sec &* 1_000_000_000 &+ changed.tv_nsec)
    links = Int(info.st_nlink)
  }
}
