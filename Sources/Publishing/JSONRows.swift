import Diagnostics

/// Writes a table of many rows as JSON, with the bytes that `JSONWriter` would give it: one object with one array of
/// objects that have texts alone.
///
/// What is the same in each row is made once, and texts are copied by runs: such tables have hundreds of thousands of rows.
package struct JSONRows {
  /// What stands between two rows.
  package static let separator: [UInt8] = [UInt8(ascii: ",")]

  private var bytes: [UInt8] = []
  private let name: String
  /// What stands before the value of each member; the first has no comma before it.
  private let heads: [[UInt8]]

  /// - Parameters:
  ///   - name: The member that is the table.
  ///   - members: The members that rows may have, the first of which all have.
  package init(_ name: String, members: [String]) {
    self.name = name
    heads = members.enumerated().map { index, member in
      Array("\(index == 0 ? "" : ",")\n      \"\(member)\": \"".utf8)
    }
  }

  /// Adds a row with the values of its members; a missing one is left out.
  package mutating func row(_ values: [String?]) {
    if !bytes.isEmpty { bytes.append(contentsOf: Self.separator) }
    bytes.append(contentsOf: "\n    {".utf8)
    for (head, value) in zip(heads, values) {
      guard let value else { continue }
      bytes.append(contentsOf: head)
      let isDone: Void? = unsafe value.utf8.withContiguousStorageIfAvailable { unsafe add($0) }
      if isDone == nil { unsafe Array(value.utf8).withUnsafeBufferPointer { unsafe add($0) } }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(contentsOf: "\n    }".utf8)
  }

  /// What stands before the first row.
  package var head: [UInt8] { Array("{\n  \"\(name)\": [".utf8) }

  /// What stands behind the last row.
  package static func tail(isEmpty: Bool) -> [UInt8] {
    Array((isEmpty ? "]\n}\n" : "\n  ]\n}\n").utf8)
  }

  /// Returns the rows that were added since they were taken last.
  package mutating func takeRows() -> [UInt8] {
    defer { bytes.removeAll() }
    return bytes
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    var done = 0
    for index in text.indices {
      let byte = unsafe text[index]
      guard JSONWriter.isEscaped(byte) else { continue }
      unsafe bytes.append(contentsOf: text[done..<index])
      done = index + 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      default:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 15))
      }
    }
    unsafe bytes.append(contentsOf: text[done...])
  }
}
