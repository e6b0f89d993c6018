import Synchronization

/// A value that one part of the program finds while another goes on.
package final class Later<Value: Sendable>: Sendable {
  private let found = Mutex<Value?>(nil)

  package init() {}

  package var value: Value? {
    get { found.withLock { $0 } }
    set { found.withLock { $0 = newValue } }
  }
}
