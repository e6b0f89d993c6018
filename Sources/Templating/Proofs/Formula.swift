import Configuration

/// Conditions in one row of plain nodes, each before its parts, so that a search reads them without
/// following or counting references.
///
/// `a and (b or c)` is `all a any b c`; each node says where the one after it and its parts begins.
struct Formula {
  enum Kind: UInt8, BitwiseCopyable { case always, never, test, all, any }

  struct Node: BitwiseCopyable {
    var kind: Kind
    var question: Int32 = 0
    /// The node after this one and all its parts.
    var end: Int32 = 0
    /// The answers with which a test holds, a bit for each.
    var answers: UInt64 = 0
  }

  private(set) var nodes: [Node] = []

  /// Adds a condition, and returns its node.
  mutating func append(_ condition: Condition) -> Int {
    let index = nodes.count
    switch condition {
    case .always: nodes.append(Node(kind: .always))
    case .never: nodes.append(Node(kind: .never))
    case .test(let question, let answers):
      nodes.append(
        Node(kind: .test, question: Int32(question.index), answers: answers.bits))
    case .all(let parts):
      nodes.append(Node(kind: .all))
      for part in parts { _ = append(part) }
    case .any(let parts):
      nodes.append(Node(kind: .any))
      for part in parts { _ = append(part) }
    }
    nodes[index].end = Int32(nodes.count)
    return index
  }

  /// The questions that a node and its parts ask, some of them twice.
  func questions(of node: Int) -> [Int] {
    nodes[node..<Int(nodes[node].end)].compactMap { $0.kind == .test ? Int($0.question) : nil }
  }

  /// Takes away the node that was added last, with its parts.
  mutating func removeLast(from node: Int) {
    nodes.removeLast(nodes.count - node)
  }

  /// Whether a condition holds, does not, or depends on what can still be answered.
  func status(_ index: Int, _ domains: [UInt64]) -> Bool? {
    // Most nodes are tests, for which nothing else is called.
    nodes[index].kind == .test
      ? Self.status(of: nodes[index], domains) : statusOfParts(index, domains)
  }

  private func statusOfParts(_ index: Int, _ domains: [UInt64]) -> Bool? {
    let node = nodes[index]
    switch node.kind {
    case .always: return true
    case .never: return false
    case .test: return Self.status(of: node, domains)
    case .all, .any:
      // One part that is false decides `all`, one that is true decides `any`.
      let deciding = node.kind == .any
      var isOpen = false
      var part = index + 1
      while part < Int(node.end) {
        switch status(part, domains) {
        case deciding?: return deciding
        case nil: isOpen = true
        default: break
        }
        part = Int(nodes[part].end)
      }
      return isOpen ? nil : !deciding
    }
  }

  private static func status(of test: Node, _ domains: [UInt64]) -> Bool? {
    let domain = domains[Int(test.question)]
    if domain & test.answers == 0 { return false }
    return domain & ~test.answers == 0 ? true : nil
  }

  /// Whether a condition holds for the answers of one school.
  func holds(_ index: Int, _ answers: [UInt8]) -> Bool {
    let node = nodes[index]
    switch node.kind {
    case .always: return true
    case .never: return false
    case .test: return node.answers >> UInt64(answers[Int(node.question)]) & 1 == 1
    case .all, .any:
      let deciding = node.kind == .any
      var part = index + 1
      while part < Int(node.end) {
        if holds(part, answers) == deciding { return deciding }
        part = Int(nodes[part].end)
      }
      return !deciding
    }
  }

  /// A test in a condition that can still go either way.
  func openTest(in index: Int, _ domains: [UInt64]) -> Node? {
    let node = nodes[index]
    switch node.kind {
    case .always, .never: return nil
    case .test: return status(index, domains) == nil ? node : nil
    case .all, .any:
      var part = index + 1
      while part < Int(node.end) {
        if status(part, domains) == nil, let found = openTest(in: part, domains) { return found }
        part = Int(nodes[part].end)
      }
      return nil
    }
  }
}
