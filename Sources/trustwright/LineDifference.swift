/// The lines of a file that changed, in the form that `patch` and version control read.
enum LineDifference {
  private static let context = 3

  /// Returns the difference, or nothing where there is none.
  static func unified(_ old: [UInt8], _ new: [UInt8], path: String) -> String {
    let before = lines(old)
    let after = lines(new)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    guard !removed.isEmpty || !added.isEmpty else { return "" }
    var steps: [(mark: Character, text: String, old: Int, new: Int)] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        steps.append(("-", before[left], left, right))
        left += 1
      } else if right < after.count, added.contains(right) {
        steps.append(("+", after[right], left, right))
        right += 1
      } else {
        guard left < before.count, right < after.count else { break }
        steps.append((" ", before[left], left, right))
        left += 1
        right += 1
      }
    }
    var result = "--- \(path)\n+++ \(path)\n"
    var index = 0
    while let first = steps[index...].firstIndex(where: { $0.mark != " " }) {
      let start = max(index, first - context)
      var end = first
      var same = 0
      var next = first
      // Changes with less than two contexts between them make one hunk.
      while next < steps.count, same <= 2 * context {
        if steps[next].mark == " " {
          same += 1
        } else {
          same = 0
          end = next
        }
        next += 1
      }
      end = min(end + context, steps.count - 1)
      let hunk = steps[start...end]
      let oldCount = hunk.count { $0.mark != "+" }
      let newCount = hunk.count { $0.mark != "-" }
      result += "@@ -\(steps[start].old + 1),\(oldCount) +\(steps[start].new + 1),\(newCount) @@\n"
      for step in hunk { result += "\(step.mark)\(step.text)\n" }
      index = end + 1
      if index >= steps.count { break }
    }
    return result
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }
}
