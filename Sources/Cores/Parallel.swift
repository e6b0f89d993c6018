import Synchronization

/// Works on many things at once, and returns the results in the order of the things.
///
/// What is done at once may itself do several things at once: no more threads come of it than `jobs`.
package enum Parallel {
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    guard jobs > 1, elements.count > 1 else { return elements.map(transform) }
    let shelf = Shelf<[(Int, Result)]>()
    let work: @Sendable () -> Void = {
      var own: [(Int, Result)] = []
      while true {
        let index = shelf.next.add(1, ordering: .relaxed).oldValue
        guard index < elements.count else { break }
        own.append((index, transform(elements[index])))
      }
      shelf.results.withLock { $0.append(own) }
    }
    Crew.shared.share(work, with: min(jobs, elements.count) - 1, jobs: jobs, doing: work)
    return inOrder(shelf.results.withLock { $0 }, count: elements.count)
  }

  /// Puts together what each thread did; what one did is in order already.
  private static func inOrder<Result>(_ shares: [[(Int, Result)]], count: Int) -> [Result] {
    var next = [Int](repeating: 0, count: shares.count)
    return (0..<count).compactMap { index in
      for (number, share) in shares.enumerated()
      where next[number] < share.count && share[next[number]].0 == index {
        defer { next[number] += 1 }
        return share[next[number]].1
      }
      return nil
    }
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
