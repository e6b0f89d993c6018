import FileStore
import Synchronization

/// Tells how far a build has come, on a terminal, when it takes longer than half a second.
final class Progress: Sendable {
  private let total: Int
  private let terminal: Terminal
  private let start = SystemConsole.seconds()
  private let state = Mutex<(done: Int, shown: Double)>((0, 0))

  init(total: Int, terminal: Terminal) {
    self.total = total
    self.terminal = terminal
  }

  /// One more school is done.
  func advance() {
    guard terminal.showsProgress else { return }
    let now = SystemConsole.seconds()
    let line: String? = state.withLock { state in
      state.done += 1
      guard now - start > 0.5, now - state.shown > 0.1 else { return nil }
      state.shown = now
      return Self.line(done: state.done, of: total, seconds: now - start)
    }
    if let line { SystemConsole.write(Array("\r\(line)\u{1B}[K".utf8), to: .error) }
  }

  /// Takes the line away.
  func end() {
    guard terminal.showsProgress, state.withLock({ $0.shown > 0 }) else { return }
    SystemConsole.write(Array("\r\u{1B}[K".utf8), to: .error)
  }

  static func line(done: Int, of total: Int, seconds: Double) -> String {
    let rate = Double(done) / seconds
    let left = Int((Double(total - done) / rate).rounded(.up))
    return "\(done) of \(total) schools, \(Int(rate)) a second, \(left) s left"
  }
}
