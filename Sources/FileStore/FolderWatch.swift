import Bytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells when something in some folders changes.
///
/// Where the system gives notice of changes (inotify), it is waited for; elsewhere the folders are looked at five times a
/// second. A save that an editor makes in several steps, by a new name and a rename, or by emptying the file and
/// writing it, counts once: what follows closely belongs to it.
package struct FolderWatch: ~Copyable {
  package enum Event: Sendable { case changed, interrupted }

  private let folders: [String]
  private var notices: Notices?
  /// What the folders looked like, where they must be looked at.
  private var seen: Fingerprint

  private static let key = Fingerprint.Key(first: 0x51, second: 0x52)

  /// Begins to watch; what changes from now on is noticed, however long it is until `wait`.
  package init(_ folders: [String]) {
    self.folders = folders
    notices = Notices(folders)
    seen = .unknown
    if notices == nil { seen = Self.look(folders) }
  }

  /// Waits for a change, or for the wish that the program end.
  package mutating func wait() -> Event {
    while !Interruption.isWished {
      if notices != nil {
        guard notices?.wait() == true else { continue }
        return .changed
      }
      usleep(200_000)
      let now = Self.look(folders)
      if now != seen {
        seen = now
        return .changed
      }
    }
    return .interrupted
  }

  /// A fingerprint of the names and stamps of everything in some folders.
  private static func look(_ folders: [String]) -> Fingerprint {
    var trace = ByteWriter()
    func add(_ folder: Folder, _ depth: Int) {
      for name in (try? folder.names()) ?? [] {
        guard let status = folder.status(name) else { continue }
        trace.text(name)
        trace.number(status.stamp.size)
        trace.number(status.stamp.inode)
        trace.number(status.stamp.modified)
        guard status.kind == .folder, depth < 64, let inner = try? folder.folder(name) else {
          continue
        }
        add(inner, depth + 1)
      }
    }
    for path in folders {
      if let folder = try? Folder(path) { add(folder, 0) }
    }
    return key.fingerprint(trace.bytes)
  }
}

#if canImport(Darwin)
  /// This system's notices are not used: its folders are looked at.
  private struct Notices {
    init?(_ folders: [String]) { return nil }
    mutating func wait() -> Bool { false }
  }
#else
  /// The system's notices of changes in some folders and in the folders in them.
  private struct Notices {
    /// How long it must be quiet after a file was saved, and after one was only begun, in milliseconds.
    private static let afterSave: Int32 = 4
    private static let afterStart: Int32 = 30

    private let queue: Descriptor
    private let roots: [String]
    private var paths: [Int32: String] = [:]

    /// Asks for notices; nil where the system gives none, or none for so many folders.
    init?(_ folders: [String]) {
      let number = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
      guard number >= 0 else { return nil }
      queue = Descriptor(number)
      roots = folders
      for folder in folders { guard add(folder, 0) else { return nil } }
    }

    /// Watches a folder and all folders in it.
    private mutating func add(_ path: String, _ depth: Int) -> Bool {
      let events =
        IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE
        | IN_DELETE_SELF | IN_MOVE_SELF
      let watch = unsafe inotify_add_watch(queue.number, path, UInt32(events))
      guard watch >= 0 else { return errno == ENOENT || errno == ENOTDIR }
      paths[watch] = path
      guard depth < 64, let folder = try? Folder(path), let names = try? folder.names() else {
        return true
      }
      for name in names where folder.status(name)?.kind == .folder {
        guard add("\(path)/\(name)", depth + 1) else { return false }
      }
      return true
    }

    /// Waits for a notice, and then until it is quiet; returns whether there was one.
    mutating func wait() -> Bool {
      guard isReady(within: 1000) else { return false }
      var quiet = read()
      var rounds = 0
      // Somebody who writes without end is not waited for without end.
      while rounds < 10, isReady(within: quiet) {
        quiet = read()
        rounds += 1
      }
      return true
    }

    private func isReady(within milliseconds: Int32) -> Bool {
      var request = pollfd(fd: queue.number, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&request, 1, milliseconds) > 0
    }

    /// Takes the notices there are, watches new folders, and returns how long it must be quiet now.
    private mutating func read() -> Int32 {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = unsafe Glibc.read(queue.number, &buffer, buffer.count)
      var quiet: Int32 = Self.afterSave
      var offset = 0
      while count > 0, offset + 16 <= count {
        func field(_ place: Int) -> UInt32 {
          (0..<4).reduce(0) { $0 | UInt32(buffer[offset + place + $1]) << UInt32($1 * 8) }
        }
        let watch = Int32(bitPattern: field(0))
        let mask = Int32(bitPattern: field(4))
        let length = Int(field(12))
        let end = min(offset + 16 + length, count)
        let name = String(
          decoding: buffer[(offset + 16)..<end].prefix { $0 != 0 }, as: UTF8.self)
        // Of so many changes the system has forgotten some: new folders may be among them.
        if mask & Int32(IN_Q_OVERFLOW) != 0 { for root in roots { _ = add(root, 0) } }
        if mask & Int32(IN_MODIFY) != 0 { quiet = Self.afterStart }
        if mask & Int32(IN_CLOSE_WRITE) != 0 { quiet = Self.afterSave }
        let isNewFolder = mask & Int32(IN_CREATE) != 0 || mask & Int32(IN_MOVED_TO) != 0
        if isNewFolder, UInt32(bitPattern: mask) & 0x4000_0000 != 0, let path = paths[watch] {
          _ = add("\(path)/\(name)", 0)
        }
        if mask & Int32(IN_DELETE_SELF) != 0 || mask & Int32(IN_MOVE_SELF) != 0 {
          // A folder that was put in the place of another is another folder.
          if let path = paths.removeValue(forKey: watch), roots.contains(path) { _ = add(path, 0) }
        }
        offset = end
      }
      return quiet
    }
  }
#endif
