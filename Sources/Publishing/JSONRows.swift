import Bytes
import Diagnostics

/// A table of many rows as JSON, with the bytes that `JSONWriter` would give it: one object with one array of
/// objects that have texts alone.
///
/// What is the same in each row is made once: such tables have hundreds of thousands of rows.
package struct JSONTable: Sendable {
  /// What stands before the first row.
  package let head: [UInt8]
  /// What stands between two rows.
  package static let separator: [UInt8] = [UInt8(ascii: ",")]
  /// What stands before the value of each member; the first has no comma before it.
  fileprivate let members: [[UInt8]]

  /// - Parameters:
  ///   - name: The member that is the table.
  ///   - members: The members that rows may have, the first of which all have.
  package init(_ name: String, members: [String]) {
    head = Array("{\n  \"\(name)\": [".utf8)
    self.members = members.enumerated().map { index, member in
      Array("\(index == 0 ? "" : ",")\n      \"\(member)\": \"".utf8)
    }
  }

  /// What stands behind the last row.
  package static func tail(isEmpty: Bool) -> [UInt8] {
    Array((isEmpty ? "]\n}\n" : "\n  ]\n}\n").utf8)
  }
}

/// Rows of a table that follow each other.
package struct JSONRows: ~Copyable {
  private let table: JSONTable
  private var buffer = ByteBuffer(capacity: 4096)

  package init(of table: JSONTable) { self.table = table }

  package var bytes: [UInt8] { buffer.bytes }

  /// Adds a row with the values of its members; a missing one is left out.
  package mutating func row(_ values: [String?]) {
    if buffer.count > 0 { buffer.append(UInt8(ascii: ",")) }
    buffer.append("\n    {")
    for index in values.indices {
      guard let value = values[index] else { continue }
      let member = table.members[index]
      buffer.append(member.span)
      JSONWriter.write(value, to: &buffer)
      buffer.append(UInt8(ascii: "\""))
    }
    buffer.append("\n    }")
  }
}
