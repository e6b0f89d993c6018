#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Bytes

/// The calls to the system, each once; every other file of the room is free of pointers.
enum System {
  /// What there is at a path.
  static func status(_ path: String, followLinks: Bool = true) throws(FileError) -> Folder.Status {
    var info = stat()
    let result = unsafe followLinks ? stat(path, &info) : lstat(path, &info)
    guard result == 0 else { throw failure("look at", path) }
    return Folder.Status(info)
  }

  /// Whether a folder lies there, and no link, that this user made and nobody else may enter.
  static func isOwnFolder(_ path: String) -> Bool {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else { return false }
    return info.st_mode & S_IFMT == S_IFDIR && info.st_uid == geteuid()
      && info.st_mode & 0o077 == 0
  }

  /// Reads a regular file whole.
  static func read(_ path: String, limit: Int, followLinks: Bool) throws(FileError) -> [UInt8] {
    // A pipe or a device would keep the program waiting: it is opened without, and then refused.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW)
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else { throw failure("read", path) }
    return try read(open: descriptor, path, limit: limit)
  }

  /// Reads an open file whole and closes it.
  ///
  /// A file that is changed while it is read is read again, so that nothing is taken for whole that never was.
  static func read(open descriptor: Int32, _ path: String, limit: Int) throws(FileError) -> [UInt8]
  {
    defer { close(descriptor) }
    var tries = 0
    while true {
      var info = stat()
      guard unsafe fstat(descriptor, &info) == 0 else { throw failure("read", path) }
      let before = Folder.Status(info)
      let size = before.stamp.size
      guard before.kind == .file else { throw FileError(.notAFile, "read", path) }
      guard size <= limit else { throw FileError(.tooLarge(limit: limit), "read", path) }
      let bytes = try readAll(descriptor, path, expecting: size)
      guard unsafe fstat(descriptor, &info) == 0 else { throw failure("read", path) }
      if Folder.Status(info).stamp == before.stamp, bytes.count == size { return bytes }
      tries += 1
      guard tries < 20, lseek(descriptor, 0, SEEK_SET) == 0 else {
        throw FileError(.changing, "read", path)
      }
      usleep(useconds_t(tries * 500))
    }
  }

  /// Reads so many bytes, and one more where there is one: then the file has grown.
  private static func readAll(
    _ descriptor: Int32, _ path: String, expecting size: Int
  ) throws(FileError) -> [UInt8] {
    var hasFailed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let got = unsafe libraryRead(
          descriptor, buffer.baseAddress.map { unsafe $0 + count }, size + 1 - count)
        if got < 0, errno == EINTR { continue }
        hasFailed = got < 0
        guard got > 0 else { break }
        count += got
        // A regular file gives all it has: what was asked for beyond its end is not there.
        if count == size { break }
      }
    }
    guard !hasFailed else { throw failure("read", path) }
    return bytes
  }

  /// Reads so many bytes of an open file, from a place on; fewer are a failure.
  static func read(
    _ descriptor: Int32, at offset: Int, count: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    var hasFailed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        hasFailed = got < 0
        guard got > 0 else { break }
        filled += got
      }
    }
    guard !hasFailed else { throw failure("read", path) }
    guard bytes.count == count else { throw FileError(.changing, "read", path) }
    return bytes
  }

  /// Writes pieces one after another to an open file.
  static func write(
    _ pieces: [[UInt8]], toOpen descriptor: Int32, _ path: @autoclosure () -> String
  ) throws(FileError) {
    // Nearly always the system takes all of them at once; what it leaves is written piece by piece.
    var places = unsafe [iovec]()
    unsafe places.reserveCapacity(pieces.count)
    var taken = pieces.count > 1 ? max(0, unsafe writeAtOnce(pieces, &places, descriptor)) : 0
    for piece in pieces {
      if taken < piece.count { try write(piece, from: taken, toOpen: descriptor, path()) }
      taken = max(0, taken - piece.count)
    }
  }

  /// Writes pieces with one call; returns how many bytes it took.
  ///
  /// - Parameter places: Where the first of the pieces lie in memory.
  private static func writeAtOnce(
    _ pieces: [[UInt8]], _ places: inout [iovec], _ descriptor: Int32
  ) -> Int {
    guard unsafe places.count < pieces.count else {
      return unsafe writev(descriptor, places, Int32(places.count))
    }
    return unsafe pieces[places.count].withUnsafeBytes { bytes in
      let base = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      unsafe places.append(iovec(iov_base: base, iov_len: bytes.count))
      return unsafe writeAtOnce(pieces, &places, descriptor)
    }
  }

  /// Writes all bytes to an open file.
  static func write(
    _ bytes: [UInt8], from start: Int = 0, toOpen descriptor: Int32,
    _ path: @autoclosure () -> String
  ) throws(FileError) {
    var written = start
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe libraryWrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("write", path()) }
      written += count
    }
  }

  /// Says of an open file that it was changed at a moment, in nanoseconds since 1970.
  static func date(_ descriptor: Int32, _ moment: Int) {
    let time = timespec(tv_sec: moment / 1_000_000_000, tv_nsec: moment % 1_000_000_000)
    _ = unsafe [time, time].withUnsafeBufferPointer { unsafe futimens(descriptor, $0.baseAddress) }
  }

  /// Makes a folder, where there is none.
  static func makeFolder(_ path: String) throws(FileError) {
    guard unsafe mkdir(path, 0o755) != 0 else { return }
    guard errno == EEXIST else { throw failure("make the folder", path) }
    guard try status(path).kind == .folder else {
      throw FileError(.notAFolder, "make the folder", path)
    }
  }

  /// Removes a file; that there is none is no failure.
  static func removeFile(_ path: String) throws(FileError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  /// Removes a folder if it is empty.
  static func removeFolder(_ path: String) {
    _ = unsafe rmdir(path)
  }

  /// The names in a folder, in the order of their bytes.
  static func names(in path: String) throws(FileError) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("list", path) }
    return try entries(ofOpen: descriptor, path).map(\.name)
  }

  /// What is in an open folder, which is closed then; the kind is nil where the system does not say it with the name.
  static func entries(
    ofOpen descriptor: Int32, _ path: String, where isWanted: (String) -> Bool = { _ in true }
  ) throws(FileError) -> [(name: String, kind: Folder.Kind?)] {
    guard let folder = unsafe fdopendir(descriptor) else {
      let error = failure("list", path)
      close(descriptor)
      throw error
    }
    defer { unsafe closedir(folder) }
    var entries: [(name: String, kind: Folder.Kind?)] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)
        ) { unsafe String(cString: $0) }
      }
      guard name != ".", name != "..", isWanted(name) else { continue }
      let kind: Folder.Kind? =
        switch Int32(unsafe entry.pointee.d_type) {
        case Int32(DT_REG): .file
        case Int32(DT_DIR): .folder
        case Int32(DT_LNK): .link
        case Int32(DT_UNKNOWN): nil
        default: .other
        }
      entries.append((name, kind))
    }
    return entries.sorted { $0.name.precedes($1.name) }
  }

  #if canImport(Darwin)
    /// Changes two names over in one step; 0 where that was done.
    static func exchange(_ folder: Int32, _ name: String, _ other: Int32, _ otherName: String)
      -> Int32
    {
      unsafe renameatx_np(folder, name, other, otherName, UInt32(RENAME_SWAP))
    }
  #else
    private typealias RenameWithFlags =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32

    /// The library's own function, which its headers hide from Swift; nil in a library without it.
    private static let renameWithFlags: RenameWithFlags? =
      unsafe dlsym(nil, "renameat2").map { unsafe unsafeBitCast($0, to: RenameWithFlags.self) }

    /// Changes two names over in one step; 0 where that was done.
    static func exchange(_ folder: Int32, _ name: String, _ other: Int32, _ otherName: String)
      -> Int32
    {
      guard let renameWithFlags = unsafe renameWithFlags else {
        errno = ENOSYS
        return -1
      }
      // RENAME_EXCHANGE of linux/fs.h.
      return unsafe renameWithFlags(folder, name, other, otherName, 2)
    }
  #endif

  /// The path with all links followed.
  static func realPath(_ path: String) throws(FileError) -> String {
    guard let real = unsafe realpath(path, nil) else { throw failure("find", path) }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The error that the last call left behind.
  static func failure(_ operation: String, _ path: String) -> FileError {
    let code = errno
    let kind: FileError.Kind =
      switch code {
      case ENOENT: .notFound
      case EACCES, EPERM: .notPermitted
      case EROFS: .readOnly
      case ENOSPC, EDQUOT: .diskFull
      case EISDIR: .notAFile
      case ENOTDIR: .notAFolder
      case EMFILE, ENFILE: .tooManyFiles
      case EFBIG: .limit
      case EIO, ENXIO, ESTALE: .broken
      case ENOMEM: .memory
      case EXDEV: .otherDisk
      case ELOOP: .link
      default: .other(unsafe String(cString: strerror(code)))
      }
    return FileError(kind, operation, path)
  }
}

// Names of the C library that Swift methods of the same name would hide.
private func libraryRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int)
  -> Int
{
  unsafe read(descriptor, buffer, count)
}

private func libraryWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, buffer, count)
}
