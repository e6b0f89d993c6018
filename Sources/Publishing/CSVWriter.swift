/// Writes tables as comma-separated values (RFC 4180), in UTF-8.
package struct CSVWriter {
  package private(set) var bytes: [UInt8] = []

  package init(_ head: [String]) {
    row(head)
  }

  /// Adds a row.
  ///
  /// A cell that starts with `=`, `+`, `-` or `@`, wide ones too, would be a formula to a spreadsheet: an apostrophe
  /// before it keeps it text.
  package mutating func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      var text = cell
      if let first = cell.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) {
        text = "'" + cell
      }
      let needsQuotes = text.utf8.contains { "\",\r\n".utf8.contains($0) }
      if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }
    bytes.append(contentsOf: "\r\n".utf8)
  }
}
