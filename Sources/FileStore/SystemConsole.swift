#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// The terminal, the environment, the clock and the processors of the machine.
package enum SystemConsole {
  package enum Stream: Int32, Sendable {
    case output = 1
    case error = 2
  }

  /// Whether somebody reads a stream on a terminal.
  package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// A variable of the environment.
  package static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Writes all bytes; a stream that nobody reads any more is no reason to stop.
  package static func write(_ bytes: [UInt8], to stream: Stream) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe writeSome(
          stream.rawValue, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      written += count
    }
  }

  /// Today's year, month and day where the machine is.
  package static func today() -> (year: Int, month: Int, day: Int) {
    var now = time(nil)
    var parts = unsafe tm()
    unsafe localtime_r(&now, &parts)
    return unsafe (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
  }

  /// Seconds from an arbitrary beginning, that only ever grow.
  package static func seconds() -> Double {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// Whether the program runs as the superuser.
  package static var isSuperuser: Bool { geteuid() == 0 }

  /// The number that the system gave this process.
  static var processNumber: Int32 { getpid() }

  /// Whether there is a process of a number.
  package static func isRunning(_ process: Int32) -> Bool {
    process > 0 && (kill(process, 0) == 0 || errno != ESRCH)
  }

  /// What tells this build of the program from another: another may print other pages.
  package static var programStamp: String {
    #if canImport(Darwin)
      let path = CommandLine.arguments.first ?? ""
    #else
      let path = "/proc/self/exe"
    #endif
    guard let status = try? System.status(path) else { return "" }
    return "\(status.stamp.size) \(status.stamp.modified)"
  }

  /// Whether enough files may be open for several things to be done at once.
  ///
  /// The system's own library for that opens a few itself, and ends the program where it gets none.
  package static var allowsThreads: Bool {
    var limit = rlimit()
    #if canImport(Glibc)
      let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let kind = RLIMIT_NOFILE
    #endif
    return unsafe getrlimit(kind, &limit) != 0 || limit.rlim_cur >= 64
  }

  /// How many processors the machine has.
  package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

private func writeSome(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, buffer, count)
}

/// The beginning of the program.
package enum ProcessStart {
  /// Lets the allocator take memory from the system in large pieces; a second thread would ask for every few pages.
  package static func takeMemoryInLargePieces() {
    #if !canImport(Darwin)
      typealias SetOption = @convention(c) (Int32, Int32) -> Int32
      // The library's own function, which its headers hide from Swift; nil in a library without it.
      guard let function = unsafe dlsym(nil, "mallopt") else { return }
      let setOption = unsafe unsafeBitCast(function, to: SetOption.self)
      // M_TOP_PAD and M_MMAP_THRESHOLD of malloc.h; to set the one would otherwise fix the other at 128 KiB.
      _ = setOption(-2, 32 << 20)
      _ = setOption(-3, 4 << 20)
    #endif
  }
}

/// The end of the program.
package enum ProcessEnd {
  private static let kept = Mutex<(any Sendable)?>(nil)

  /// Keeps something until the program ends: to take it apart piece by piece would be work for nobody.
  package static func keep(_ value: some Sendable) { kept.withLock { $0 = value } }

  /// Ends the program.
  package static func exit(_ status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }
}
