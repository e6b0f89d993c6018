/// Reads a PNG picture part by part, and keeps of it what is looked at.
///
/// Left out are the parts in which cameras and drawing programs note times, places, names and folders.
enum PNGPicture {
  /// Why a picture is refused.
  enum Problem: String, Error {
    case none = "it is no PNG picture"
    case damaged = "it is damaged"
    case vast = "it is larger than 4,096 by 4,096 dots"
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let largestSide: UInt32 = 4096
  private static let shown: Set<String> = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD",
    "pHYs",
  ]

  /// Returns the bytes of a picture as they may be shown.
  static func read(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
    guard bytes.starts(with: signature) else { throw .none }
    var result = signature
    var offset = signature.count
    var hasDots = false
    while true {
      guard bytes.count - offset >= 12 else { throw .damaged }
      let length = Int(word(bytes, offset))
      guard length <= bytes.count - offset - 12 else { throw .damaged }
      let end = offset + 12 + length
      let name = String(decoding: bytes[(offset + 4)..<(offset + 8)], as: UTF8.self)
      guard checksum(bytes[(offset + 4)..<(end - 4)]) == word(bytes, end - 4) else {
        throw .damaged
      }
      let isFirst = offset == signature.count
      guard (name == "IHDR") == isFirst else { throw .damaged }
      if isFirst {
        guard length == 13 else { throw .damaged }
        let (width, height) = (word(bytes, offset + 8), word(bytes, offset + 12))
        guard width > 0, height > 0 else { throw .damaged }
        guard width <= largestSide, height <= largestSide else { throw .vast }
      }
      if name == "IDAT" { hasDots = true }
      if shown.contains(name) { result.append(contentsOf: bytes[offset..<end]) }
      offset = end
      if name == "IEND" { break }
    }
    guard hasDots else { throw .damaged }
    return result
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The checksum that stands at the end of each part (CRC-32).
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
