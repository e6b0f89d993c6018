import Documents
import Templating

/// The size of print in which a form fills one side of A4 and does not run over it.
///
/// It is reckoned from the length of the text, with the widths of Arial, whose metrics the free fonts of
/// most machines share. A form that needs two sides in the smallest print is set in comfortable print
/// on two.
struct FormSize {
  /// What a sheet holds besides its margins and the foot, in millimetres.
  private static let width = 170.0
  private static let height = 262.0
  /// Points; the largest that fits is taken.
  private static let sizes = [15, 14, 13, 12.5, 12, 11.5, 11, 10.5, 10]
  private static let onTwoSides = 11.5
  private static let millimetresPerPoint = 0.3528

  /// A text with its width at a size of one, measured once for all sizes that are tried.
  private struct Measured {
    let depth: Int
    let isItem: Bool
    let width: Double
  }

  private let title: Double
  /// The sections: whether each has a title, and its blocks.
  private let sections: [(hasTitle: Bool, blocks: [Measured])]
  private let lines: FormLines
  private let parts: FormParts
  private let extras: [Double]
  /// What the table of people takes: its rows, and the lines of print in them.
  private let contactRows: Int
  private let contactLines: Int
  private let largest: Double

  /// - Parameters:
  ///   - extras: What the layout prints besides the document, each a paragraph.
  ///   - contacts: For each person in the table of people, how many lines of print they take.
  ///   - largest: The largest print to take.
  init(
    _ text: DocumentText, lines: FormLines, parts: FormParts, extras: [String], contacts: [Int],
    largest: Double
  ) {
    title = Self.width(of: text.title)
    sections = text.sections.map { section in
      (
        !section.title.isEmpty,
        // The table of people is measured by its rows.
        section.blocks.lazy.filter { $0.kind != .contact }.map {
          Measured(depth: $0.depth, isItem: $0.kind == .item, width: Self.width(of: $0.text))
        }
      )
    }
    self.lines = lines
    self.parts = parts
    self.extras = extras.map { Self.width(of: $0) }
    contactRows = contacts.isEmpty ? 0 : contacts.count + 1
    contactLines = contacts.isEmpty ? 0 : contacts.reduce(1, +)
    self.largest = largest
  }

  /// The size in points, and whether it is for one side.
  var best: (points: Double, isOneSide: Bool) {
    for size in Self.sizes where size <= largest && height(at: size) <= Self.height {
      return (size, true)
    }
    return (Self.onTwoSides, false)
  }

  /// How high the form is in a size of print, in millimetres.
  func height(at points: Double) -> Double {
    let em = points * Self.millimetresPerPoint
    let line = em * 1.25
    // The head: the school's line and the title.
    var height = 4 + em * 1.55 * 1.2 * Double(rows(title, 0, em * 1.55)) + em
    for section in sections {
      if section.hasTitle { height += em * 1.15 * 1.2 + em * 0.8 }
      for block in section.blocks {
        let indent = block.depth > 0 ? Double(block.depth) * em * 1.3 : 0
        height += Double(rows(block.width, indent, em)) * line
        height += em * (block.isItem ? 0.12 : 0.35)
      }
    }
    // Rows of tables have lines and room around them.
    height += Double(contactLines) * line + Double(contactRows) * 4
    for signatory in lines.signatories { height += self.height(of: signatory, em) }
    for extra in extras { height += Double(rows(extra, 0, em)) * line + em * 0.4 }
    // The line to cut along and the identifiers of the slip; the boxes for the office.
    if parts.isSlip { height += line * 2 + em * 2.2 }
    if !lines.isEmpty { height += line + em * 0.6 }
    return height
  }

  /// Fields stand in rows of six columns.
  private func height(of signatory: Signatory, _ em: Double) -> Double {
    var rows = 0.0
    var column = 6
    for field in signatory.fields {
      let span = Self.span(of: field.kind)
      if column + span > 6 {
        column = 0
        rows += em * 1.15 + (field.kind == .drawing ? 24 : 9.5)
      }
      column += span
    }
    return rows + (signatory.who == nil ? 0 : em * 1.6) + em * 0.6
  }

  /// How many of six columns a field takes; the style has the same.
  private static func span(of kind: FieldKind) -> Int {
    switch kind {
    case .pupilName, .signature: 4
    case .schoolClass, .date: 2
    case .drawing: 6
    default: 3
    }
  }

  /// How many lines a text of some width takes.
  private func rows(_ width: Double, _ indent: Double, _ em: Double) -> Int {
    // Words that do not fit leave some of each line empty.
    max(1, Int((width * em / (Self.width - indent - em * 2.5)).rounded(.up)))
  }

  /// The width of a text, in parts of the size of its print.
  private static func width(of text: String) -> Double {
    let (bytes, ascii) = (text.utf8.span, ascii)
    var sum = 0.0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x80 {
        sum += ascii[Int(byte)]
      } else if byte >= 0xC0 {
        // Of all characters beyond ASCII the apostrophe is the narrow one.
        let isApostrophe = byte == 0xE2 && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99
        sum += isApostrophe ? narrow : usual
      }
    }
    return sum
  }

  private static let usual = 0.556
  private static let narrow = 0.27
  private static let ascii = (0..<128).map { width(of: Unicode.Scalar(UInt8($0))) }

  /// The width of a character in Arial, in parts of the size; close enough for a sum of many.
  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "I", "|", ".", ",", ":", ";", "!", " ", "t", "f": narrow
    case "r", "(", ")", "-", "/": 0.33
    case "m", "w", "M", "W", "@", "%": 0.85
    case "c", "k", "s", "v", "x", "y", "z": 0.5
    case "A"..."Z": 0.69
    default: usual
    }
  }
}
