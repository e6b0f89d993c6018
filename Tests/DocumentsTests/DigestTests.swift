import Documents
import Testing

/// Digests of one text and of several side by side.
@Suite struct DigestTests {
  /// Texts with digests that FIPS 180-4's examples and `sha256sum` give.
  static let known: [(text: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test func `a text has the digest that others find`() {
    for (text, digest) in Self.known { #expect(SHA256.hexadecimal(Array(text.utf8)) == digest) }
    #expect(
      SHA256.hexadecimal(Self.known.map { Array($0.text.utf8) }) == Self.known.map(\.digest))
  }

  @Test func `several have the digests that each has alone`() {
    // All lengths around the ends of blocks, in an order that is not that of their lengths.
    let texts = (0..<300).map { length in
      (0..<(length * 37 % 300)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
    }
    for count in [0, 1, 2, 3, 4, 5, 300] {
      let some = Array(texts.suffix(count))
      #expect(SHA256.hexadecimal(some) == some.map { SHA256.hexadecimal($0) })
    }
  }

  @Test func `thirty-two bytes are the digits of sixty-four`() {
    let bytes = SHA256.digest(Array("abc".utf8))
    #expect(bytes.count == 32)
    #expect(bytes[0] == 0xBA)
    #expect(bytes[31] == 0xAD)
  }
}
