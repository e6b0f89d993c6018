#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// The wish of the user, or of the system, that the program end: Ctrl-C, or a request to terminate.
package enum Interruption {
  /// What is lost if the program ends just now.
  package enum Stage: Int32, Sendable {
    /// What is being written is to come to its end first; whoever writes asks `isWished`.
    case writing
    /// Nothing was written yet.
    case reading
    /// `watch` waits for a change.
    case watching
  }

  private static let signal = Atomic<Int32>(0)
  private static let stage = Atomic<Int32>(0)

  /// Says what would be lost; where nothing would, a wish ends the program at once, in whatever it is.
  package static func enter(_ stage: Stage) {
    self.stage.store(stage.rawValue, ordering: .sequentiallyConsistent)
  }

  /// What is said by a program that ends at once.
  private static func lastWords(_ stage: Int32) -> StaticString? {
    switch stage {
    case Stage.reading.rawValue: "stopped as you asked; nothing was written\n"
    case Stage.watching.rawValue: "watching has ended; the pages of the last build stay\n"
    default: nil
    }
  }

  /// Begins to listen, so that the program can end in order instead of at once.
  ///
  /// A second wish ends it at once. A pipe that nobody reads, or a file that may grow no more, becomes an ordinary
  /// failure of writing.
  package static func listen() {
    _ = signal.load(ordering: .relaxed)
    _ = stage.load(ordering: .relaxed)
    var wishes = sigset_t()
    unsafe sigemptyset(&wishes)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Whoever said before that the program is to outlive its terminal is heeded.
      if number == SIGHUP, isIgnored(number) { continue }
      unsafe sigaddset(&wishes, number)
      install(number) { number in
        // Only calls that are allowed in a handler: no memory is taken, nothing is locked.
        let earlier = Interruption.signal.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(Interruption.status) }
        let stage = Interruption.stage.load(ordering: .sequentiallyConsistent)
        guard let words = Interruption.lastWords(stage) else { return }
        _ = unsafe write(2, words.utf8Start, words.utf8CodeUnitCount)
        _exit(Interruption.status)
      }
    }
    // A parent may have kept these from its children; then nothing would ever arrive.
    unsafe pthread_sigmask(SIG_UNBLOCK, &wishes, nil)
    install(SIGPIPE, SIG_IGN)
    install(SIGXFSZ, SIG_IGN)
  }

  private static func install(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
    var action = sigaction()
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = handler
    #else
      unsafe action.__sigaction_handler.sa_handler = handler
    #endif
    // Calls that wait are to be given up, so SA_RESTART is not set.
    unsafe sigaction(number, &action, nil)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Whether the program was asked to end.
  package static var isWished: Bool { signal.load(ordering: .relaxed) != 0 }

  /// The status by which a shell knows that the program was ended from outside.
  package static let status: Int32 = 130
}
