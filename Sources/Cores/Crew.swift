import Dispatch
import Synchronization

/// The threads that help with what can be done several at once.
///
/// Who has such work offers a share in it and begins. Whoever is free takes part in the oldest offer that has a place
/// left; who waits for the last of his own work takes part meanwhile in what was offered after it, which is mostly what he
/// waits for. So a thread that finds nothing to do in one place helps in another, and nobody waits for a helper.
package final class Crew: Sendable {
  static let shared = Crew()

  /// A share in some work.
  private struct Offer {
    let number: Int
    let work: @Sendable () -> Void
    /// How many more may take part.
    var places: Int
    /// How many do.
    var helpers = 0
  }

  private struct State {
    /// Oldest first.
    var offers: [Offer] = []
    var lastNumber = 0
    /// How many threads help that are not somebody's who waits.
    var threads = 0
    /// Those who wait for an offer of theirs, each with what wakes him.
    var waiting: [(offer: Int, bell: DispatchSemaphore)] = []

    /// Takes a place in the oldest offer after another.
    mutating func take(after number: Int) -> Offer? {
      guard let index = offers.firstIndex(where: { $0.number > number && $0.places > 0 }) else {
        return nil
      }
      offers[index].places -= 1
      offers[index].helpers += 1
      return offers[index]
    }

    mutating func leave(_ offer: Offer) -> [DispatchSemaphore] {
      guard let index = offers.firstIndex(where: { $0.number == offer.number }) else { return [] }
      offers[index].helpers -= 1
      guard offers[index].helpers == 0 else { return [] }
      let bells = waiting.filter { $0.offer == offer.number }.map(\.bell)
      waiting.removeAll { $0.offer == offer.number }
      return bells
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// Does some work, and lets others take part.
  ///
  /// - Parameters:
  ///   - work: What each of the others does.
  ///   - places: How many of them there can be at most.
  ///   - jobs: How many threads there are to be in all.
  ///   - own: What is done here.
  package func share(
    _ work: @escaping @Sendable () -> Void, with places: Int, jobs: Int, doing own: () -> Void
  ) {
    let number = offer(work, places, jobs)
    own()
    finish(number)
  }

  private func offer(_ work: @escaping @Sendable () -> Void, _ places: Int, _ jobs: Int) -> Int {
    let (number, bells, starts) = state.withLock { state in
      state.lastNumber += 1
      state.offers.append(Offer(number: state.lastNumber, work: work, places: places))
      let bells = state.waiting.prefix(places).map(\.bell)
      state.waiting.removeFirst(bells.count)
      let starts = max(0, min(places - bells.count, jobs - 1 - state.threads))
      state.threads += starts
      return (state.lastNumber, bells, starts)
    }
    for bell in bells { bell.signal() }
    for _ in 0..<starts { DispatchQueue.global().async { self.help() } }
    return number
  }

  /// Takes part in one offer after another, while there are any.
  private func help() {
    while let offer = state.withLock({ state in
      let offer = state.take(after: 0)
      if offer == nil { state.threads -= 1 }
      return offer
    }) {
      take(part: offer)
    }
  }

  private func take(part offer: Offer) {
    offer.work()
    for bell in state.withLock({ $0.leave(offer) }) { bell.signal() }
  }

  /// Withdraws an offer, and waits until all who take part in it are done.
  private func finish(_ number: Int) {
    enum Step {
      case done
      case help(Offer)
      case wait(DispatchSemaphore)
    }
    while true {
      let step = state.withLock { state -> Step in
        guard let index = state.offers.firstIndex(where: { $0.number == number }) else {
          return .done
        }
        state.offers[index].places = 0
        guard state.offers[index].helpers > 0 else {
          state.offers.remove(at: index)
          return .done
        }
        if let other = state.take(after: number) { return .help(other) }
        let bell = DispatchSemaphore(value: 0)
        state.waiting.append((number, bell))
        return .wait(bell)
      }
      switch step {
      case .done: return
      case .help(let other): take(part: other)
      case .wait(let bell): bell.wait()
      }
    }
  }
}
