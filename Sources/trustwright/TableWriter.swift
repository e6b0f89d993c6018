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

  /// Writes several tables that have the rows of the same pieces one after another.
  ///
  /// - Parameter rows: Makes the rows of a piece, by its number, for some of the tables, by their numbers.
  static func write(
    _ tables: [(writer: TableWriter, origin: Fingerprint)], to pages: LoosePages,
    rows: (_ piece: Int, _ tables: [Int]) -> [[UInt8]]
  ) throws(FileError) {
    _ = try write(tables, [], to: pages, rows: rows)
  }

  /// Opens the tables one inside the other and fills them, once all are open.
  ///
  /// - Parameter open: Those that are open already.
  /// - Returns: Where the rows of each lie.
  private static func write(
    _ tables: [(writer: TableWriter, origin: Fingerprint)], _ open: [OpenTable],
    to pages: LoosePages, rows: (_ piece: Int, _ tables: [Int]) -> [[UInt8]]
  ) throws(FileError) -> [[TablePiece]] {
    guard open.count < tables.count else { return try fill(open, rows: rows) }
    let (writer, origin) = tables[open.count]
    var made: [[TablePiece]] = []
    let table = try pages.add(writer.name, madeFrom: origin) { stream throws(FileError) in
      made = try write(tables, open + [OpenTable(writer, stream)], to: pages, rows: rows)
    }
    // Who has edited the old one meanwhile may have changed rows before they were taken over.
    if let old = writer.old, pages.page(writer.name, having: old.rows.table) == nil {
      pages.doubt()
    }
    if !pages.isDoubted {
      KeptRows.keep(made[open.count], of: writer.name, table, in: writer.store)
    }
    return made
  }

  private static func fill(
    _ open: [OpenTable], rows: (_ piece: Int, _ tables: [Int]) -> [[UInt8]]
  ) throws(FileError) -> [[TablePiece]] {
    var open = open
    for number in open.indices { try open[number].begin() }
    for piece in 0..<(open.map(\.writer.pieces.count).max() ?? 0) {
      var missing: [Int] = []
      for number in open.indices where piece < open[number].writer.pieces.count {
        if try !open[number].takeOver(piece) { missing.append(number) }
      }
      guard !missing.isEmpty else { continue }
      for (number, bytes) in zip(missing, rows(piece, missing)) {
        try open[number].add(piece, bytes)
      }
    }
    for number in open.indices { try open[number].end() }
    return open.map(\.made)
  }

  /// A table while it is written.
  private struct OpenTable {
    let writer: TableWriter
    private let stream: FileStream
    private(set) var made: [TablePiece] = []
    /// What is taken over next: pieces that follow each other are taken over at once.
    private var pending = 0..<0
    private var offset: Int

    init(_ writer: TableWriter, _ stream: FileStream) {
      self.writer = writer
      self.stream = stream
      offset = writer.head.count
      made.reserveCapacity(writer.pieces.count)
    }

    private var isFirst: Bool { offset == writer.head.count }

    func begin() throws(FileError) { try stream.write(writer.head) }

    /// Takes the rows of a piece from the table as it stands; false where it has none that are the same.
    mutating func takeOver(_ number: Int) throws(FileError) -> Bool {
      let piece = writer.pieces[number]
      guard let range = writer.old?.rows.range(of: piece) else { return false }
      let isFirst = isFirst
      note(piece, range.count)
      if range.isEmpty { return true }
      if !pending.isEmpty, pending.upperBound + writer.separator.count == range.lowerBound {
        pending = pending.lowerBound..<range.upperBound
        return true
      }
      try copyPending()
      if !isFirst { try stream.write(writer.separator) }
      pending = range
      return true
    }

    /// Adds rows that were made anew.
    mutating func add(_ number: Int, _ rows: [UInt8]) throws(FileError) {
      try copyPending()
      if !rows.isEmpty, !isFirst { try stream.write(writer.separator) }
      try stream.write(rows)
      note(writer.pieces[number], rows.count)
    }

    mutating func end() throws(FileError) {
      try copyPending()
      try stream.write(writer.tail(isFirst))
    }

    private mutating func note(_ piece: UInt64, _ count: Int) {
      if count > 0, !isFirst { offset += writer.separator.count }
      made.append((piece, offset..<offset + count))
      offset += count
    }

    private mutating func copyPending() throws(FileError) {
      if let old = writer.old, !pending.isEmpty { try stream.copy(pending, of: old.table) }
      pending = 0..<0
    }
  }
}

/// A piece of a table, and where its rows lie.
private typealias TablePiece = (piece: UInt64, range: Range<Int>)

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
    _ pieces: [TablePiece], of name: String, _ table: Fingerprint, in store: OutputStore
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
