import Bytes

/// Writes tables as comma-separated values (RFC 4180), in UTF-8.
package struct CSVWriter: ~Copyable {
  private var buffer = ByteBuffer(capacity: 2048)

  package init(_ head: [String]) { row(head) }

  /// Rows of a table without its head.
  init() {}

  package var bytes: [UInt8] { buffer.bytes }

  /// Adds a row.
  ///
  /// A cell that starts with `=`, `+`, `-` or `@`, narrow or full-width, with a tab or a carriage return, would be a
  /// formula to a spreadsheet: an apostrophe before it keeps it text.
  package mutating func row(_ cells: [String]) {
    for index in cells.indices {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      unsafe cells[index].utf8.span.withUnsafeBufferPointer { unsafe add($0) }
    }
    buffer.append("\r\n")
  }

  /// What follows the byte EF in ＋ － ＝ ＠.
  private static let wideSigns: [[UInt8]] = [
    [0xBC, 0x8B], [0xBC, 0x8D], [0xBC, 0x9D], [0xBC, 0xA0],
  ]

  private mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
    let isFormula =
      switch unsafe cell.first {
      case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
      case 0xEF where cell.count > 2: unsafe Self.wideSigns.contains([cell[1], cell[2]])
      default: false
      }
    let needsQuotes = unsafe cell.contains(where: Self.isQuoted)
    if needsQuotes { buffer.append(UInt8(ascii: "\"")) }
    if isFormula { buffer.append(UInt8(ascii: "'")) }
    if needsQuotes {
      for index in cell.indices {
        let byte = unsafe cell[index]
        if byte == UInt8(ascii: "\"") { buffer.append(byte) }
        buffer.append(byte)
      }
      buffer.append(UInt8(ascii: "\""))
    } else {
      unsafe buffer.append(cell)
    }
  }

  /// Whether a cell that has such a byte stands in quotes.
  private static func isQuoted(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: ","), 10, 13: true
    default: false
    }
  }
}
