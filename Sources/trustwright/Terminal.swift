import Diagnostics
import FileStore

/// What the program says: answers on standard output, all else on standard error.
struct Terminal: Sendable {
  /// Whether progress may be shown: standard error is a terminal.
  let showsProgress: Bool
  private let outputStyle: TextFace.Style
  private let errorStyle: TextFace.Style
  /// How messages are shown, for what keeps them.
  let style: String

  init() {
    let isPlain = SystemConsole.variable("NO_COLOR").map { !$0.isEmpty } ?? false
    showsProgress = SystemConsole.isTerminal(.error)
    outputStyle = !isPlain && SystemConsole.isTerminal(.output) ? .coloured : .plain
    errorStyle = !isPlain && showsProgress ? .coloured : .plain
    style = !isPlain && showsProgress ? "coloured" : "plain"
  }

  func answer(_ text: String) { SystemConsole.write(Array(text.utf8), to: .output) }
  func answer(_ bytes: [UInt8]) { SystemConsole.write(bytes, to: .output) }
  func say(_ text: String) { SystemConsole.write(Array((text + "\n").utf8), to: .error) }

  /// Reports messages on standard error, or as the answer of a command that checks.
  func report(_ diagnostics: [Diagnostic], asAnswer: Bool = false) {
    let face = TextFace(style: asAnswer ? outputStyle : errorStyle)
    let text = face.render(diagnostics)
    guard !text.isEmpty else { return }
    SystemConsole.write(Array(text.utf8), to: asAnswer ? .output : .error)
  }

  /// Says that the machine failed: the file, the cause, what to do, and what was and was not written.
  func failed(_ error: FileError, kept: String) -> ExitStatus {
    say("error: \(error.message)")
    if let help = error.help { say("  = \(help)") }
    say(kept)
    return .machineFailed
  }

  /// Shows messages that `text` made.
  func show(_ text: MessageText) {
    _ = try? text.read { SystemConsole.write($0, to: .error) }
  }

  /// Messages as `report` shows them on standard error.
  func text(_ diagnostics: [Diagnostic]) -> String {
    TextFace(style: errorStyle).render(diagnostics)
  }

  /// `2 errors and 1 warning`.
  static func count(_ diagnostics: [Diagnostic]) -> String { MessageCounts(diagnostics).words }
}
