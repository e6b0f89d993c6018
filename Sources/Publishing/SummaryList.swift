/// The summaries of all schools, in the order of the schools' names.
///
/// They are read one at a time, and of each only the parts that are asked for: those of 24,000 schools would not fit into
/// memory.
package struct SummaryList: Sendable {
  /// One school's summary as bytes, and where each part lies in them.
  package struct Item: Sendable {
    let bytes: [UInt8]
    let ranges: [Range<Int>]
    /// The parts that are known to be what was written.
    let sure: SchoolSummary.Parts

    package init(_ bytes: [UInt8], _ ranges: [Range<Int>], sure: SchoolSummary.Parts) {
      self.bytes = bytes
      self.ranges = ranges
      self.sure = sure
    }

    /// A summary that was just made.
    package init(_ parts: [[UInt8]]) {
      var bytes: [UInt8] = []
      var ranges: [Range<Int>] = []
      for part in parts {
        ranges.append(bytes.count..<bytes.count + part.count)
        bytes += part
      }
      self.init(bytes, ranges, sure: .all)
    }

    /// The summary with some of its parts; nil where it is not what was written.
    package func summary(_ parts: SchoolSummary.Parts, _ book: PhraseBook) -> SchoolSummary? {
      guard sure.isSuperset(of: parts.union(.identity)) else { return nil }
      return SchoolSummary(bytes, ranges, parts, book)
    }
  }

  /// The numbers of the schools, as they are read, in the order of their names.
  package let order: [Int]
  private let book: PhraseBook
  private let read: @Sendable (Int, SchoolSummary.Parts) -> Item?

  /// Puts schools in the order of their names.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - read: Reads the summary of one, by its number, so that it is sure of some parts.
  package init(
    _ count: Int, _ book: PhraseBook,
    reading read: @escaping @Sendable (Int, SchoolSummary.Parts) -> Item?
  ) {
    let keys = (0..<count).map { index in
      read(index, .identity)?.summary(.identity, book).map {
        (name: $0.name.lowercased(), slug: $0.slug)
      } ?? (name: "", slug: "")
    }
    let order = keys.indices.sorted {
      (keys[$0].name, keys[$0].slug) < (keys[$1].name, keys[$1].slug)
    }
    self.init(order: order, book, reading: read)
  }

  /// Takes schools in an order that is known.
  package init(
    order: [Int], _ book: PhraseBook,
    reading read: @escaping @Sendable (Int, SchoolSummary.Parts) -> Item?
  ) {
    self.order = order
    self.book = book
    self.read = read
  }

  package var count: Int { order.count }
  package var isEmpty: Bool { order.isEmpty }

  /// One of them, with some of its parts.
  package func summary(_ index: Int, _ parts: SchoolSummary.Parts) -> SchoolSummary? {
    read(order[index], parts)?.summary(parts, book)
  }

  /// One of them, or the trust, whose number follows theirs.
  package func summary(
    _ index: Int, _ parts: SchoolSummary.Parts, or trust: SchoolSummary
  ) -> SchoolSummary? {
    index < order.count ? summary(index, parts) : trust
  }

  /// All of them, one after another, with some of their parts.
  package func with(_ parts: SchoolSummary.Parts = .identity) -> some Sequence<SchoolSummary> {
    order.lazy.compactMap { read($0, parts)?.summary(parts, book) }
  }
}
