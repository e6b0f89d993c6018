/// The summaries of all schools as bytes, in the order of the schools' names.
///
/// They are read one at a time, and of each only the parts that are asked for: as values, those of 24,000 schools would
/// not fit into memory.
package struct SummaryList: Sendable {
  /// One school's summary.
  package struct Item: Sendable {
    let bytes: [UInt8]
    let ranges: [Range<Int>]

    /// - Parameter ranges: Where each part lies in the bytes.
    package init(_ bytes: [UInt8], _ ranges: [Range<Int>]) {
      self.bytes = bytes
      self.ranges = ranges
    }

    /// A summary that was just made.
    package init(_ parts: [[UInt8]]) {
      var bytes: [UInt8] = []
      var ranges: [Range<Int>] = []
      for part in parts {
        ranges.append(bytes.count..<bytes.count + part.count)
        bytes += part
      }
      self.init(bytes, ranges)
    }
  }

  private var items: [Item]
  private let book: PhraseBook

  /// Puts summaries in the order of the schools' names.
  package init(_ items: [Item], _ book: PhraseBook) {
    self.book = book
    self.items = items
    let keys = items.map { item in
      SchoolSummary(item.bytes, item.ranges, .identity, book).map {
        (name: $0.name.lowercased(), slug: $0.slug)
      } ?? (name: "", slug: "")
    }
    let order = items.indices.sorted {
      (keys[$0].name, keys[$0].slug) < (keys[$1].name, keys[$1].slug)
    }
    self.items = order.map { items[$0] }
  }

  package var count: Int { items.count }
  package var isEmpty: Bool { items.isEmpty }
  package var indices: Range<Int> { items.indices }

  /// One of them, with some of its parts.
  package func summary(_ index: Int, _ parts: SchoolSummary.Parts) -> SchoolSummary? {
    SchoolSummary(items[index].bytes, items[index].ranges, parts, book)
  }

  /// All of them, one after another, with some of their parts.
  package func with(_ parts: SchoolSummary.Parts = .identity) -> some Sequence<SchoolSummary> {
    items.lazy.compactMap { SchoolSummary($0.bytes, $0.ranges, parts, book) }
  }
}
