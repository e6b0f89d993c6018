import Bytes
import FileStore

/// Puts a table together from pieces, the rows of one school after another, and takes those that stay from the table as it stands.
struct TableWriter: Sendable {
  let name: String
  let head: [UInt8]
  /// What stands between two pieces that are not empty.
  let separator: [UInt8]
  let tail: @Sendable (_ isEmpty: Bool) -> [UInt8]
  /// Of each piece what it is called and what it shows, as one number: whoever has the same has the same rows.
  let pieces: [UInt64]
  private let store: OutputStore
  /// The table as it stands, and where its rows lie; nil where nothing of it can be taken over.
  private let old: (table: KeptBytes, rows: KeptRows)?

  init(
    _ name: String, head: [UInt8], separator: [UInt8],
    tail: @escaping @Sendable (_ isEmpty: Bool) -> [UInt8], _ pieces: [UInt64],
    _ store: OutputStore, _ pages: LoosePages
  ) {
    self.name = name
    self.head = head
    self.separator = separator
    self.tail = tail
    self.pieces = pieces
    self.store = store
    old = KeptRows(of: name, in: store).flatMap { rows in
      pages.page(name, having: rows.table).map { ($0, rows) }
    }
  }

  /// The numbers of the pieces whose rows must be made.
  var missing: [Int] { pieces.indices.filter { old?.rows.range(of: pieces[$0]) == nil } }

  /// Writes the table.
  ///
  /// - Parameter rows: Makes the rows of a piece, by its number.
  func write(
    to pages: LoosePages, madeFrom origin: Fingerprint, rows: (Int) throws(FileError) -> [UInt8]
  ) throws(FileError) {
    var made: [(piece: UInt64, range: Range<Int>)] = []
    made.reserveCapacity(pieces.count)
    let table = try pages.add(name, madeFrom: origin) { stream throws(FileError) in
      try stream.write(head)
      /// What is taken over next: pieces that follow each other are taken over at once.
      var pending = 0..<0
      var offset = head.count
      func takeOver() throws(FileError) {
        if let old, !pending.isEmpty { try stream.copy(pending, of: old.table) }
        pending = 0..<0
      }
      for (number, piece) in pieces.enumerated() {
        if let range = old?.rows.range(of: piece) {
          let isFirst = offset == head.count
          if !range.isEmpty, !isFirst { offset += separator.count }
          made.append((piece, offset..<offset + range.count))
          offset += range.count
          guard !range.isEmpty else { continue }
          if !pending.isEmpty, pending.upperBound + separator.count == range.lowerBound {
            pending = pending.lowerBound..<range.upperBound
            continue
          }
          try takeOver()
          if !isFirst { try stream.write(separator) }
          pending = range
        } else {
          try takeOver()
          let bytes = try rows(number)
          if !bytes.isEmpty, offset > head.count {
            try stream.write(separator)
            offset += separator.count
          }
          try stream.write(bytes)
          made.append((piece, offset..<offset + bytes.count))
          offset += bytes.count
        }
      }
      try takeOver()
      try stream.write(tail(offset == head.count))
    }
    // Who has edited the old one meanwhile may have changed rows before they were taken over.
    if let old, pages.page(name, having: old.rows.table) == nil { pages.doubt() }
    if !pages.isDoubted { KeptRows.keep(made, of: name, table, in: store) }
  }
}

/// Where the rows of each piece lie in a table, as it is kept for the next build.
private struct KeptRows: Sendable {
  /// The fingerprint of the table.
  let table: Fingerprint
  private var ranges: [UInt64: Range<Int>] = [:]

  private static func file(_ name: String) -> String {
    name.split(separator: "/").joined(separator: ".") + ".rows"
  }

  init?(of name: String, in store: OutputStore) {
    guard let bytes = store.keptWhole(Self.file(name)) else { return nil }
    var reader = ByteReader(bytes)
    guard let table = reader.fingerprint(), let count = reader.count() else { return nil }
    self.table = table
    ranges.reserveCapacity(count)
    var offset = 0
    for _ in 0..<count {
      guard let key = reader.word(), let gap = reader.count(upTo: .max - offset),
        let length = reader.count(upTo: .max - offset - gap)
      else { return nil }
      ranges[key] = offset + gap..<offset + gap + length
      offset += gap + length
    }
  }

  func range(of piece: UInt64) -> Range<Int>? { ranges[piece] }

  static func keep(
    _ pieces: [(piece: UInt64, range: Range<Int>)], of name: String,
    _ table: Fingerprint, in store: OutputStore
  ) {
    var body = ByteWriter()
    body.fingerprint(table)
    var offset = 0
    body.list(pieces) { writer, made in
      writer.word(made.piece)
      writer.number(made.range.lowerBound - offset)
      writer.number(made.range.count)
      offset = made.range.upperBound
    }
    store.keepWhole(body.bytes, as: file(name))
  }
}
