#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Synchronization

/// Another program of the machine, run to its end with nothing to read and its words caught.
package enum Subprocess {
  /// How a program ended.
  package struct Outcome: Sendable, Equatable {
    /// Its exit status; 128 and the number of the signal where one ended it.
    package var status: Int32
    /// Whether it was stopped because it took too long.
    package var ranOutOfTime: Bool
    /// Whether it was ended because somebody asked this program to end.
    package var wasStopped = false
    /// What it wrote to standard output.
    package var output: [UInt8]
    /// What it wrote to standard error, in one piece.
    package var errors: String

    package var succeeded: Bool { status == 0 && !ranOutOfTime && !wasStopped }
  }

  /// What of the environment a program is given: enough to find its files, and nothing else, so that
  /// no secret of the caller's gets into a browser.
  private static let variables = [
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH",
    "SOURCE_DATE_EPOCH",
  ]

  /// The most that is kept of what a program writes; the rest is read and dropped.
  private static let largestOutput = 64 << 20

  /// Returns the path of a program that is found by its name on PATH; nil where there is none.
  package static func find(_ name: String) -> String? {
    if name.contains("/") { return isProgram(name) ? name : nil }
    let path = SystemConsole.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in path.split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  private static func isProgram(_ path: String) -> Bool {
    guard let status = try? System.status(path), status.kind == .file else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// The words that start a program which the system ends as soon as this one is gone, even by kill -9; none where the
  /// machine has no tool for that.
  private static let leash: [String] = {
    guard let setpriv = find("setpriv"), let nothing = find("true") else { return [] }
    let words = [setpriv, "--pdeathsig", "KILL"]
    // Old ones do not know the option.
    let trial = try? run(words + [nothing], "/dev/null", seconds: 10)
    return trial?.succeeded == true ? words : []
  }()

  /// Runs a program and waits for its end.
  ///
  /// No shell stands between: every argument reaches the program as it is. When this program ends, the other one is
  /// ended too, after kill -9 only where there is a `leash`.
  ///
  /// - Parameter input: A file that the program gets as its standard input; nil for nothing to read.
  package static func run(
    _ path: String, _ arguments: [String], input: String? = nil, seconds: Double
  ) throws(FileError) -> Outcome {
    guard isProgram(path) else { throw FileError(.notFound, "run", path) }
    return try run(leash + [path] + arguments, input ?? "/dev/null", seconds: seconds)
  }

  private static func run(
    _ words: [String], _ input: String, seconds: Double
  ) throws(FileError) -> Outcome {
    let (process, output, errors) = try start(words[0], Array(words.dropFirst()), input)
    let deadline = SystemConsole.seconds() + seconds
    var caught: [Int32: [UInt8]] = [output.reading: [], errors.reading: []]
    var open = [output.reading, errors.reading]
    var ranOutOfTime = false
    var wasStopped = false
    /// Ends the program where its time is up or nobody waits for it any more; returns whether it did.
    func isEnded() -> Bool {
      ranOutOfTime = SystemConsole.seconds() >= deadline
      wasStopped = Interruption.isWished
      guard ranOutOfTime || wasStopped else { return false }
      // The group: a browser has children of its own.
      kill(-process, SIGKILL)
      return true
    }
    while !open.isEmpty, !isEnded() {
      var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      // The signal that asks for the end may reach another thread than this one.
      let ready = unsafe poll(&polls, nfds_t(polls.count), 100)
      if ready < 0, errno != EINTR { break }
      guard ready > 0 else { continue }
      for entry in polls where entry.revents != 0 {
        let bytes = readSome(entry.fd)
        if bytes.isEmpty { open.removeAll { $0 == entry.fd } }
        if caught[entry.fd, default: []].count < largestOutput {
          caught[entry.fd, default: []].append(contentsOf: bytes)
        }
      }
    }
    var status = ended(process)
    // It may go on with its streams closed.
    while status == nil {
      if isEnded() {
        status = wait(process)
      } else {
        usleep(2000)
        status = ended(process)
      }
    }
    output.closeReading()
    errors.closeReading()
    return Outcome(
      status: status ?? -1, ranOutOfTime: ranOutOfTime, wasStopped: wasStopped,
      output: caught[output.reading] ?? [],
      errors: String(decoding: caught[errors.reading] ?? [], as: UTF8.self))
  }

  // MARK: - Calls to the system

  /// Held while a program is started: another one started meanwhile would inherit the open pipes, and
  /// keep this one's readers waiting.
  private static let starting = Mutex(())

  private static func start(
    _ path: String, _ arguments: [String], _ input: String
  ) throws(FileError) -> (pid_t, Pipe, Pipe) {
    try starting.withLock { _ throws(FileError) in
      let output = try Pipe(path)
      let errors = try Pipe(path)
      let process = try spawn(path, arguments, input, output, errors)
      output.closeWriting()
      errors.closeWriting()
      return (process, output, errors)
    }
  }

  /// Starts a program in a process group of its own.
  private static func spawn(
    _ path: String, _ arguments: [String], _ input: String, _ output: Pipe, _ errors: Pipe
  ) throws(FileError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let environment = variables.compactMap { name in
      SystemConsole.variable(name).map { "\(name)=\($0)" }
    }
    var words = CStrings([path] + arguments)
    var settings = CStrings(environment)
    defer {
      words.free()
      settings.free()
    }
    var process: pid_t = 0
    let code = unsafe posix_spawn(
      &process, path, &actions, &attributes, &words.pointers, &settings.pointers)
    guard code == 0 else {
      output.closeWriting()
      errors.closeWriting()
      output.closeReading()
      errors.closeReading()
      errno = code
      throw System.failure("run", path)
    }
    return process
  }

  /// Waits until a program has ended.
  private static func wait(_ process: pid_t) -> Int32 { ended(process, 0) ?? -1 }

  /// The status of a program that has ended; nil while it goes on.
  private static func ended(_ process: pid_t, _ options: Int32 = WNOHANG) -> Int32? {
    var status: Int32 = 0
    while true {
      let found = unsafe waitpid(process, &status, options)
      if found == process { break }
      if found == 0 { return nil }
      if errno != EINTR { return -1 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func readSome(_ descriptor: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe readInto(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count > 0 else { return [] }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}

/// The two ends of a pipe, neither of which another program inherits by itself.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  init(_ path: String) throws(FileError) {
    var ends: [Int32] = [0, 0]
    let code = unsafe pipe(&ends)
    guard code == 0 else { throw System.failure("run", path) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    writing = ends[1]
  }

  func closeReading() { close(reading) }
  func closeWriting() { close(writing) }
}

/// Words as C takes them: copies that end with a null, and a null after the last.
@safe private struct CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ words: [String]) {
    unsafe pointers = words.map { unsafe strdup($0) } + [nil]
  }

  mutating func free() {
    for index in unsafe pointers.indices { unsafe releaseMemory(pointers[index]) }
    unsafe pointers = []
  }
}

private func releaseMemory(_ pointer: UnsafeMutablePointer<CChar>?) { unsafe free(pointer) }

private func readInto(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  unsafe read(descriptor, buffer, count)
}
