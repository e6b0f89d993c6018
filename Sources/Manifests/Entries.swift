import Diagnostics

/// The entries of a mapping that is being read, without a key twice.
struct Entries {
  private var entries: [Entry] = []
  /// A number made of each key: where it is another, so is the key.
  private var marks: [UInt32] = []
  /// Where each key stands, once there are so many that looking through their marks takes long.
  private var indices: [String: Int] = [:]

  /// How many marks are looked through one by one, which is faster than a table while they are few.
  private static let few = 64

  init() {
    // As many as most mappings have.
    entries.reserveCapacity(8)
    marks.reserveCapacity(8)
  }

  var last: Entry? { entries.last }
  /// The last entries that were read, each with the one that has its key; they are left out.
  var repeated: [(entry: Entry, first: Entry)] = []

  /// Returns the entry that has a key.
  func entry(_ key: String) -> Entry? {
    if entries.count > Self.few { return indices[key].map { entries[$0] } }
    let mark = Self.mark(of: key)
    return marks.indices.first { marks[$0] == mark && entries[$0].key == key }.map { entries[$0] }
  }

  /// The mark of a key (FNV-1a); all keys with letters beyond ASCII have one, for such letters can be written in two ways.
  private static func mark(of key: String) -> UInt32 {
    let bytes = key.utf8.span
    var mark: UInt32 = 0x811C_9DC5
    for index in bytes.indices {
      guard bytes[index] < 0x80 else { return 0 }
      mark = (mark ^ UInt32(bytes[index])) &* 0x0100_0193
    }
    return mark
  }

  /// Adds an entry whose key is new.
  mutating func append(_ entry: Entry) {
    entries.append(entry)
    marks.append(Self.mark(of: entry.key))
    if entries.count == Self.few + 1 {
      for (index, entry) in entries.enumerated() { indices[entry.key] = index }
    } else if entries.count > Self.few {
      indices[entry.key] = entries.count - 1
    }
  }

  /// Puts an entry in the place of that with its key.
  mutating func replace(_ entry: Entry) {
    guard let index = entries.firstIndex(where: { $0.key == entry.key }) else { return }
    entries[index] = entry
  }

  /// Takes in what stood below the last entry at a wrong column.
  ///
  /// Its author meant it to be somewhere near, so that to leave it out would let later rooms report
  /// it as missing.
  ///
  /// - Parameter byLast: Whether it was meant as part of the last entry's value.
  mutating func adopt(_ stray: Node, byLast: Bool) {
    guard !byLast, case .mapping(let strays) = stray.content else {
      if !entries.isEmpty { entries[entries.count - 1].value.adopt(stray) }
      return
    }
    for entry in strays where self.entry(entry.key) == nil { append(entry) }
  }

  /// Returns the mapping; it starts with its first key.
  func mapping(from first: TextRange) -> Node {
    let end = entries.last.map { $0.value.range.end } ?? first.end
    return Node(.mapping(entries), range: TextRange(Int(first.start), Int(max(end, first.end))))
  }
}

extension Node {
  /// How much a value takes in; to look through more for each new line would take too long.
  private static let mostAdopted = 64

  /// Takes in what stood below this value at a wrong column, where it is of the same kind.
  mutating func adopt(_ stray: Node) {
    switch (content, stray.content) {
    case (.sequence(let items), .sequence(let strays)) where items.count < Self.mostAdopted:
      content = .sequence(items + strays)
    case (.mapping(let entries), .mapping(let strays)) where entries.count < Self.mostAdopted:
      let new = strays.filter { stray in !entries.contains { $0.key == stray.key } }
      content = .mapping(entries + new)
    default: break
    }
  }
}
