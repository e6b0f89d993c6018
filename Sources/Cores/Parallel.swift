import Synchronization

/// Works on many things at once, and returns the results in the order of the things.
///
/// What is done at once may itself do several things at once: no more threads come of it than `jobs`.
package enum Parallel {
  /// Does the same with each of some things, several at once, and returns the results in the order of the things.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    guard jobs > 1, elements.count > 1 else { return elements.map(transform) }
    let shelf = Shelf<Share<Result>>()
    let threads = min(jobs, elements.count)
    let work: @Sendable () -> Void = {
      var own = Share<Result>(capacity: elements.count / threads)
      while true {
        let index = shelf.next.add(1, ordering: .relaxed).oldValue
        guard index < elements.count else { break }
        own.places.append(index)
        own.results.append(transform(elements[index]))
      }
      shelf.results.withLock { [own] in $0.append(own) }
    }
    Crew.shared.share(work, with: threads - 1, jobs: jobs, doing: work)
    return inOrder(shelf.results.withLock { $0 }, count: elements.count)
  }

  /// What one thread did, in the order of the things.
  private struct Share<Result: Sendable>: Sendable {
    var places: [Int] = []
    var results: [Result] = []

    init(capacity: Int) {
      places.reserveCapacity(capacity)
      results.reserveCapacity(capacity)
    }
  }

  private static func inOrder<Result>(_ shares: [Share<Result>], count: Int) -> [Result] {
    var next = [Int](repeating: 0, count: shares.count)
    var results: [Result] = []
    results.reserveCapacity(count)
    for place in 0..<count {
      for number in shares.indices
      where next[number] < shares[number].places.count
        && shares[number].places[next[number]] == place
      {
        results.append(shares[number].results[next[number]])
        next[number] += 1
        break
      }
    }
    return results
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
        shelf.results.withLock { $0.append(result) }
      }, with: 1, jobs: jobs, doing: { own = first() })
    // Nobody may have had a hand free for the second; of the first, to say what else to do costs nothing.
    return (own ?? first(), shelf.results.withLock { $0.first } ?? second())
  }

  /// What is done at once, as far as it is done.
  private final class Shelf<Result: Sendable>: Sendable {
    let next = Atomic<Int>(0)
    let results = Mutex<[Result]>([])
  }
}
