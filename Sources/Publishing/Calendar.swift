import Bytes
package import Configuration

/// Writes calendars (RFC 5545) with one all-day event for each review.
package enum Calendar {
  /// One review that falls due.
  package struct Review: Sendable {
    package var school: String
    /// What tells the event apart from all others of the school, and stays the same when its date moves.
    package var id: String
    /// The title of the document.
    package var title: String
    /// The name of the school.
    package var shortName: String
    package var day: CalendarDate
    /// The day from which the event is known: the adoption it follows.
    package var known: CalendarDate

    init(
      school: String, document: String, title: String, shortName: String, day: CalendarDate,
      known: CalendarDate
    ) {
      self.school = school
      id = document + "-review"
      self.title = title
      self.shortName = shortName
      self.day = day
      self.known = known
    }
  }

  /// How many weeks before a review the alarm is: a half term, counted as six weeks.
  package static let halfTerm = 6
  private static let alarm = "TRIGGER:-P\(halfTerm)W"

  package static func write(_ reviews: some Sequence<Review>, name: String) -> [UInt8] {
    head(name: name) + events(reviews) + end
  }

  /// What stands before the events.
  static func head(name: String) -> [UInt8] {
    var lines = FoldedLines()
    lines.add("BEGIN:VCALENDAR")
    lines.add("VERSION:2.0")
    lines.add("PRODID:-//Trustwright//Reviews//EN")
    lines.add("CALSCALE:GREGORIAN")
    lines.add("METHOD:PUBLISH")
    lines.write("X-WR-CALNAME:")
    lines.writeEscaped(name)
    lines.end()
    return lines.bytes.bytes
  }

  /// What stands behind the events.
  static let end = Array("END:VCALENDAR\r\n".utf8)

  static func events(_ reviews: some Sequence<Review>) -> [UInt8] {
    var lines = FoldedLines()
    for review in reviews {
      lines.add("BEGIN:VEVENT")
      lines.write("UID:")
      lines.write(review.school)
      lines.write("-")
      lines.write(review.id)
      lines.write("@trustwright")
      lines.end()
      lines.write("DTSTAMP:")
      lines.write(review.known.compact)
      lines.write("T000000Z")
      lines.end()
      lines.write("DTSTART;VALUE=DATE:")
      lines.write(review.day.compact)
      lines.end()
      lines.write("DTEND;VALUE=DATE:")
      lines.write(review.day.adding(days: 1).compact)
      lines.end()
      lines.add("SUMMARY:", review)
      lines.add("TRANSP:TRANSPARENT")
      lines.add("BEGIN:VALARM")
      lines.add("ACTION:DISPLAY")
      lines.add("DESCRIPTION:", review)
      lines.write(alarm)
      lines.end()
      lines.add("END:VALARM")
      lines.add("END:VEVENT")
    }
    return lines.bytes.bytes
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\n"),
      UInt8(ascii: "\r"):
      true
    default: false
    }
  }

  /// Lines of at most 75 bytes, longer ones folded, each ended by CR LF.
  private struct FoldedLines: ~Copyable {
    private(set) var bytes = ByteBuffer(capacity: 8192)
    /// How many bytes still go into the line.
    private var room = Self.length

    private static let length = 75

    /// Adds a line that is always the same, and short.
    mutating func add(_ line: StaticString) {
      bytes.append(line)
      bytes.append("\r\n")
    }

    /// Adds a line with what a review is called.
    mutating func add(_ start: String, _ review: Review) {
      write(start)
      write("Review due: ")
      writeEscaped(review.title)
      write("\\, ")
      writeEscaped(review.shortName)
      end()
    }

    /// Writes a piece of a line.
    mutating func write(_ text: String) { write(text.utf8.span) }

    private mutating func write(_ text: Span<UInt8>) {
      var start = 0
      while text.count - start > room {
        // No character is cut: bytes that go on with one begin with the bits 10.
        var end = start + room
        while text[end] & 0xC0 == 0x80 { end -= 1 }
        bytes.append(text.extracting(start..<end))
        bytes.append("\r\n ")
        (start, room) = (end, Self.length - 1)
      }
      bytes.append(text.extracting(start..<text.count))
      room -= text.count - start
    }

    /// Writes a piece of a line, with what would end or divide it written with `\`.
    mutating func writeEscaped(_ text: String) {
      let text = text.utf8.span
      var start = 0
      for index in text.indices where Calendar.isEscaped(text[index]) {
        write(text.extracting(start..<index))
        start = index + 1
        switch text[index] {
        case UInt8(ascii: "\n"): write("\\n")
        case UInt8(ascii: "\r"): continue
        default:
          write("\\")
          // The byte itself begins what is written next.
          start = index
        }
      }
      write(text.extracting(start..<text.count))
    }

    mutating func end() {
      bytes.append("\r\n")
      room = Self.length
    }
  }
}
