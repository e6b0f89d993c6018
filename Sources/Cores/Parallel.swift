import Synchronization

/// Works on many things at once, and returns the results in the order of the things.
///
/// What is done at once may itself do several things at once: no more threads come of it than `jobs`.
package enum Parallel {
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    guard jobs > 1, elements.count > 1 else { return elements.map(transform) }
    let shelf = Shelf<Result>()
    let work: @Sendable () -> Void = {
      var own: [(Int, Result)] = []
      while true {
        let index = shelf.next.add(1, ordering: .relaxed).oldValue
        guard index < elements.count else { break }
        own.append((index, transform(elements[index])))
      }
      shelf.results.withLock { $0.append(contentsOf: own) }
    }
    Crew.shared.share(work, with: min(jobs, elements.count) - 1, jobs: jobs, doing: work)
    return shelf.results.withLock { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Does two things at once; the second may be begun later than the first.
  package static func both<First: Sendable, Second: Sendable>(
    jobs: Int, _ first: () -> First, and second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    guard jobs > 1 else { return (first(), second()) }
    let shelf = Shelf<Second>()
    var own: First?
    Crew.shared.share(
      {
        let result = second()
        shelf.results.withLock { $0.append((0, result)) }
      }, with: 1, jobs: jobs, doing: { own = first() })
    // Nobody may have had a hand free for the second; of the first, to say what else to do costs nothing.
    return (own ?? first(), shelf.results.withLock { $0.first?.1 } ?? second())
  }

  /// What is done at once, as far as it is done.
  private final class Shelf<Result: Sendable>: Sendable {
    let next = Atomic<Int>(0)
    let results = Mutex<[(Int, Result)]>([])
  }
}
