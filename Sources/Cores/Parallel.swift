import Dispatch
import Synchronization

/// Works on many things at once, and returns the results in the order of the things.
package enum Parallel {
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard jobs > 1, elements.count > 1 else { return elements.map(transform) }
    let next = Atomic<Int>(0)
    let results = Mutex<[(Int, Result)]>([])
    DispatchQueue.concurrentPerform(iterations: min(jobs, elements.count)) { _ in
      var own: [(Int, Result)] = []
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < elements.count else { break }
        own.append((index, transform(elements[index])))
      }
      results.withLock { $0.append(contentsOf: own) }
    }
    return results.withLock { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Does two things at once.
  package static func both<First: Sendable, Second: Sendable>(
    jobs: Int, _ first: @Sendable () -> First, and second: @Sendable () -> Second
  ) -> (First, Second) {
    guard jobs > 1 else { return (first(), second()) }
    let done = Mutex<(first: First?, second: Second?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { turn in
      if turn == 0 {
        let result = first()
        done.withLock { $0.first = result }
      } else {
        let result = second()
        done.withLock { $0.second = result }
      }
    }
    let results = done.withLock { $0 }
    // Both are there; to say what else to do costs nothing.
    return (results.first ?? first(), results.second ?? second())
  }
}
