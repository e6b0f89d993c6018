package import Templating

/// The numbered sections of one document at one school.
package struct Outline: Sendable {
  package struct Section: Sendable {
    /// The number of the heading in its program.
    package var heading: Int
    package var level: Int
    /// `6`, `6.2`, `A`, `A1`; empty for a section without a number.
    package var number: String
    package var isAppendix: Bool
    /// The title as plain text.
    package var title: String
    package var anchor: String
  }

  package private(set) var sections: [Section] = []
  /// How many appendices the document has of its own; those attached to it are lettered after them.
  package private(set) var appendixCount = 0
  /// For each heading of the program the section it makes; nil where it is not printed.
  private var indices: [Int?]

  /// Numbers the headings that a flow prints.
  ///
  /// - Parameter letter: The document's own letter where it is attached as an appendix.
  package init(_ flow: Flow, program: FlatProgram, letter: String?) {
    var counters = Counters(letter: letter)
    indices = Array(repeating: nil, count: program.headings.count)
    sections.reserveCapacity(program.headings.count)
    // The anchors so far, once a heading came a second time: without that no two are alike.
    var anchors: Set<String>?
    for (index, piece) in flow.pieces.enumerated() {
      guard case .heading(let number) = piece else { continue }
      // Of a heading only what is wanted is taken: the whole of it has many references to count.
      let level = program.headings[number].level
      let isAppendix = program.headings[number].isAppendix
      let label = counters.next(
        level: level, isAppendix: isAppendix, isNumbered: program.headings[number].isNumbered)
      // A heading in a loop is printed several times; references lead to the first.
      if indices[number] == nil {
        indices[number] = sections.count
      } else if anchors == nil {
        anchors = Set(sections.map(\.anchor))
      }
      var anchor = program.headings[number].anchor
      var repetition = 2
      while anchors?.insert(anchor).inserted == false {
        anchor = "\(program.headings[number].anchor)-\(repetition)"
        repetition += 1
      }
      sections.append(
        Section(
          heading: number, level: level, number: label, isAppendix: isAppendix,
          title: program.titles[number] ?? Self.title(flow, after: index),
          anchor: anchor))
    }
    appendixCount = counters.appendices
  }

  /// The section that a heading makes, if it is printed.
  package func section(ofHeading heading: Int) -> Section? {
    indices.indices.contains(heading) ? indices[heading].map { sections[$0] } : nil
  }

  /// `A` for 0, `Z` for 25, `AA` for 26.
  package static func letter(_ index: Int) -> String {
    var index = index
    var result = ""
    repeat {
      result = String(UnicodeScalar(UInt8(65 + index % 26))) + result
      index = index / 26 - 1
    } while index >= 0
    return result
  }

  private static func title(_ flow: Flow, after index: Int) -> String {
    let rest = flow.pieces[(index + 1)...]
    let end = rest.firstIndex { if case .close(.heading) = $0 { true } else { false } }
    return flow.plainText(rest[..<(end ?? rest.endIndex)])
  }

  /// Counts sections from the top level down.
  private struct Counters {
    let letter: String?
    var counts = [0, 0, 0, 0]
    var appendices = 0
    /// What stands before the numbers below the top level: the appendix that they are in.
    var appendix: String?
    var isUnnumbered = false

    mutating func next(level: Int, isAppendix: Bool, isNumbered: Bool) -> String {
      let depth = min(max(level, 1), 4) - 1
      for lower in (depth + 1)..<4 { counts[lower] = 0 }
      if depth == 0 {
        isUnnumbered = !isNumbered
        appendix = nil
        if isAppendix, isNumbered {
          appendix = Outline.letter(appendices)
          appendices += 1
          return appendix ?? ""
        }
      }
      guard isNumbered, !isUnnumbered else { return "" }
      counts[depth] += 1
      let from = appendix == nil ? 0 : 1
      var label = appendix ?? letter ?? ""
      label += Self.digits(counts[from])
      for index in from..<max(depth, from) {
        label += "."
        label += Self.digits(counts[index + 1])
      }
      return label
    }

    private static func digits(_ number: Int) -> String {
      usual.indices.contains(number) ? usual[number] : String(number)
    }

    /// The numbers that nearly all sections have, written once.
    private static let usual = (0..<50).map { String($0) }
  }
}
