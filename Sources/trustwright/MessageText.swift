import FileStore

/// Messages as the terminal gets them, those of earlier builds where they lie: of many schools they are more than ought to be
/// held.
struct MessageText: Sendable {
  /// A part of it.
  enum Piece: Sendable {
    case held([UInt8])
    /// What was shown before and is kept.
    case kept(Range<Int>)

    var count: Int {
      switch self {
      case .held(let bytes): bytes.count
      case .kept(let range): range.count
      }
    }
  }

  /// What pieces are kept in.
  private let kept: KeptBytes?
  private var pieces: [Piece] = []
  private(set) var count = 0

  /// - Parameter kept: Where what is kept of it lies.
  init(over kept: KeptBytes? = nil) { self.kept = kept }

  var isEmpty: Bool { count == 0 }

  mutating func add(_ piece: Piece) {
    guard piece.count > 0 else { return }
    count += piece.count
    // What lies together is read together.
    if case .kept(let next) = piece, case .kept(let last) = pieces.last,
      last.upperBound == next.lowerBound
    {
      pieces[pieces.count - 1] = .kept(last.lowerBound..<next.upperBound)
    } else {
      pieces.append(piece)
    }
  }

  /// Goes through all of it; returns whether all could be read.
  @discardableResult func read(_ take: ([UInt8]) throws(FileError) -> Void) throws(FileError)
    -> Bool
  {
    for piece in pieces {
      switch piece {
      case .held(let bytes): try take(bytes)
      case .kept(let range):
        guard let kept, try kept.read(range, take) else { return false }
      }
    }
    return true
  }

  /// Whether another one reads the same.
  func reads(like other: MessageText) -> Bool {
    guard count == other.count else { return false }
    let key = Fingerprint.Key.random()
    return fingerprint(key) == other.fingerprint(key)
  }

  private func fingerprint(_ key: Fingerprint.Key) -> Fingerprint {
    var stream = Fingerprint.Stream(key)
    _ = try? read { stream.add($0) }
    return stream.finish()
  }
}
