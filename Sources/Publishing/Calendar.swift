import Bytes
package import Configuration

/// Writes calendars (RFC 5545) with one all-day event for each review.
package enum Calendar {
  /// One review that falls due.
  package struct Review: Sendable {
    /// What tells the event apart from all others, and stays the same when its date moves.
    package var id: String
    package var title: String
    package var day: CalendarDate
    /// The day from which the event is known: the adoption it follows.
    package var known: CalendarDate

    init(
      school: String, document: String, title: String, shortName: String, day: CalendarDate,
      known: CalendarDate
    ) {
      id = "\(school)-\(document)-review"
      self.title = "Review due: \(title), \(shortName)"
      self.day = day
      self.known = known
    }
  }

  /// How many weeks before a review the alarm is: a half term, counted as six weeks.
  package static let halfTerm = 6

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
    lines.add("X-WR-CALNAME:", escaped(name))
    return lines.bytes.bytes
  }

  /// What stands behind the events.
  static let end = Array("END:VCALENDAR\r\n".utf8)

  static func events(_ reviews: some Sequence<Review>) -> [UInt8] {
    var lines = FoldedLines()
    for review in reviews {
      let title = escaped(review.title)
      lines.add("BEGIN:VEVENT")
      lines.add("UID:", review.id, "@trustwright")
      lines.add("DTSTAMP:", review.known.compact, "T000000Z")
      lines.add("DTSTART;VALUE=DATE:", review.day.compact)
      lines.add("DTEND;VALUE=DATE:", review.day.adding(days: 1).compact)
      lines.add("SUMMARY:", title)
      lines.add("TRANSP:TRANSPARENT")
      lines.add("BEGIN:VALARM")
      lines.add("ACTION:DISPLAY")
      lines.add("DESCRIPTION:", title)
      lines.add("TRIGGER:-P", String(halfTerm), "W")
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

  /// Text with what would end or divide it written with `\`.
  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isEscaped) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","):
        result.append(UInt8(ascii: "\\"))
        result.append(byte)
      case UInt8(ascii: "\n"): result.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): continue
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Lines of at most 75 bytes, longer ones folded, each ended by CR LF.
  private struct FoldedLines: ~Copyable {
    var bytes = ByteBuffer(capacity: 8192)

    /// Adds a line that is always the same, and short.
    mutating func add(_ line: StaticString) {
      bytes.append(line)
      bytes.append("\r\n")
    }

    /// Adds a line with a value between what is always the same.
    mutating func add(_ start: StaticString, _ value: String, _ end: StaticString = "") {
      let length = start.utf8CodeUnitCount + value.utf8.count + end.utf8CodeUnitCount
      guard length > 75 else {
        bytes.append(start)
        bytes.append(value.utf8.span)
        bytes.append(end)
        bytes.append("\r\n")
        return
      }
      let line = "\(start)\(value)\(end)"
      let text = line.utf8.span
      var (cut, room) = (0, 75)
      while text.count - cut > room {
        // No character is cut: bytes that go on with one begin with the bits 10.
        var next = cut + room
        while text[next] & 0xC0 == 0x80 { next -= 1 }
        bytes.append(text.extracting(cut..<next))
        bytes.append("\r\n ")
        cut = next
        room = 74
      }
      bytes.append(text.extracting(cut..<text.count))
      bytes.append("\r\n")
    }
  }
}
