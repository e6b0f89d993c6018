package import Bytes

/// SHA-256, as FIPS 180-4 defines it.
///
/// The documents of a school are digested side by side: the words of four messages stand in one vector, which
/// every processor that the program runs on can reckon with at once.
package enum SHA256 {
  /// Returns the digest of some bytes as 64 small hexadecimal digits.
  package static func hexadecimal(_ bytes: [UInt8]) -> String { hexadecimal([bytes])[0] }

  /// Returns the digests of several texts, each as 64 small hexadecimal digits.
  package static func hexadecimal(_ texts: [[UInt8]]) -> [String] {
    PaddedMessages(texts).hexadecimal()
  }

  /// Returns the digest of some bytes as its 32 bytes.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] { digests([bytes])[0] }

  /// Returns the digests of several texts, each as its 32 bytes.
  package static func digests(_ texts: [[UInt8]]) -> [[UInt8]] {
    PaddedMessages(texts).digests().map { state in
      var digest: [UInt8] = []
      digest.reserveCapacity(32)
      for word in state {
        for shift in stride(from: 24, through: 0, by: -8) {
          digest.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
        }
      }
      return digest
    }
  }

  fileprivate static let start: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  fileprivate static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

/// Messages to be digested side by side: one after another, each filled up to whole blocks of 64 bytes.
package struct PaddedMessages: ~Copyable {
  private static let block = 64
  private static let lanes = 4

  private var bytes: ByteBuffer
  private var messages: [(start: Int, blocks: Int)] = []

  /// - Parameter capacity: How many bytes are expected; more only take longer.
  package init(capacity: Int) { bytes = ByteBuffer(capacity: capacity) }

  fileprivate init(_ texts: [[UInt8]]) {
    self.init(capacity: texts.reduce(0) { $0 + $1.count + 2 * Self.block })
    for text in texts { add(text) }
  }

  package mutating func add(_ text: [UInt8]) {
    add { buffer in
      buffer.append(text.span)
      return true
    }
  }

  /// Adds a message that a closure writes, and says whether it is to be one; returns what the closure says.
  @discardableResult package mutating func add(_ write: (inout ByteBuffer) -> Bool) -> Bool {
    let start = bytes.count
    guard write(&bytes) else {
      bytes.cut(at: start)
      return false
    }
    let count = bytes.count - start
    bytes.append(0x80)
    for _ in 0..<(119 - count % 64) % 64 { bytes.append(0) }
    let length = UInt64(count) &* 8
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
    }
    messages.append((start, (bytes.count - start) / Self.block))
    return true
  }

  /// The digest of each message as 64 small hexadecimal digits.
  package func hexadecimal() -> [String] {
    digests().map { state in
      var text: [UInt8] = []
      text.reserveCapacity(64)
      for word in state {
        for shift in stride(from: 28, through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: word >> UInt32(shift)) & 15
          text.append(digit < 10 ? 48 + digit : 87 + digit)
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// The digest of each message, as eight words.
  fileprivate func digests() -> [[UInt32]] {
    guard messages.count > 1 else {
      return messages.map { alone(SHA256.start, from: $0.start, $0.blocks) }
    }
    var result = messages.map { _ in SHA256.start }
    // The longest go first, so that few places stay empty at the end.
    let order = messages.indices.sorted { messages[$0].blocks > messages[$1].blocks }
    var waiting = order[...]
    var lanes = Lanes()
    repeat {
      for lane in 0..<Self.lanes where lanes.message[lane] == nil {
        guard let message = waiting.popFirst() else { break }
        lanes.begin(message, at: messages[message].start, messages[message].blocks, in: lane)
      }
      lanes.run(bytes)
      for (message, state) in lanes.takeFinished() { result[message] = state }
    } while !waiting.isEmpty || lanes.count > 1
    // The last goes faster without the others' places.
    for lane in 0..<Self.lanes {
      guard let message = lanes.message[lane] else { continue }
      result[message] = alone(
        lanes.state(of: lane), from: lanes.offset[lane], lanes.blocks[lane])
    }
    return result
  }

  private func alone(_ state: [UInt32], from start: Int, _ blocks: Int) -> [UInt32] {
    var words = Words(state)
    words.take(blocks, from: start, in: bytes)
    return words.state
  }

  /// What each of four places works on.
  private struct Lanes {
    var words = Words(SHA256.start.map { SIMD4<UInt32>(repeating: $0) })
    var message: [Int?] = Array(repeating: nil, count: lanes)
    var offset = Array(repeating: 0, count: lanes)
    var blocks = Array(repeating: 0, count: lanes)

    var count: Int { message.count { $0 != nil } }

    mutating func begin(_ number: Int, at start: Int, _ count: Int, in lane: Int) {
      message[lane] = number
      offset[lane] = start
      blocks[lane] = count
      for index in 0..<8 { words.state[index][lane] = SHA256.start[index] }
    }

    func state(of lane: Int) -> [UInt32] { words.state.map { $0[lane] } }

    /// Goes on with all of them until one is at its end.
    mutating func run(_ bytes: borrowing ByteBuffer) {
      let active = (0..<lanes).filter { message[$0] != nil }
      let count = active.map { blocks[$0] }.min() ?? 0
      // A place with nothing to do reads along with another.
      let from = (0..<lanes).map { message[$0] == nil ? offset[active[0]] : offset[$0] }
      words.take(count, from: from[0], from[1], from[2], from[3], in: bytes)
      for lane in active {
        offset[lane] += count * block
        blocks[lane] -= count
      }
    }

    /// Returns what is done, and makes its place free.
    mutating func takeFinished() -> [(Int, [UInt32])] {
      var finished: [(Int, [UInt32])] = []
      for lane in 0..<lanes where blocks[lane] == 0 {
        guard let number = message[lane] else { continue }
        finished.append((number, state(of: lane)))
        message[lane] = nil
      }
      return finished
    }
  }
}

/// The state of one digest, or of four side by side.
private struct Words<Word: DigestWord> {
  var state: [Word]

  init(_ state: [Word]) { self.state = state }
}

extension Words<UInt32> {
  /// Takes in blocks of a message, which must lie in the bytes.
  mutating func take(_ count: Int, from start: Int, in bytes: borrowing ByteBuffer) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      unsafe bytes.withBytes { bytes in
        for block in 0..<count {
          for index in 0..<16 {
            unsafe schedule[index] = word(bytes, start &+ block &* 64 &+ index &* 4)
          }
          unsafe rounds(schedule)
        }
      }
    }
  }
}

extension Words<SIMD4<UInt32>> {
  /// Takes in as many blocks of each of four messages, which must lie in the bytes.
  mutating func take(
    _ count: Int, from first: Int, _ second: Int, _ third: Int, _ fourth: Int,
    in bytes: borrowing ByteBuffer
  ) {
    unsafe withUnsafeTemporaryAllocation(of: SIMD4<UInt32>.self, capacity: 64) { schedule in
      unsafe bytes.withBytes { bytes in
        for block in 0..<count {
          for index in 0..<16 {
            let at = block &* 64 &+ index &* 4
            unsafe schedule[index] = SIMD4(
              word(bytes, first &+ at), word(bytes, second &+ at), word(bytes, third &+ at),
              word(bytes, fourth &+ at))
          }
          unsafe rounds(schedule)
        }
      }
    }
  }
}

@inline(__always)
private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
  unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
}

extension Words {
  /// Takes in one block, of which the schedule has the first sixteen words; every page and every text passes
  /// through here, so no index is checked.
  @inline(__always)
  fileprivate mutating func rounds(_ w: UnsafeMutableBufferPointer<Word>) {
    for index in 16..<64 {
      unsafe w[index] =
        w[index &- 16] &+ w[index &- 15].smallSigma0 &+ w[index &- 7] &+ w[index &- 2].smallSigma1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    unsafe Word.constants.withUnsafeBufferPointer { k in
      var index = 0
      // Eight at once: after so many each word is in its place again, and none had to be moved.
      while index < 64 {
        unsafe Self.round(a, b, c, &d, e, f, g, &h, k[index] &+ w[index])
        unsafe Self.round(h, a, b, &c, d, e, f, &g, k[index &+ 1] &+ w[index &+ 1])
        unsafe Self.round(g, h, a, &b, c, d, e, &f, k[index &+ 2] &+ w[index &+ 2])
        unsafe Self.round(f, g, h, &a, b, c, d, &e, k[index &+ 3] &+ w[index &+ 3])
        unsafe Self.round(e, f, g, &h, a, b, c, &d, k[index &+ 4] &+ w[index &+ 4])
        unsafe Self.round(d, e, f, &g, h, a, b, &c, k[index &+ 5] &+ w[index &+ 5])
        unsafe Self.round(c, d, e, &f, g, h, a, &b, k[index &+ 6] &+ w[index &+ 6])
        unsafe Self.round(b, c, d, &e, f, g, h, &a, k[index &+ 7] &+ w[index &+ 7])
        index &+= 8
      }
    }
    state[0] = state[0] &+ a
    state[1] = state[1] &+ b
    state[2] = state[2] &+ c
    state[3] = state[3] &+ d
    state[4] = state[4] &+ e
    state[5] = state[5] &+ f
    state[6] = state[6] &+ g
    state[7] = state[7] &+ h
  }

  /// One round; what `d` and `h` become are the next round's `e` and `a`.
  @inline(__always)
  private static func round(
    _ a: Word, _ b: Word, _ c: Word, _ d: inout Word, _ e: Word, _ f: Word, _ g: Word,
    _ h: inout Word, _ added: Word
  ) {
    let first = h &+ added &+ (g ^ e & (f ^ g)) &+ e.bigSigma1
    d = d &+ first
    h = first &+ (a & b ^ c & (a ^ b)) &+ a.bigSigma0
  }
}

/// What SHA-256 reckons with.
private protocol DigestWord {
  static var constants: [Self] { get }
  static func &+ (one: Self, other: Self) -> Self
  static func & (one: Self, other: Self) -> Self
  static func ^ (one: Self, other: Self) -> Self
  /// - Parameter bits: From 1 to 31.
  func rotated(_ bits: UInt32) -> Self
  func shifted(_ bits: UInt32) -> Self
}

/// The functions of the standard: of a round, and of the schedule.
extension DigestWord {
  @inline(__always)
  fileprivate var bigSigma0: Self { rotated(2) ^ rotated(13) ^ rotated(22) }
  @inline(__always)
  fileprivate var bigSigma1: Self { rotated(6) ^ rotated(11) ^ rotated(25) }
  @inline(__always)
  fileprivate var smallSigma0: Self { rotated(7) ^ rotated(18) ^ shifted(3) }
  @inline(__always)
  fileprivate var smallSigma1: Self { rotated(17) ^ rotated(19) ^ shifted(10) }
}

extension UInt32: DigestWord {
  fileprivate static var constants: [UInt32] { SHA256.constants }

  @inline(__always)
  fileprivate func rotated(_ bits: UInt32) -> UInt32 { self &>> bits | self &<< (32 &- bits) }
  @inline(__always)
  fileprivate func shifted(_ bits: UInt32) -> UInt32 { self &>> bits }
}

extension SIMD4<UInt32>: DigestWord {
  fileprivate static let constants = SHA256.constants.map { Self(repeating: $0) }

  /// Written with a product and `^`: from shifts and `|` the compiler makes rotations of single words, which are
  /// three times slower.
  @inline(__always)
  fileprivate func rotated(_ bits: UInt32) -> Self {
    shifted(bits) ^ self &* Self(repeating: 1 &<< (32 &- bits))
  }
  @inline(__always)
  fileprivate func shifted(_ bits: UInt32) -> Self { self &>> Self(repeating: bits) }
}
