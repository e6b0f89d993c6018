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
    guard isPlain else {
      return distance(
        Array(left.lowercased().unicodeScalars), Array(right.lowercased().unicodeScalars), limit)
    }
    return distance(small(left), small(right), limit)
  }

  /// The bytes of a text of ASCII, in small letters.
  private static func small(_ text: String) -> [UInt8] {
    text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func distance<Letter: Equatable>(
    _ a: [Letter], _ b: [Letter], _ limit: Int
  ) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    // What is further from the diagonal than the limit is beyond it, and is not looked at.
    let beyond = limit + 1
    // Each is made by itself: of copies that change places the optimizer of Swift 6.3 writes two at once.
    var beforeLast = Array(repeating: beyond, count: b.count + 1)
    var last = Array(repeating: beyond, count: b.count + 1)
    var row = Array(repeating: beyond, count: b.count + 1)
    for j in 0...min(limit, b.count) { last[j] = j }
    var lastLeast = 0
    for i in 1...a.count {
      let first = max(1, i - limit)
      let final = min(b.count, i + limit)
      row[first - 1] = first == 1 ? i : beyond
      var least = row[first - 1]
      for j in first...final {
        var cell = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        cell = min(cell, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cell = min(cell, beforeLast[j - 2] + 1)
        }
        row[j] = cell
        least = min(least, cell)
      }
      if final < b.count { row[final + 1] = beyond }
      // What is beyond the limit in two rows comes back to it in no other.
      if lastLeast > limit, least > limit { return beyond }
      lastLeast = least
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return min(last[b.count], beyond)
  }
}
