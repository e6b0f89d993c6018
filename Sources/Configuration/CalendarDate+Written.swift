extension CalendarDate {
  /// The day that a text means which is written as people write days in this country: `16 June 2026`, `Tuesday 16th June 2026`,
  /// `16/06/2026`, `2026-6-16`.
  ///
  /// It is there to tell somebody how to write it: a manifest takes no such text, for in some of them the day could be the month.
  /// The day comes before the month here; a year of two digits is one of this century.
  package init?(written text: String) {
    let words = text.lowercased().utf8
      .split { !$0.isDigit && !$0.isLetter }
      .map { String(Substring($0)) }
      .filter { word in !Self.weekdays.contains { Self.isShort(word, for: $0) } }
    guard words.count == 3 else { return nil }
    let isYearFirst = words[0].utf8.count == 4 && Int(words[0]) != nil
    let order = isYearFirst ? [2, 1, 0] : Self.month(words[0]) == nil ? [0, 1, 2] : [1, 0, 2]
    let (day, month, year) = (words[order[0]], words[order[1]], words[order[2]])
    guard let dayNumber = Self.day(day), let monthNumber = Self.month(month) ?? Self.number(month),
      let yearNumber = Int(year), [2, 4].contains(year.utf8.count)
    else { return nil }
    self.init(
      year: yearNumber < 100 ? 2000 + yearNumber : yearNumber, month: monthNumber, day: dayNumber)
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private static func isShort(_ word: String, for name: String) -> Bool {
    word.utf8.count >= 3 && name.hasPrefix(word)
  }

  /// A month by its name, or by the first letters of it.
  private static func month(_ word: String) -> Int? {
    monthNames.firstIndex { isShort(word, for: $0.lowercased()) }.map { $0 + 1 }
  }

  /// A day of a month, also as `1st`.
  private static func day(_ word: String) -> Int? {
    let isOrdinal = ["st", "nd", "rd", "th"].contains { word.hasSuffix($0) }
    return number(isOrdinal ? String(word.dropLast(2)) : word)
  }

  private static func number(_ word: String) -> Int? {
    (1...2).contains(word.utf8.count) ? Int(word) : nil
  }

  /// How a day is written that somebody wrote otherwise; nil where no day can be made out.
  package static func correction(of text: String) -> String? {
    CalendarDate(written: text).map { "write \($0.iso) for \($0.long)" }
  }
}
