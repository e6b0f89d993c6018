package import Bytes

/// A short digest of some bytes, by which the build record notices that they changed.
///
/// It is made to be fast, because it is taken of every byte that is written. It depends on a key that each record
/// draws for itself, so that nobody can prepare two texts with the same fingerprint. What is printed or
/// approved has a SHA-256 digest instead.
package struct Fingerprint: Hashable, Sendable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// What nothing has: it stands for what is not known.
  package static let unknown = Fingerprint(high: 0, low: 0)

  /// It as text.
  package var hexadecimal: String { String(high, radix: 16) + "-" + String(low, radix: 16) }

  /// How many bytes one has where it is written.
  package static let length = 16

  /// The key of one record.
  package struct Key: Equatable, Sendable {
    package var first: UInt64
    package var second: UInt64

    package init(first: UInt64, second: UInt64) {
      self.first = first
      self.second = second
    }

    /// Draws a new key.
    package static func random() -> Key {
      Key(first: .random(in: 1 ... .max), second: .random(in: 1 ... .max))
    }

    /// Returns the fingerprint of some bytes.
    package func fingerprint(_ bytes: [UInt8]) -> Fingerprint {
      unsafe bytes.withUnsafeBytes { unsafe fingerprint($0) }
    }

    /// Returns the fingerprint of some of the bytes; the range must lie in them.
    package func fingerprint(_ bytes: [UInt8], _ range: Range<Int>) -> Fingerprint {
      unsafe bytes.withUnsafeBytes {
        unsafe fingerprint(UnsafeRawBufferPointer(rebasing: $0[range]))
      }
    }

    /// Returns the fingerprint of several pieces as if they were one.
    package func fingerprint(of pieces: [[UInt8]]) -> Fingerprint {
      var stream = Stream(self)
      for piece in pieces { stream.add(piece) }
      return stream.finish()
    }

    /// Returns the fingerprint of a text.
    package func fingerprint(_ text: String) -> Fingerprint { fingerprint(Array(text.utf8)) }

    /// Returns one fingerprint for several and for some words.
    package func combined(_ parts: [Fingerprint], _ words: [String] = []) -> Fingerprint {
      let room = words.reduce(parts.count * Fingerprint.length) { $0 + $1.utf8.count + 5 }
      var writer = ByteWriter(capacity: room + 10)
      writer.list(parts) { $0.fingerprint($1) }
      writer.list(words) { $0.text($1) }
      return fingerprint(writer.bytes)
    }

    private func fingerprint(_ bytes: UnsafeRawBufferPointer) -> Fingerprint {
      var stream = Stream(self)
      unsafe stream.add(bytes)
      return stream.finish()
    }
  }

  /// Takes the fingerprint of bytes that come one after another.
  package struct Stream: Sendable {
    private let key: Key
    private var one: UInt64
    private var two: UInt64
    private var length: UInt64 = 0
    /// What was added last and does not fill sixteen bytes yet.
    private var left: UInt64 = 0
    private var right: UInt64 = 0

    package init(_ key: Key) {
      self.key = key
      one = key.first ^ 0x9E37_79B9_7F4A_7C15
      two = key.second ^ 0xD1B5_4A32_D192_ED03
    }

    package mutating func add(_ bytes: [UInt8]) {
      unsafe bytes.withUnsafeBytes { unsafe add($0) }
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
      var offset = 0
      while offset < bytes.count, length & 15 != 0 {
        add(byte: unsafe bytes[offset])
        offset += 1
      }
      let whole = offset + (bytes.count - offset) & ~15
      length &+= UInt64(whole - offset)
      var (one, two) = (one, two)
      while offset < whole {
        let left = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let right = unsafe bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
        one = folded(left ^ key.first, right ^ one)
        two = folded(right ^ key.second, left ^ two)
        offset += 16
      }
      (self.one, self.two) = (one, two)
      while offset < bytes.count {
        add(byte: unsafe bytes[offset])
        offset += 1
      }
    }

    private mutating func add(byte: UInt8) {
      let place = length & 15
      if place < 8 {
        left |= UInt64(byte) << (place * 8)
      } else {
        right |= UInt64(byte) << (place * 8 - 64)
      }
      length &+= 1
      if place == 15 { fold() }
    }

    private mutating func fold() {
      one = folded(left ^ key.first, right ^ one)
      two = folded(right ^ key.second, left ^ two)
      (left, right) = (0, 0)
    }

    package consuming func finish() -> Fingerprint {
      fold()
      return Fingerprint(
        high: folded(one ^ length, two ^ key.first), low: folded(two ^ key.second, one &+ length))
    }
  }
}

/// The two halves of a product, laid over each other: every bit of both factors reaches every bit.
private func folded(_ one: UInt64, _ other: UInt64) -> UInt64 {
  let product = one.multipliedFullWidth(by: other)
  return product.high ^ product.low
}

extension ByteWriter {
  package mutating func fingerprint(_ value: Fingerprint) {
    word(value.high)
    word(value.low)
  }
}

extension ByteReader {
  package mutating func fingerprint() -> Fingerprint? {
    guard let high = word(), let low = word() else { return nil }
    return Fingerprint(high: high, low: low)
  }
}
