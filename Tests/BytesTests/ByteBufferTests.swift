import Bytes
import Testing

/// What is appended comes out as it was, however it is cut into pieces.
@Suite struct ByteBufferTests {
  @Test func piecesOfAnySizeFollowEachOther() {
    for capacity in [0, 1, 64, 100] {
      var buffer = ByteBuffer(capacity: capacity)
      var expected: [UInt8] = []
      for length in 0..<300 {
        let piece = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
        buffer.append(piece.span)
        buffer.append(UInt8(truncatingIfNeeded: length))
        buffer.append("<é>")
        expected += piece + [UInt8(truncatingIfNeeded: length)] + Array("<é>".utf8)
      }
      #expect(buffer.bytes == expected)
      #expect(buffer.count == expected.count)
      #expect(buffer[expected.count - 1] == UInt8(ascii: ">"))
    }
  }

  @Test func whatIsCutOffIsGone() {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append("one two")
    let end = buffer.bytes(from: 4)
    buffer.cut(at: 4)
    buffer.append("three")
    let made = String(decoding: buffer.bytes, as: UTF8.self)
    #expect(end == Array("two".utf8))
    #expect(made == "one three")
  }
}
