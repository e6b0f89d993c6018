import Dispatch
import Synchronization

/// Works on many things at once, and returns the results in the order of the things.
enum Parallel {
  static func map<Element: Sendable, Result: Sendable>(
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
}
