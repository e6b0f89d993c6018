import Synchronization
import Testing

@testable import Cores

@Suite struct OnceTests {
  @Test func `a value is made when it is first asked for, and once for all who ask`() {
    final class Count: Sendable { let made = Atomic<Int>(0) }
    let count = Count()
    let once = Once { count.made.add(1, ordering: .relaxed).newValue }
    #expect(count.made.load(ordering: .relaxed) == 0)
    let values = Parallel.map(Array(0..<64), jobs: 4) { _ in once.value }
    #expect(values == Array(repeating: 1, count: 64))
    #expect(count.made.load(ordering: .relaxed) == 1)
  }
}
