import Configuration
import Diagnostics

/// Turns a row of bodies and tags into a tree: each opening tag with what it encloses.
///
/// The same for blocks and for running text, so that a tag means the same in both.
struct TagTree<Element: Sendable> {
  enum Part {
    case body(Element)
    case tag(Tag)
  }

  /// What makes an element of a condition, a loop or a tag that stands for itself.
  struct Making {
    var branches: (BranchSyntax<[Element]>) -> Element
    var loop: (LoopSyntax<[Element]>) -> Element
    /// Makes an element of a tag without an end, or reports that it cannot stand here.
    var single: (Tag, inout Report) -> Element?
  }

  private struct Open {
    var tag: Tag
    var branches: [BranchSyntax<[Element]>.Branch] = []
    var test: BranchSyntax<[Element]>.Test?
    var testRange: TextRange
    var body: [Element] = []

    var isIf: Bool { if case .ifTrue = tag.kind { true } else { false } }
    var isLoop: Bool { if case .loop = tag.kind { true } else { false } }
  }

  let file: SourceFile
  let making: Making
  private var stack: [Open] = []
  /// How many tags are open beyond the limit, and passed over with all they hold.
  private var skipped = 0
  private var result: [Element] = []

  init(file: SourceFile, making: Making) {
    self.file = file
    self.making = making
  }

  mutating func build(_ parts: [Part], report: inout Report) -> [Element] {
    for part in parts {
      switch part {
      case .body(let element): append(element)
      case .tag(let tag): take(tag, report: &report)
      }
    }
    while !stack.isEmpty { finishUnclosed(report: &report) }
    return result
  }

  private mutating func append(_ element: Element) {
    guard skipped == 0 else { return }
    if stack.isEmpty { result.append(element) } else { stack[stack.count - 1].body.append(element) }
  }

  private mutating func take(_ tag: Tag, report: inout Report) {
    guard skipped == 0 else {
      switch tag.kind {
      case .ifTrue, .choose, .loop: skipped += 1
      case .endIf, .endChoose, .endLoop: skipped -= 1
      default: break
      }
      return
    }
    switch tag.kind {
    case .ifTrue(let condition):
      push(tag, .condition(condition), report: &report)
    case .choose, .loop:
      push(tag, nil, report: &report)
    case .elseIf(let condition):
      nextBranch(tag, .condition(condition), ofIf: true, report: &report)
    case .otherwise:
      nextBranch(tag, .otherwise, ofIf: true, report: &report)
    case .when(let options):
      nextBranch(tag, .options(options), ofIf: false, report: &report)
    case .endIf:
      close(tag, report: &report) { if case .ifTrue = $0 { true } else { false } }
    case .endChoose:
      close(tag, report: &report) { if case .choose = $0 { true } else { false } }
    case .endLoop:
      close(tag, report: &report) { if case .loop = $0 { true } else { false } }
    case .include, .computed:
      if let element = making.single(tag, &report) { append(element) }
    }
  }

  private mutating func push(
    _ tag: Tag, _ test: BranchSyntax<[Element]>.Test?, report: inout Report
  ) {
    guard stack.count < TemplateLimits.nesting else {
      report.add(.nestedTooDeep("tags", at: file.place(tag.range)))
      skipped = 1
      return
    }
    stack.append(Open(tag: tag, test: test, testRange: tag.range))
  }

  private mutating func nextBranch(
    _ tag: Tag, _ test: BranchSyntax<[Element]>.Test, ofIf: Bool, report: inout Report
  ) {
    let last = stack.count - 1
    guard last >= 0, stack[last].isIf == ofIf, !stack[last].isLoop else {
      report.add(.strayTag(tag, at: file.place(tag.range)))
      return
    }
    if case .otherwise? = stack[last].test, ofIf {
      report.add(
        .tagAfterElse(tag, at: file.place(tag.range), first: file.place(stack[last].testRange)))
    }
    let count = stack[last].branches.count + 1
    if count == TemplateLimits.branches {
      report.add(
        .tooMany(
          "this has", "branches", limit: TemplateLimits.branches,
          at: file.place(stack[last].tag.range),
          help: "divide it, or let a rule with fewer options decide"))
    }
    endBranch(report: &report)
    if count >= TemplateLimits.branches { stack[last].branches.removeLast() }
    stack[last].test = test
    stack[last].testRange = tag.range
  }

  private mutating func endBranch(report: inout Report) {
    let last = stack.count - 1
    let body = stack[last].body
    stack[last].body = []
    if let test = stack[last].test {
      stack[last].branches.append(
        BranchSyntax.Branch(test: test, body: body, range: stack[last].testRange))
    } else if !body.isEmpty {
      // Between `choose` and its first `when`.
      report.add(.textBeforeWhen(at: file.place(stack[last].tag.range)))
    }
  }

  private mutating func close(
    _ tag: Tag, report: inout Report, matches: (Tag.Kind) -> Bool
  ) {
    guard let depth = stack.lastIndex(where: { matches($0.tag.kind) }) else {
      report.add(.strayTag(tag, at: file.place(tag.range)))
      return
    }
    while stack.count > depth + 1 { finishUnclosed(report: &report) }
    finish(report: &report)
  }

  private mutating func finishUnclosed(report: inout Report) {
    let tag = stack[stack.count - 1].tag
    report.add(.unclosedBlock(tag, at: file.place(tag.range)))
    finish(report: &report)
  }

  /// Makes an element of the innermost tag and of what it encloses.
  private mutating func finish(report: inout Report) {
    if !stack[stack.count - 1].isLoop { endBranch(report: &report) }
    let open = stack.removeLast()
    let range = open.tag.range
    var subject: MappedText?
    switch open.tag.kind {
    case .loop(let name, let path):
      append(making.loop(LoopSyntax(name: name, path: path, body: open.body, range: range)))
      return
    case .choose(let path):
      subject = path
      if open.branches.isEmpty { report.add(.chooseWithoutWhen(at: file.place(range))) }
    default: break
    }
    append(
      making.branches(BranchSyntax(subject: subject, branches: open.branches, range: range)))
  }
}

/// The limits of templates.
package enum TemplateLimits {
  /// The deepest nesting of anything.
  package static let nesting = 64
  /// The most branches of one `if` or `choose`: a rule has at most 62 options.
  package static let branches = 64
  /// The most lines of a template.
  package static let lines = 20_000
  /// The most values and tags of a template.
  package static let tags = 5_000
  /// The most values and tags of a paragraph, a heading or a cell.
  package static let tagsInText = 500
  /// The most marks of Markdown in a template.
  package static let marks = 50_000
  /// The most clauses that a document includes, those in clauses counted too, and how large all are together.
  package static let inclusions = 1_000
  package static let includedBytes = 4 << 20
  /// The longest chain of clauses that include each other.
  package static let includes = 16
}
