/// The summaries of all schools, in the order of the schools' names.
///
/// They are read one at a time, and of each only the parts that are asked for: those of 24,000 schools would not fit into
/// memory.
package struct SummaryList: Sendable {
  /// One school's summary as bytes, and where each part lies in them.
  package struct Item: Sendable {
    let bytes: [UInt8]
    let ranges: [Range<Int>]

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

    /// The summary with some of its parts; nil where it is not what was written.
    package func summary(_ parts: SchoolSummary.Parts, _ book: PhraseBook) -> SchoolSummary? {
      SchoolSummary(bytes, ranges, parts, book)
    }
  }

  /// The numbers of the schools, as they are read, in the order of their names.
  package let order: [Int]
  private let book: PhraseBook
  private let read: @Sendable (Int) -> Item?

  /// Puts schools in the order of their names.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - read: Reads the summary of one, by its number.
  package init(
    _ count: Int, _ book: PhraseBook, reading read: @escaping @Sendable (Int) -> Item?
  ) {
    let keys = (0..<count).map { index in
      read(index)?.summary(.identity, book).map { (name: $0.name.lowercased(), slug: $0.slug) }
        ?? (name: "", slug: "")
    }
    let order = keys.indices.sorted {
      (keys[$0].name, keys[$0].slug) < (keys[$1].name, keys[$1].slug)
    }
    self.init(order: order, book, reading: read)
  }

  /// Takes schools in an order that is known.
  package init(
    order: [Int], _ book: PhraseBook, reading read: @escaping @Sendable (Int) -> Item?
  ) {
    self.order = order
    self.book = book
    self.read = read
  }

  package var count: Int { order.count }
  package var isEmpty: Bool { order.isEmpty }

  /// One of them, with some of its parts.
  package func summary(_ index: Int, _ parts: SchoolSummary.Parts) -> SchoolSummary? {
    read(order[index])?.summary(parts, book)
  }

  /// One of them, or the trust, whose number follows theirs.
  package func summary(
    _ index: Int, _ parts: SchoolSummary.Parts, or trust: SchoolSummary
  ) -> SchoolSummary? {
    index < order.count ? summary(index, parts) : trust
  }

  /// All of them, one after another, with some of their parts.
  package func with(_ parts: SchoolSummary.Parts = .identity) -> some Sequence<SchoolSummary> {
    order.lazy.compactMap { read($0)?.summary(parts, book) }
  }
}
