import Cores
import Synchronization
import Testing

@Suite struct `Several things at once` {
  /// How many do something now, and how many did so at once at most.
  private final class Counter: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    var most: Int { counts.withLock { $0.most } }

    func during<Result>(_ work: () -> Result) -> Result {
      counts.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      defer { counts.withLock { $0.now -= 1 } }
      return work()
    }
  }

  /// Work that takes longer for some numbers than for others.
  @Sendable private static func square(_ number: Int) -> Int {
    var sum = 0
    for round in 0..<(number % 7 * 300) { sum &+= round ^ number }
    return sum == -1 ? 0 : number * number
  }

  @Test(arguments: [1, 2, 3, 8])
  func `results come in the order of the things`(jobs: Int) {
    for count in [0, 1, 2, 5, 300] {
      let numbers = Array(0..<count)
      #expect(Parallel.map(numbers, jobs: jobs, Self.square) == numbers.map { $0 * $0 })
    }
  }

  @Test(arguments: [1, 2, 3])
  func `what is done at once can itself do several things at once`(jobs: Int) {
    let numbers = Array(0..<12)
    for _ in 0..<50 {
      let (left, right) = Parallel.both(jobs: jobs) {
        Parallel.map(numbers, jobs: jobs) { number in
          Parallel.map(numbers, jobs: jobs) { Self.square($0 + number) }.reduce(0, +)
        }
      } and: {
        Parallel.both(jobs: jobs) {
          Parallel.map(numbers, jobs: jobs, Self.square)
        } and: {
          numbers.count
        }
      }
      let sums = numbers.map { number in
        numbers.reduce(0) { $0 + ($1 + number) * ($1 + number) }
      }
      #expect(left == sums)
      #expect(right.0 == numbers.map { $0 * $0 })
      #expect(right.1 == 12)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `no more is done at once than was asked for`(jobs: Int) {
    let counter = Counter()
    let crew = Crew()
    let some: @Sendable () -> Void = {
      for number in 0..<20 { _ = counter.during { Self.square(number + 6) } }
    }
    crew.share(
      { crew.share(some, with: jobs - 1, jobs: jobs, doing: some) }, with: jobs - 1, jobs: jobs,
      doing: { crew.share(some, with: jobs - 1, jobs: jobs, doing: some) })
    #expect((1...jobs).contains(counter.most))
  }

  @Test func `a part that nobody has a hand free for is done by who offers it`() {
    let (first, second) = Parallel.both(jobs: 2) {
      Parallel.both(jobs: 2) {
        Self.square(6)
      } and: {
        Self.square(7)
      }
    } and: {
      Parallel.both(jobs: 2) {
        Self.square(8)
      } and: {
        Self.square(9)
      }
    }
    #expect(first == (36, 49))
    #expect(second == (64, 81))
  }
}
