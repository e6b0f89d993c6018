/// Writes tables as comma-separated values (RFC 4180), in UTF-8.
package struct CSVWriter {
  package private(set) var bytes: [UInt8] = []

  package init(_ head: [String]) { row(head) }

  /// Rows of a table without its head.
  init() {}

  /// Adds a row.
  ///
  /// A cell that starts with `=`, `+`, `-` or `@`, narrow or full-width, with a tab or a carriage return, would be a
  /// formula to a spreadsheet: an apostrophe before it keeps it text.
  package mutating func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let isDone: Void? = unsafe cell.utf8.withContiguousStorageIfAvailable { unsafe add($0) }
      if isDone == nil { unsafe Array(cell.utf8).withUnsafeBufferPointer { unsafe add($0) } }
    }
    bytes.append(contentsOf: "\r\n".utf8)
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
    var needsQuotes = false
    for index in cell.indices {
      switch unsafe cell[index] {
      case UInt8(ascii: "\""), UInt8(ascii: ","), 10, 13: needsQuotes = true
      default: continue
      }
      break
    }
    if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    if needsQuotes {
      for index in cell.indices {
        let byte = unsafe cell[index]
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      unsafe bytes.append(contentsOf: cell)
    }
  }
}
