import Bytes
import FileStore

/// Puts a table together from the rows of one school after another, and takes those that stay from the table as it stands.
struct TableWriter: Sendable {
  /// The rows of one school, or of something else that has rows.
  struct Piece: Sendable {
    var id: String
    /// Whoever has the same has the same rows.
    var key: UInt64
  }

  let name: String
  let head: [UInt8]
  /// What stands between two pieces that are not empty.
  let separator: [UInt8]
  let tail: @Sendable (_ isEmpty: Bool) -> [UInt8]
  let pieces: [Piece]
  private let store: OutputStore
  /// The table as it stands; nil where nothing of it can be taken over.
  private let old: KeptRows?

  init(
    _ name: String, head: [UInt8], separator: [UInt8],
    tail: @escaping @Sendable (_ isEmpty: Bool) -> [UInt8], _ pieces: [Piece],
    _ store: OutputStore, _ pages: LoosePages
  ) {
    self.name = name
    self.head = head
    self.separator = separator
    self.tail = tail
    self.pieces = pieces
    self.store = store
    old = KeptRows(of: name, in: store).flatMap {
      pages.stands(name, having: $0.table) ? $0 : nil
    }
  }

  /// The numbers of the pieces whose rows must be made.
  var missing: [Int] { pieces.indices.filter { old?.range(of: pieces[$0]) == nil } }

  /// Writes the table.
  ///
  /// - Parameter rows: Makes the rows of a piece, by its number.
  func write(
    to pages: LoosePages, madeFrom origin: Fingerprint, rows: (Int) throws(FileError) -> [UInt8]
  ) throws(FileError) {
    var made: [(piece: Piece, range: Range<Int>)] = []
    made.reserveCapacity(pieces.count)
    let table = try pages.add(name, madeFrom: origin, over: old?.table) {
      stream throws(FileError) in
      try stream.write(head)
      /// What is taken over next: pieces that follow each other are taken over at once.
      var pending = 0..<0
      var offset = head.count
      for (number, piece) in pieces.enumerated() {
        if let range = old?.range(of: piece) {
          let isFirst = offset == head.count
          if !range.isEmpty, !isFirst { offset += separator.count }
          made.append((piece, offset..<offset + range.count))
          offset += range.count
          guard !range.isEmpty else { continue }
          if !pending.isEmpty, pending.upperBound + separator.count == range.lowerBound {
            pending = pending.lowerBound..<range.upperBound
            continue
          }
          try stream.copy(pending)
          if !isFirst { try stream.write(separator) }
          pending = range
        } else {
          try stream.copy(pending)
          pending = 0..<0
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
      try stream.copy(pending)
      try stream.write(tail(offset == head.count))
    }
    KeptRows.keep(made, of: name, table, in: store)
  }
}

/// Where the rows of each piece lie in a table, as it is kept for the next build.
private struct KeptRows: Sendable {
  /// The fingerprint of the table.
  let table: Fingerprint
  private var pieces: [String: (key: UInt64, range: Range<Int>)] = [:]

  private static func file(_ name: String) -> String {
    name.split(separator: "/").joined(separator: ".") + ".rows"
  }

  init?(of name: String, in store: OutputStore) {
    guard let bytes = store.kept(Self.file(name)) else { return nil }
    var reader = ByteReader(bytes)
    guard let known = reader.fingerprint(), store.key.fingerprint(bytes, 16..<bytes.count) == known,
      let table = reader.fingerprint(),
      let list = reader.list({ reader -> (String, UInt64, Int, Int)? in
        guard let id = reader.text(), let key = reader.word(), let gap = reader.integer(),
          let count = reader.integer(), gap >= 0, count >= 0
        else { return nil }
        return (id, key, gap, count)
      })
    else { return nil }
    self.table = table
    var offset = 0
    for (id, key, gap, count) in list {
      pieces[id] = (key, offset + gap..<offset + gap + count)
      offset += gap + count
    }
  }

  func range(of piece: TableWriter.Piece) -> Range<Int>? {
    guard let known = pieces[piece.id], known.key == piece.key else { return nil }
    return known.range
  }

  static func keep(
    _ pieces: [(piece: TableWriter.Piece, range: Range<Int>)], of name: String,
    _ table: Fingerprint, in store: OutputStore
  ) {
    var body = ByteWriter()
    body.fingerprint(table)
    var offset = 0
    body.list(pieces) { writer, made in
      writer.text(made.piece.id)
      writer.word(made.piece.key)
      writer.number(made.range.lowerBound - offset)
      writer.number(made.range.count)
      offset = made.range.upperBound
    }
    var check = ByteWriter()
    check.fingerprint(store.key.fingerprint(body.bytes))
    store.keep(check.bytes + body.bytes, as: file(name))
  }
}
