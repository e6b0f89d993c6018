import Configuration
import Diagnostics

extension Compiler {
  /// Compiles blocks; lists that only tags divide become one.
  mutating func blocks(_ syntax: [BlockSyntax], _ scope: TemplateScope) -> [Block] {
    ListMerger.merged(unmerged(syntax, scope))
  }

  private mutating func unmerged(_ syntax: [BlockSyntax], _ scope: TemplateScope) -> [Block] {
    var result: [Block] = []
    result.reserveCapacity(syntax.count)
    for block in syntax { add(block, scope, to: &result) }
    return result
  }

  /// Adds a block, or those of the clause that it includes.
  private mutating func add(
    _ syntax: BlockSyntax, _ scope: TemplateScope, to result: inout [Block]
  ) {
    switch syntax {
    case .heading(let heading): result.append(self.heading(heading, scope))
    case .paragraph(let content, let range):
      result.append(.paragraph(inlines(content, scope), place(range)))
    case .list(let list):
      result.append(
        .list(
          ListBlock(
            kind: list.kind, start: list.start, isTight: list.isTight,
            items: unmerged(list.items, scope), place: place(list.range))))
    case .item(let content, let range): result.append(.item(blocks(content, scope), place(range)))
    case .definition(let term, let meanings, let range):
      result.append(
        .definition(
          term: inlines(term, scope), meanings: meanings.map { inlines($0, scope) }, place(range)))
    case .table(let table):
      result.append(
        .table(
          TableBlock(
            alignments: table.alignments, head: table.head.map { inlines($0, scope) },
            rows: table.rows.map { row in row.map { inlines($0, scope) } },
            place: place(table.range))))
    case .note(let content, let range): result.append(.note(blocks(content, scope), place(range)))
    case .rule: result.append(.rule)
    case .branches(let branches):
      result.append(
        .choice(choice(branches, scope) { compiler, body in compiler.blocks(body, scope) }))
    case .loop(let syntax):
      let loop = loop(syntax, scope) { compiler, body, inner in compiler.blocks(body, inner) }
      result.append(loop.map { .loop($0) } ?? placeholder(syntax.range))
    case .include(let path, let range): result += include(path, range, scope)
    case .computed(let block, let range):
      guard block.isForDocuments else {
        report.add(.onlyInLayout(block, at: place(range)))
        result.append(placeholder(range))
        return
      }
      result.append(.computed(block, place(range)))
    }
  }

  /// A block in the place of one that was refused, so that the proofs do not miss it too.
  private mutating func placeholder(_ range: TextRange) -> Block {
    var run = RunBuilder()
    run.add(Self.placeholder)
    program.runs.append(run.take())
    return .paragraph([.run(program.runs.count - 1)], place(range))
  }

  /// The place of a range in the file being read: the clause's inside a clause.
  func place(_ range: TextRange) -> Place { currentFile.place(range) }

  private var currentFile: SourceFile { includes.last?.file ?? program.declaration.file }

  private mutating func heading(_ syntax: HeadingSyntax, _ scope: TemplateScope) -> Block {
    let content = inlines(syntax.content, scope)
    let heading = Heading(
      level: syntax.level, id: syntax.id?.value,
      anchor: syntax.id?.value ?? Self.anchor(for: syntax.content),
      isNumbered: !syntax.isUnnumbered, isAppendix: syntax.isAppendix,
      place: place(syntax.id?.range ?? syntax.range))
    if syntax.isAppendix, syntax.level != 1 {
      report.add(.appendixBelowTop(at: place(syntax.range)))
    }
    program.headings.append(heading)
    return .heading(program.headings.count - 1, content)
  }

  /// A name for a heading's place on the page, made from its fixed words.
  private static func anchor(for content: [InlineSyntax]) -> String {
    var words: [UInt8] = []
    func add(_ content: [InlineSyntax]) {
      for node in content {
        switch node {
        case .text(let bytes, _): words.append(contentsOf: bytes)
        case .emphasis(let inner), .strong(let inner), .code(let inner): add(inner)
        case .link(let label, _, _): add(label)
        case .value, .branches, .loop: words.append(32)
        }
      }
    }
    add(content)
    return Identifier.slug(like: String(decoding: words, as: UTF8.self)) ?? ""
  }

  // MARK: - Clauses

  /// How many places of the way to a fault in a clause are shown.
  private static let mostIncludes = 4

  private mutating func include(
    _ path: MappedText, _ range: TextRange, _ scope: TemplateScope
  ) -> [Block] {
    let name = path.string
    let tag = place(range)
    guard let clause = clauses[name] else {
      report.add(
        .unknownClause(name, known: clauses.keys.sorted(), at: path.place(0..<path.count)))
      return [placeholder(range)]
    }
    if includes.contains(where: { $0.path == name }) {
      report.add(.includeCircle(name, at: tag))
      return [placeholder(range)]
    }
    if includes.count >= TemplateLimits.includes {
      report.add(.includesTooDeep(limit: TemplateLimits.includes, at: tag))
      return [placeholder(range)]
    }
    // Clauses that include each other several times grow with every level.
    includedBytes += clause.file.bytes.count
    guard program.inclusions.count < TemplateLimits.inclusions,
      includedBytes <= TemplateLimits.includedBytes
    else {
      report.add(.tooManyInclusions(at: program.declaration.file.place))
      return [placeholder(range)]
    }
    let outer = report
    report = Report()
    includes.append((name, clause.file))
    program.inclusions.append(Inclusion(file: clause.file, place: tag))
    let result = blocks(clause.body, scope)
    includes.removeLast()
    var combined = outer
    for var diagnostic in report.diagnostics {
      // The way from the clause up to the document; of a long one its two ends.
      if diagnostic.notes.count >= Self.mostIncludes { diagnostic.notes.removeLast() }
      diagnostic.notes.append(Diagnostic.Note("included here", at: tag))
      combined.add(diagnostic)
    }
    report = combined
    return result
  }

  // MARK: - Conditions and loops

  mutating func choice<Syntax, Element>(
    _ syntax: BranchSyntax<[Syntax]>, _ scope: TemplateScope,
    body: (inout Compiler, [Syntax]) -> [Element]
  ) -> Choice<Element> {
    var result = Choice<Element>(branches: [], place: place(syntax.range))
    var asked: AskedQuestion?
    if let subject = syntax.subject, !subject.isEmpty {
      asked = chosenQuestion(subject, scope)
      if let asked, case .one(let question) = asked.form { result.question = question }
    }
    if syntax.branches.isEmpty { result.question = nil }
    var named: [Place?] = Array(repeating: nil, count: asked?.options.count ?? 0)
    for (number, branch) in syntax.branches.enumerated() {
      // A choose of something unknown takes one of its branches, nobody can say which.
      let isLast = number == syntax.branches.count - 1
      let condition: Condition? =
        switch branch.test {
        case .options where result.question == nil: isLast ? .always : nil
        case .condition(let text): self.condition(text, scope, tag: branch.range)
        case .otherwise: .always
        case .options(let options):
          answers(options, of: asked, named: &named).flatMap { answers in
            result.question.map { .test($0, answers) }
          }
        }
      condition?.collect(into: &program.asked)
      let inner = body(&self, branch.body)
      result.branches.append(
        .init(condition: condition ?? unclear(), body: inner, place: place(branch.range)))
    }
    return result
  }

  /// A condition in the place of one that was refused: it may hold or not.
  private mutating func unclear() -> Condition {
    let subject = QuestionSubject.unclear(questions.count)
    let question = questions.add(subject, path: "the condition that cannot be read")
    return .test(question, questions[question].anyValue)
  }

  private mutating func condition(
    _ text: MappedText, _ scope: TemplateScope, tag: TextRange
  ) -> Condition? {
    guard !text.isEmpty else {
      report.add(.conditionMissing(at: place(tag)))
      return nil
    }
    return ConditionParser.parse(text, names: scope, table: questions, report: &report)
  }

  /// The question that a `choose` asks.
  private mutating func chosenQuestion(
    _ path: MappedText, _ scope: TemplateScope
  ) -> AskedQuestion? {
    let asked = scope.question(path.string, place: { path.place($0) }, report: &report)
    guard let asked else { return nil }
    guard !asked.options.isEmpty else {
      // Of a rule without options its own message is enough.
      if case .rule(let rule)? = catalogue.names.subject(path.string),
        case .options = catalogue.vocabulary.rules[rule].kind
      {
        return nil
      }
      report.add(.cannotChoose(path.string, at: path.place(0..<path.count)))
      return nil
    }
    return asked
  }

  private mutating func answers(
    _ options: [MappedText], of asked: AskedQuestion?, named: inout [Place?]
  ) -> AnswerSet? {
    guard let asked else { return nil }
    var answers = AnswerSet(bits: 0)
    for option in options {
      let place = option.place(0..<option.count)
      let name = option.string
      guard let index = asked.options.firstIndex(of: name) else {
        report.add(.noSuchOption(name, known: asked.options, at: place))
        continue
      }
      if let first = named[index] {
        report.add(.optionTwice(name, at: place, first: first))
        continue
      }
      named[index] = place
      answers = answers.union(AnswerSet(index + 1))
    }
    return answers
  }

  mutating func loop<Syntax, Element>(
    _ syntax: LoopSyntax<[Syntax]>, _ scope: TemplateScope,
    body: (inout Compiler, [Syntax], TemplateScope) -> [Element]
  ) -> Loop<Element>? {
    guard !syntax.name.isEmpty,
      let (source, kind) = loopSource(syntax.path, scope)
    else { return nil }
    let name = syntax.name.string
    if !Identifier.isValid(name) || Identifier.reserved.contains(name)
      || scope.variable(name) != nil || Self.taken.contains(name)
    {
      report.add(.badLoopName(name, at: syntax.name.place(0..<syntax.name.count)))
      return nil
    }
    let number = loopCount
    loopCount += 1
    var variable = TemplateScope.Variable(name: name, kind: kind, loop: number)
    for part in kind.parts {
      variable.questions[part] = questions.add(
        .itemPart(loop: number, part), path: "\(name).\(part.rawValue)")
    }
    let elements = body(&self, syntax.body, scope.inside(variable, questions))
    var loop = Loop(over: source, number: number, body: elements, place: place(syntax.range))
    if case .bands = source {
      var tests: [BandTest] = []
      BandTests.collect(elements, questions, into: &tests)
      loop.over = .bands(tests)
    }
    return loop
  }

  /// Names that a loop would hide.
  private static let taken: Set<String> = [
    "school", "trust", "document", "leads", "providers", "words", "rules", "facts", "related",
    "documents", "bands", "page",
  ]

  private mutating func loopSource(
    _ path: MappedText, _ scope: TemplateScope
  ) -> (LoopSource, TemplateScope.Variable.Kind)? {
    let name = path.string
    let whole = path.place(0..<path.count)
    if name == "bands" {
      if scope.documentScope == .trust {
        report.add(.notInTrustDocument(name, at: whole))
        return nil
      }
      if scope.canReadBands, !scope.hasBand {
        report.add(.nestedBandLoop(at: whole))
        return nil
      }
      return (.bands([]), .band)
    }
    guard let subject = catalogue.names.subject(name) else {
      report.add(scope.problem(name) { path.place($0) })
      return nil
    }
    guard scope.check(subject, path: name, at: whole, report: &report) else { return nil }
    switch subject {
    case .role(let index): return (.holders(index), .holder)
    case .documentPart(.history): return (.history, .history)
    case .fact(let index):
      if case .list(let element) = catalogue.vocabulary.facts[index].type {
        return (.list(subject), .element(element))
      }
    case .rule(let index):
      if case .value(.list(let element)) = catalogue.vocabulary.rules[index].kind {
        return (.list(subject), .element(element))
      }
    default: break
    }
    report.add(.cannotLoop(name, at: whole))
    return nil
  }
}

extension TemplateScope.Variable.Kind {
  /// The parts that can be printed and asked about.
  fileprivate var parts: [ItemPart] {
    switch self {
    case .band, .element: []
    case .holder: [.name, .email, .phone]
    case .history: [.version, .adopted, .summary]
    }
  }
}

/// Finds what a loop over bands asks of each band.
enum BandTests {
  static func collect<Element>(
    _ elements: [Element], _ table: QuestionTable, into tests: inout [BandTest]
  ) {
    for element in elements {
      if let block = element as? Block { collect(block, table, into: &tests) }
      if let inline = element as? Inline { collect(inline, table, into: &tests) }
    }
  }

  private static func collect(
    _ block: Block, _ table: QuestionTable, into tests: inout [BandTest]
  ) {
    switch block {
    case .heading(_, let content), .paragraph(let content, _):
      collect(content, table, into: &tests)
    case .list(let list): collect(list.items, table, into: &tests)
    case .item(let content, _), .note(let content, _): collect(content, table, into: &tests)
    case .definition(let term, let meanings, _):
      collect(term, table, into: &tests)
      for meaning in meanings { collect(meaning, table, into: &tests) }
    case .table(let table_):
      for cell in table_.head { collect(cell, table, into: &tests) }
      for row in table_.rows { for cell in row { collect(cell, table, into: &tests) } }
    case .rule, .computed: break
    case .choice(let choice):
      for branch in choice.branches {
        collect(branch.condition, table, into: &tests)
        collect(branch.body, table, into: &tests)
      }
    case .loop(let loop): collect(loop.body, table, into: &tests)
    }
  }

  private static func collect(
    _ inline: Inline, _ table: QuestionTable, into tests: inout [BandTest]
  ) {
    switch inline {
    case .run, .slot, .reference, .computed: break
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      collect(content, table, into: &tests)
    case .choice(let choice):
      for branch in choice.branches {
        collect(branch.condition, table, into: &tests)
        collect(branch.body, table, into: &tests)
      }
    case .loop(let loop): collect(loop.body, table, into: &tests)
    }
  }

  private static func collect(
    _ condition: Condition, _ table: QuestionTable, into tests: inout [BandTest]
  ) {
    switch condition {
    case .always, .never: break
    case .all(let parts), .any(let parts):
      for part in parts { collect(part, table, into: &tests) }
    case .test(let question, let answers):
      let test: BandTest? =
        switch table[question].subject {
        case .currentBand: BandTest(question: question, answers: answers)
        case .ruleInCurrentBand: BandTest(question: question)
        default: nil
        }
      if let test, !tests.contains(test) { tests.append(test) }
    }
  }
}
