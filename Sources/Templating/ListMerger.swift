import Diagnostics

/// Makes one list of lists that stand side by side with only tags between them.
///
/// An author who puts a condition around one item of a list means one list with an item that may be
/// left out, and not two lists.
enum ListMerger {
  static func merged(_ blocks: [Block]) -> [Block] {
    guard blocks.contains(where: { shape(of: $0) != nil }) else { return blocks }
    var result: [Block] = []
    var run: [Block] = []
    var kind: ListSyntax.Kind?
    func flush() {
      defer {
        run = []
        kind = nil
      }
      guard let kind, let first = run.first, let place = place(of: first) else { return }
      var isPlain = run.count == 1
      if case .loop = first { isPlain = false }
      guard !isPlain else {
        result.append(first)
        return
      }
      var list = ListBlock(
        kind: kind, start: 1, isTight: true, items: run.flatMap(items), place: place)
      if case .list(let own) = first { list.start = own.start }
      list.isTight = run.allSatisfy(isTight)
      result.append(.list(list))
    }
    for block in blocks {
      guard let shape = shape(of: block) else {
        flush()
        result.append(block)
        continue
      }
      if let current = kind, !fits(shape, current) { flush() }
      kind = kind ?? shape
      run.append(block)
    }
    flush()
    return result
  }

  private static func fits(_ one: ListSyntax.Kind, _ other: ListSyntax.Kind) -> Bool {
    one == other || one.isLettered && other.isLettered
  }

  /// The kind of list a block is, whatever tags stand around its items.
  private static func shape(of block: Block) -> ListSyntax.Kind? {
    switch block {
    case .list(let list): list.kind
    case .loop(let loop): shape(of: [loop.body])
    case .choice(let choice): shape(of: choice.branches.lazy.map(\.body))
    default: nil
    }
  }

  /// The kind of rows of blocks that are all lists of one kind.
  private static func shape(of rows: some Sequence<[Block]>) -> ListSyntax.Kind? {
    var first: ListSyntax.Kind?
    for row in rows {
      for block in row {
        guard let kind = shape(of: block), fits(kind, first ?? kind) else { return nil }
        first = first ?? kind
      }
    }
    return first
  }

  private static func items(_ block: Block) -> [Block] {
    switch block {
    case .list(let list): return list.items
    case .loop(var loop):
      loop.body = loop.body.flatMap(items)
      return [.loop(loop)]
    case .choice(var choice):
      for index in choice.branches.indices {
        choice.branches[index].body = choice.branches[index].body.flatMap(items)
      }
      return [.choice(choice)]
    default: return [block]
    }
  }

  private static func isTight(_ block: Block) -> Bool {
    switch block {
    case .list(let list): list.isTight
    case .loop(let loop): loop.body.allSatisfy(isTight)
    case .choice(let choice): choice.branches.allSatisfy { $0.body.allSatisfy(isTight) }
    default: true
    }
  }

  private static func place(of block: Block) -> Place? {
    switch block {
    case .loop(let loop): loop.place
    case .choice(let choice): choice.place
    case .list(let list): list.place
    default: nil
    }
  }
}
