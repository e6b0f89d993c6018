package import Configuration

/// A layout in one row of plain steps, as a `FlatProgram` is of a document: every page is written by going over two of them.
package final class FlatLayout: Sendable {
  package enum Step: Sendable {
    /// Markup that is printed as it is, by its place in `markup`.
    case markup(Range<Int>)
    /// Something about the page itself, escaped for where it stands.
    case part(PagePart, Slot.Position)
    /// Another value, by its number in `slots`.
    case slot(Int)
    case computed(ComputedBlock)
    case test(QuestionID, AnswerSet, otherwise: Int)
    case jump(Int)
    /// A loop, by its number in `loops`; its steps end before another.
    case loop(Int, end: Int)
  }

  package let steps: [Step]
  package let markup: [UInt8]
  package let slots: [Slot]
  package let loops: [(source: LoopSource, number: Int)]
  /// Whether the layout says itself where the style goes.
  package let placesStyle: Bool

  package init(_ layout: Layout) {
    var builder = FlatBuilder(layout.runs, headingCount: 0)
    builder.inlines(layout.content)
    let runs = builder.runs
    steps = builder.steps.map { step in
      switch step {
      case .run(let run): .markup(runs[run].html)
      case .slot(let slot):
        if case .page(let part) = layout.slots[slot].source {
          .part(part, layout.slots[slot].position)
        } else {
          .slot(slot)
        }
      case .piece(.computed(let block)): .computed(block)
      case .test(let question, let answers, let otherwise):
        .test(question, answers, otherwise: otherwise)
      case .jump(let place): .jump(place)
      case .loop(let number, let end): .loop(number, end: end)
      // Of documents only: a layout has no paragraphs, marks or references.
      default: .markup(0..<0)
      }
    }
    markup = runs.bytes
    slots = layout.slots
    loops = builder.loops
    placesStyle = layout.placesStyle
  }

  /// Whether the layout has a place for a computed block, in whatever branch.
  package func places(_ block: ComputedBlock) -> Bool {
    steps.contains { if case .computed(block) = $0 { true } else { false } }
  }
}
