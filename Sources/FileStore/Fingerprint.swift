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

    /// Returns the fingerprint of a text.
    package func fingerprint(_ text: String) -> Fingerprint { fingerprint(Array(text.utf8)) }

    /// Returns one fingerprint for several and for some words.
    package func combined(_ parts: [Fingerprint], _ words: [String] = []) -> Fingerprint {
      var writer = RecordWriter()
      writer.list(parts) { $0.fingerprint($1) }
      writer.list(words) { $0.text($1) }
      return fingerprint(writer.bytes)
    }

    private func fingerprint(_ bytes: UnsafeRawBufferPointer) -> Fingerprint {
      var one = first ^ 0x9E37_79B9_7F4A_7C15
      var two = second ^ 0xD1B5_4A32_D192_ED03
      let whole = bytes.count & ~15
      var offset = 0
      while offset < whole {
        let left = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let right = unsafe bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
        one = folded(left ^ first, right ^ one)
        two = folded(right ^ second, left ^ two)
        offset += 16
      }
      var left: UInt64 = 0
      var right: UInt64 = 0
      while offset < bytes.count {
        let place = offset & 15
        let byte = UInt64(unsafe bytes[offset])
        if place < 8 {
          left |= byte << UInt64(place * 8)
        } else {
          right |= byte << UInt64(place * 8 - 64)
        }
        offset += 1
      }
      one = folded(left ^ first, right ^ one)
      two = folded(right ^ second, left ^ two)
      let length = UInt64(bytes.count)
      return Fingerprint(
        high: folded(one ^ length, two ^ first), low: folded(two ^ second, one &+ length))
    }
  }
}

/// The two halves of a product, laid over each other: every bit of both factors reaches every bit.
private func folded(_ one: UInt64, _ other: UInt64) -> UInt64 {
  let product = one.multipliedFullWidth(by: other)
  return product.high ^ product.low
}
