import Configuration
import Diagnostics
import Manifests
import Testing

/// What each type accepts, how it prints, and what it refuses.
@Suite struct ValueTypeTests {
  struct TypeCase: Sendable, CustomTestStringConvertible {
    var type: String
    var text: String
    /// How it prints; nil where it is refused.
    var printed: String?

    init(_ type: String, _ text: String, _ printed: String?) {
      self.type = type
      self.text = text
      self.printed = printed
    }

    var testDescription: String { "\(type) '\(text)'" }
  }

  @Test(arguments: [
    TypeCase("text", "Any text at all: <b>, {{ x }}", "Any text at all: <b>, {{ x }}"),
    TypeCase("name", "Ms A Fenwick", "Ms A Fenwick"),
    TypeCase("name", "Ms A\nFenwick", nil),
    TypeCase("name", "Ms A\r\nFenwick", nil),
    TypeCase("email", "office@riverside.example", "office@riverside.example"),
    TypeCase("email", "o'neil+it@a-b.riverside.example", "o'neil+it@a-b.riverside.example"),
    TypeCase("email", "office", nil),
    TypeCase("email", "office@riverside", nil),
    TypeCase("email", "a@b@c.example", nil),
    TypeCase("email", "office@riverside.example?subject=x", nil),
    TypeCase("email", "a b@c.example", nil),
    TypeCase("email", ".a@c.example", nil),
    TypeCase("url", "https://riverside.example/a?b=c#d", "https://riverside.example/a?b=c#d"),
    TypeCase("url", "http://riverside.example", "http://riverside.example"),
    TypeCase("url", "ftp://riverside.example", nil),
    TypeCase("url", "javascript:alert(1)", nil),
    TypeCase("url", "HTTPS://riverside.example", nil),
    TypeCase("url", "//riverside.example", nil),
    TypeCase("url", "https://user@riverside.example", nil),
    TypeCase("url", "https://riverside.example/a b", nil),
    TypeCase("url", "https://riverside.example/\"x", nil),
    TypeCase("url", "https://", nil),
    TypeCase("url", "riverside.example", nil),
    TypeCase("date", "2026-09-15", "15 September 2026"),
    TypeCase("date", "2024-02-29", "29 February 2024"),
    TypeCase("date", "2026-02-29", nil),
    TypeCase("date", "2026-9-15", nil),
    TypeCase("date", "15-09-2026", nil),
    TypeCase("date", "2026-13-01", nil),
    TypeCase("date", "2026-00-10", nil),
    TypeCase("month", "2026-09", "September 2026"),
    TypeCase("month", "2026-13", nil),
    TypeCase("month", "2026", nil),
    TypeCase("term", "Autumn 2026", "Autumn 2026"),
    TypeCase("term", "Spring 2027", "Spring 2027"),
    TypeCase("term", "Summer 2027", "Summer 2027"),
    TypeCase("term", "autumn 2026", nil),
    TypeCase("term", "Winter 2026", nil),
    TypeCase("term", "Autumn 26", nil),
    TypeCase("duration", "1 year", "1 year"),
    TypeCase("duration", "2 years", "2 years"),
    TypeCase("duration", "6 months", "6 months"),
    TypeCase("duration", "1 term", "1 term"),
    TypeCase("duration", "0 years", nil),
    TypeCase("duration", "1 years", nil),
    TypeCase("duration", "2 year", nil),
    TypeCase("duration", "-1 year", nil),
    TypeCase("duration", "one year", nil),
    TypeCase("duration", "1  year", nil),
    TypeCase("number", "7", "7"),
    TypeCase("number", "0", "0"),
    TypeCase("number", "7.0", nil),
    TypeCase("number", "1,000", nil),
    TypeCase("number", "007", nil),
    TypeCase("number", "99999999999999999999", nil),
    TypeCase("yes/no", "yes", "yes"),
    TypeCase("yes/no", "true", "yes"),
    TypeCase("yes/no", "false", "no"),
    TypeCase("yes/no", "NO", nil),
    TypeCase("yes/no", "on", nil),
    TypeCase("yes/no", "y", nil),
    TypeCase("markdown", "a *b* [c](https://d.example) `e`", "a b c `e`"),
    TypeCase("phone", "01632 960001", "01632 960001"),
    TypeCase("phone", "+44 1632 960001", "+44 1632 960001"),
    TypeCase("phone", "+44 (0)1632 960001", "+44 (0)1632 960001"),
    TypeCase("phone", "01632 960001 ext 12", "01632 960001 ext 12"),
    TypeCase("phone", "0800 1111", "0800 1111"),
    TypeCase("phone", "101", "101"),
    TypeCase("phone", "01632", nil),
    TypeCase("phone", "+1 202 555 0100", nil),
    TypeCase("phone", "01632 96000x", nil),
    TypeCase("phone", "01632 960001 ext", nil),
    TypeCase("phone", "960001", nil),
  ])
  func `a type accepts and refuses`(_ test: TypeCase) throws {
    let type = try #require(ValueType(named: test.type, options: []))
    #expect(type.parse(test.text)?.plainText == test.printed)
  }

  @Test(arguments: [
    ("#1d4f91", true), ("#1D4F91", true), ("1d4f91", false), ("#1d4f9", false), ("#1d4f9g", false),
    ("blue", false),
  ])
  func `a colour is # and six digits`(_ text: String, _ isGood: Bool) {
    #expect((ValueType.colour.parse(text) != nil) == isGood)
  }

  @Test(arguments: [
    ("badge.svg", true), ("images/badge.svg", true), ("../badge.svg", false), ("/etc/hosts", false),
    ("a/../b.svg", false), ("a//b.svg", false), ("./a.svg", false), ("a\\b.svg", false),
    ("a\nb", false),
  ])
  func `a file is inside the school's folder`(_ text: String, _ isGood: Bool) {
    #expect((ValueType.file.parse(text) != nil) == isGood)
  }

  @Test(arguments: [
    ("01632 960001", "+441632960001"), ("(01632) 960001", "+441632960001"),
    ("+44 1632 960001", "+441632960001"), ("+44 (0)1632 960001", "+441632960001"),
    ("01632 960001 ext 12", "+441632960001;ext=12"), ("0800 1111", "+448001111"), ("999", "999"),
  ])
  func `a phone number is linked as tel`(_ text: String, _ link: String) {
    #expect(PhoneNumber(text)?.link == link)
  }

  @Test(arguments: [
    ("4", "4", false), ("1.9", "1.10", true), ("1.10", "1.9", false), ("1", "1.1", true),
    ("2", "10", true),
  ])
  func `versions are compared by parts`(_ left: String, _ right: String, _ isEarlier: Bool) throws {
    let (left, right) = (DocumentVersion(left), DocumentVersion(right))
    #expect((try #require(left) < #require(right)) == isEarlier)
  }

  /// Text stays text until the schema types it.
  @Test(arguments: [
    "NO", "off", "1.10", "01234 567890", "12:30", "0x1F", "1e3", "2026-09-15", "yes",
  ])
  func `text is never mangled`(_ text: String) {
    var report = Report()
    let file = SourceFile(path: "a.yaml", bytes: Array("a: \(text)\n".utf8))
    let manifest = ManifestParser.parse(file, report: &report)
    guard case .mapping(let entries) = manifest.root.content, let entry = entries.first else {
      Issue.record("it is no mapping")
      return
    }
    let value = ValueType.text.read(entry.value, key: "a", file: file, report: &report)
    #expect(value == .text(text))
    #expect(report.isEmpty)
  }
}

/// Days, terms and periods.
@Suite struct CalendarTests {
  @Test(arguments: [
    ("1 year", "2026-09-15", "2027-09-15"), ("1 year", "2024-02-29", "2025-02-28"),
    ("4 years", "2024-02-29", "2028-02-29"), ("6 months", "2026-08-31", "2027-02-28"),
    ("6 months", "2027-08-31", "2028-02-29"), ("1 month", "2026-01-31", "2026-02-28"),
    ("1 month", "2026-12-31", "2027-01-31"), ("13 months", "2026-01-30", "2027-02-28"),
    // A term counts as its last day, and one term is the next one.
    ("1 term", "2026-09-01", "2027-04-30"), ("1 term", "2026-12-31", "2027-04-30"),
    ("1 term", "2027-01-01", "2027-08-31"), ("1 term", "2027-04-30", "2027-08-31"),
    ("1 term", "2027-05-01", "2027-12-31"), ("3 terms", "2026-09-01", "2027-12-31"),
  ])
  func `a period after a day`(_ period: String, _ day: String, _ expected: String) throws {
    let period = try #require(ReviewPeriod(period))
    let day = try #require(CalendarDate(day))
    #expect(period.after(day).iso == expected)
  }

  @Test(arguments: [
    ("2027-09-15", "2027-09-15"), ("2027-09", "2027-09-30"), ("2028-02", "2028-02-29"),
    ("Autumn 2026", "2026-12-31"), ("Spring 2027", "2027-04-30"), ("Summer 2027", "2027-08-31"),
  ])
  func `a review date is a day, a month or a term`(_ text: String, _ day: String) {
    #expect(ReviewDate(text)?.day.iso == day)
  }

  @Test func `days are counted without a gap`() throws {
    var day = try #require(CalendarDate("1999-12-31"))
    let last = try #require(CalendarDate("2032-01-01"))
    while day < last {
      let next = day.adding(days: 1)
      #expect(next > day && next.dayNumber == day.dayNumber + 1)
      #expect(CalendarDate(next.iso) == next)
      day = next
    }
  }

  @Test(arguments: [
    ("16 June 2026", "2026-06-16"), ("16th June 2026", "2026-06-16"),
    ("Tuesday, 16 June 2026", "2026-06-16"), ("June 16, 2026", "2026-06-16"),
    ("1 Sept 26", "2026-09-01"), ("16/06/2026", "2026-06-16"), ("16.6.26", "2026-06-16"),
    ("1-9-2026", "2026-09-01"), ("2026-6-16", "2026-06-16"), ("2026/06/16", "2026-06-16"),
    ("sun 3 may 2026", "2026-05-03"), ("29 February 2026", nil), ("June 2026", nil),
    ("06/16/2026", nil), ("next summer", nil), ("16 Ju 2026", nil), ("16 June 026", nil),
    ("1 2 3 2026", nil), ("", nil), ("+1/+2/2026", "2026-02-01"), ("१६ June 2026", nil),
  ])
  func `a day that is written another way is known`(_ text: String, _ day: String?) {
    #expect(CalendarDate(written: text)?.iso == day)
  }

  @Test func `every day is known as people write it`() throws {
    var day = try #require(CalendarDate("2024-01-01"))
    while day.year < 2027 {
      #expect(CalendarDate(written: day.long) == day)
      #expect(CalendarDate(written: "\(day.day)/\(day.month)/\(day.year)") == day)
      day = day.adding(days: 1)
    }
  }
}
