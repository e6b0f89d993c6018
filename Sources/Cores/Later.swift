import Synchronization

/// A value that is made by whoever first needs it; who comes meanwhile waits for it.
package final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  /// The value, made now where nobody has needed it yet.
  package var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}

/// A value that one part of the program finds while another goes on.
package final class Later<Value: Sendable>: Sendable {
  private let found = Mutex<Value?>(nil)

  package init() {}

  /// The value; nil while it is not found.
  package var value: Value? {
    get { found.withLock { $0 } }
    set { found.withLock { $0 = newValue } }
  }
}
