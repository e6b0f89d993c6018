/// Finds what somebody probably meant.
package enum Suggestion {
  /// The longest name that is compared, in bytes.
  private static let longest = 200
  /// How many names are compared at most.
  private static let most = 2_000

  /// Returns the known name nearest to a mistyped one, if it is near enough to be worth saying.
  ///
  /// Near enough is one slip for a name of up to four letters, two for a longer one; a wrong guess is
  /// worse than none. Ties go to the name that comes first.
  package static func nearest(to name: String, in known: some Sequence<String>) -> String? {
    let limit = name.utf8.count <= 4 ? 1 : 2
    // Nobody means a name so long, and a damaged file may have thousands to look up among thousands.
    guard name.utf8.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in known.prefix(most) where candidate.utf8.count <= longest && candidate != name {
      let distance = editDistance(name, candidate, limit: limit)
      if distance <= limit, best.map({ distance < $0.distance }) ?? true {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// Returns the words to put beside a mistyped name, where a known one is near.
  package static func label(for name: String, in known: some Sequence<String>) -> String? {
    nearest(to: name, in: known).map { "did you mean '\($0)'?" }
  }

  /// Returns how many letters must be added, taken out, changed or swapped with a neighbour.
  ///
  /// Capital and small letters count as the same. Anything beyond the limit is `limit + 1`.
  package static func editDistance(_ left: String, _ right: String, limit: Int) -> Int {
    // Letters of one byte each need not be looked at to know that there are too many or too few.
    let isPlain = left.utf8.allSatisfy { $0 < 0x80 } && right.utf8.allSatisfy { $0 < 0x80 }
    if isPlain, abs(left.utf8.count - right.utf8.count) > limit { return limit + 1 }
    let a = Array(left.lowercased().unicodeScalars)
    let b = Array(right.lowercased().unicodeScalars)
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(change, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      // What is beyond the limit in two rows comes back to it in no other.
      if last.allSatisfy({ $0 > limit }), row.allSatisfy({ $0 > limit }) { return limit + 1 }
      beforeLast = last
      last = row
    }
    return min(last[b.count], limit + 1)
  }
}
