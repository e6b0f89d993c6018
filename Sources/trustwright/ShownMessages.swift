import Diagnostics
import FileStore

/// The messages of a build as they are shown, which a build that has nothing to make shows again.
///
/// They are kept in `Output/.trustwright/shown`, with fingerprints of themselves and of all that they follow from. What is
/// not so is not believed, and they are made again from the record.
struct ShownMessages {
  private static let head = Array("trustwright shown 1\n".utf8)

  /// As the terminal gets them; empty where there are none.
  let text: [UInt8]
  /// How many there are, in words.
  let count: String
  let hasErrors: Bool
  let hasWarnings: Bool

  init(_ report: Report, _ terminal: Terminal) {
    let diagnostics = report.sorted()
    text = diagnostics.isEmpty ? [] : Array(terminal.text(diagnostics).utf8)
    count = Terminal.count(diagnostics)
    hasErrors = report.hasErrors
    hasWarnings = report.count(of: .warning) > 0
  }

  /// Whether nothing may be built where this was found.
  func stops(_ isStrict: Bool) -> Bool { hasErrors || isStrict && hasWarnings }

  /// Keeps them for the next build.
  ///
  /// - Parameter state: The fingerprint of all that they follow from.
  func keep(in store: OutputStore, of state: Fingerprint, _ terminal: Terminal) {
    let flags: UInt8 = (hasErrors ? 1 : 0) | (hasWarnings ? 2 : 0)
    var body = Self.bytes(store.key.combined([state], [terminal.style]))
    body.append(flags)
    body += Array(count.utf8) + [0] + text
    // Where there is no room for it, the next build makes them again.
    store.keepShown(Self.head + Self.bytes(store.key.fingerprint(body)) + body)
  }

  /// Reads what was shown last; nil where that was not of this, or not as it is shown now.
  init?(in store: OutputStore, of state: Fingerprint, _ terminal: Terminal) {
    guard let bytes = store.shown(), bytes.starts(with: Self.head) else { return nil }
    let start = Self.head.count + 16
    let known = Self.bytes(store.key.combined([state], [terminal.style]))
    guard bytes.count > start + known.count,
      bytes[Self.head.count..<start].elementsEqual(
        Self.bytes(store.key.fingerprint(bytes, start..<bytes.count))),
      bytes[start..<start + known.count].elementsEqual(known),
      let end = bytes[(start + known.count + 1)...].firstIndex(of: 0)
    else { return nil }
    let flags = bytes[start + known.count]
    hasErrors = flags & 1 != 0
    hasWarnings = flags & 2 != 0
    count = String(decoding: bytes[(start + known.count + 1)..<end], as: UTF8.self)
    text = Array(bytes[(end + 1)...])
  }

  private static func bytes(_ fingerprint: Fingerprint) -> [UInt8] {
    [fingerprint.high, fingerprint.low].flatMap { word in
      stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }
}
