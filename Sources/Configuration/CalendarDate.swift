/// A day of the Gregorian calendar, without a time or a zone.
package struct CalendarDate: Hashable, Comparable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  /// Creates a date, or nothing where there is no such day; years run from 1900 to 2999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1900...2999).contains(year), (1...12).contains(month),
      (1...Self.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// Reads `2026-09-15` (ISO 8601), and nothing else.
  package init?(_ text: String) {
    guard let numbers = Self.numbers(text, widths: [4, 2, 2]) else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  package static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
  }

  // MARK: - Arithmetic

  /// The date so many months later; the end of a shorter month where the day is not in it.
  package func adding(months: Int) -> CalendarDate {
    let total = year * 12 + (month - 1) + months
    let newYear = total / 12
    let newMonth = total % 12 + 1
    return CalendarDate(
      unchecked: newYear, newMonth, min(day, Self.days(inMonth: newMonth, of: newYear)))
  }

  package func adding(days: Int) -> CalendarDate {
    CalendarDate(dayNumber: dayNumber + days)
  }

  /// Days since 1 January 1970, by Howard Hinnant's `days_from_civil`.
  package var dayNumber: Int {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date so many days after 1 January 1970, by Howard Hinnant's `civil_from_days`.
  package init(dayNumber: Int) {
    let z = dayNumber + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    self.init(
      unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // MARK: - Words

  /// `2026-09-15`.
  package var iso: String { written(between: UInt8(ascii: "-")) }

  /// `20260915`, as calendar files write it.
  package var compact: String { written(between: nil) }

  /// Year, month and day in digits, with a sign between them; so short a string needs no memory of its own.
  private func written(between sign: UInt8?) -> String {
    unsafe String(unsafeUninitializedCapacity: 10) { text in
      var end = sign == nil ? 8 : 10
      let count = end
      for (number, digits) in [(day, 2), (month, 2), (year, 4)] {
        unsafe Self.write(number, digits, before: end, in: text)
        end -= digits
        if let sign, end > 0 {
          end -= 1
          unsafe text[end] = sign
        }
      }
      return count
    }
  }

  /// Writes a number of so many digits, noughts before it, so that it ends before a place.
  private static func write(
    _ number: Int, _ digits: Int, before end: Int, in text: UnsafeMutableBufferPointer<UInt8>
  ) {
    var rest = number
    for place in stride(from: end - 1, through: end - digits, by: -1) {
      unsafe text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// `15 September 2026`.
  package var long: String {
    let name = Self.monthNames[month - 1].utf8
    let digits = day < 10 ? 1 : 2
    let count = digits + name.count + 6
    return unsafe String(unsafeUninitializedCapacity: count) { text in
      unsafe Self.write(day, digits, before: digits, in: text)
      unsafe text[digits] = UInt8(ascii: " ")
      for (index, byte) in name.enumerated() { unsafe text[digits + 1 + index] = byte }
      unsafe text[count - 5] = UInt8(ascii: " ")
      unsafe Self.write(year, 4, before: count, in: text)
      return count
    }
  }

  /// `Friday 25 September 2026`.
  package var withWeekday: String {
    let days = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    // 1 January 1970 was a Thursday; the remainder of a day before it is negative.
    let weekday = ((dayNumber + 3) % 7 + 7) % 7
    return "\(days[weekday]) \(long)"
  }

  /// `September 2026`.
  package var monthAndYear: String { "\(Self.monthNames[month - 1]) \(year)" }

  package static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// Reads numbers of fixed widths joined by hyphens.
  static func numbers(_ text: String, widths: [Int]) -> [Int]? {
    let bytes = text.utf8.span
    guard bytes.count == widths.reduce(widths.count - 1, +) else { return nil }
    var index = 0
    var result: [Int] = []
    for width in widths {
      if index > 0 {
        guard bytes[index] == UInt8(ascii: "-") else { return nil }
        index += 1
      }
      var number = 0
      for digit in index..<(index + width) {
        guard bytes[digit].isDigit else { return nil }
        number = number * 10 + Int(bytes[digit] - UInt8(ascii: "0"))
      }
      index += width
      result.append(number)
    }
    return result
  }
}

/// A month of a year, `2026-09`.
package struct CalendarMonth: Hashable, Sendable {
  package var first: CalendarDate

  package init?(_ text: String) {
    guard let numbers = CalendarDate.numbers(text, widths: [4, 2]),
      let first = CalendarDate(year: numbers[0], month: numbers[1], day: 1)
    else { return nil }
    self.first = first
  }

  /// The last day of the month.
  package var last: CalendarDate { first.adding(months: 1).adding(days: -1) }

  /// `September 2026`.
  package var description: String { first.monthAndYear }
}

/// A school term, such as `Autumn 2026`, which counts as its last day.
package struct SchoolTerm: Hashable, Sendable {
  package enum Season: String, CaseIterable, Sendable {
    case spring = "Spring"
    case summer = "Summer"
    case autumn = "Autumn"
  }

  package var season: Season
  package var year: Int

  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let season = Season(rawValue: String(words[0])),
      words[1].utf8.count == 4, words[1].utf8.allSatisfy(\.isDigit), let year = Int(words[1]),
      (1900...2999).contains(year)
    else { return nil }
    self.season = season
    self.year = year
  }

  init(season: Season, year: Int) {
    self.season = season
    self.year = year
  }

  /// The term that a day is in: January to April, May to August, September to December.
  package init(containing date: CalendarDate) {
    year = date.year
    season = date.month <= 4 ? .spring : date.month <= 8 ? .summer : .autumn
  }

  package var next: SchoolTerm {
    switch season {
    case .spring: SchoolTerm(season: .summer, year: year)
    case .summer: SchoolTerm(season: .autumn, year: year)
    case .autumn: SchoolTerm(season: .spring, year: year + 1)
    }
  }

  /// 1 January, 1 May or 1 September.
  package var first: CalendarDate {
    let before =
      switch season {
      case .spring: SchoolTerm(season: .autumn, year: year - 1)
      case .summer: SchoolTerm(season: .spring, year: year)
      case .autumn: SchoolTerm(season: .summer, year: year)
      }
    return before.last.adding(days: 1)
  }

  /// 30 April, 31 August or 31 December.
  package var last: CalendarDate {
    let (month, day) =
      switch season {
      case .spring: (4, 30)
      case .summer: (8, 31)
      case .autumn: (12, 31)
      }
    return CalendarDate(year: year, month: month, day: day) ?? CalendarDate(dayNumber: 0)
  }

  package var description: String { "\(season.rawValue) \(year)" }
}

/// A length of time between reviews: `1 year`, `6 months`, `1 term`.
package struct ReviewPeriod: Hashable, Sendable {
  package enum Unit: String, Sendable {
    case year, month, term
  }

  package var count: Int
  package var unit: Unit

  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0].utf8.allSatisfy(\.isDigit), words[0].utf8.first != 48,
      let count = Int(words[0]), (1...99).contains(count)
    else { return nil }
    let singular = words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])
    guard let unit = Unit(rawValue: singular), words[1].hasSuffix("s") == (count != 1) else {
      return nil
    }
    self.count = count
    self.unit = unit
  }

  /// The day this much later; for terms, the last day of the term so many after the one it is in.
  package func after(_ date: CalendarDate) -> CalendarDate {
    switch unit {
    case .year: return date.adding(months: count * 12)
    case .month: return date.adding(months: count)
    case .term:
      var term = SchoolTerm(containing: date)
      for _ in 0..<count { term = term.next }
      return term.last
    }
  }

  /// `2 years`.
  package var description: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}

extension UInt8 {
  /// Whether the byte is an ASCII digit.
  @inlinable package var isDigit: Bool { (48...57).contains(self) }

  /// Whether the byte is a small ASCII letter.
  @inlinable package var isLowercaseLetter: Bool { (97...122).contains(self) }

  /// Whether the byte is an ASCII letter.
  @inlinable package var isLetter: Bool { isLowercaseLetter || (65...90).contains(self) }
}
