package import Configuration
import Cores
package import Diagnostics

/// Words of the site's own, in Markdown, that belong to no document.
package struct SiteText: Sendable {
  package var name: String
  package var file: SourceFile
  package var scope: DocumentDeclaration.Scope
  package var body: [BlockSyntax]

  package init(
    name: String, file: SourceFile, scope: DocumentDeclaration.Scope, report: inout Report
  ) {
    self.name = name
    self.file = file
    self.scope = scope
    body = BlockParser.parse(
      file, range: TextRange(file.byteOrderMarkLength, file.bytes.count), report: &report)
  }
}

/// All templates, compiled.
package struct Library: Sendable {
  package var programs: [Program]
  /// The words of the site, by name.
  package var words: [String: Program]
  /// The definitions of the glossary, by the term's number.
  package var definitions: [DefinitionProgram]
  /// The catalogue's questions and those about what loops stand at.
  package var questions: QuestionTable
  /// How many loops there are, over all programs.
  package var loopCount: Int
  /// How many values read alike wherever they stand at a school.
  package var sharedCount: Int
  /// What the trust's own documents choose by, and print without asking whether it is there: what is
  /// required of that, the trust must have.
  package fileprivate(set) var askedByTrust: Set<QuestionID> = []
}

extension Library {
  /// The same with the plain steps of all programs.
  package func flattened(jobs: Int) -> Library {
    var library = self
    library.programs = Parallel.map(programs, jobs: jobs) { $0.flattened }
    library.words = words.mapValues(\.flattened)
    return library
  }
}

/// The definition of a term: its text, with the references in it.
package struct DefinitionProgram: Sendable {
  package var text: [Inline]
  package var references: [Reference]
  package var runs: SnippetPool
}

/// Compiles templates against a catalogue: looks up every name, lays out fixed text, expands clauses.
package struct Compiler: Sendable {
  let catalogue: Catalogue
  let clauses: [String: Clause]
  var questions: QuestionTable
  var loopCount = 0
  /// The values that read alike wherever they stand, with their numbers.
  var sharedValues: [SharedValues.Key: Int] = [:]
  var report = Report()
  /// The program in work.
  var program: Program
  /// References as they were written, to be looked up when all sections are known.
  var pending: [PendingReference] = []
  /// How large the clauses are that the program in work includes.
  var includedBytes = 0
  /// The clauses being read, from the outermost in, with their files.
  var includes: [(path: String, file: SourceFile)] = []

  /// A reference of a program whose target is still a text.
  struct PendingReference: Sendable {
    var address: String
    var reference: Int
    var place: Place
    var scope: DocumentDeclaration.Scope
  }

  /// Compiles all templates; `templates` run parallel to the catalogue's documents.
  ///
  /// - Parameter jobs: How many texts are compiled at once.
  package static func compile(
    _ templates: [Template], clauses: [Clause], words: [SiteText], catalogue: Catalogue,
    jobs: Int = 1, report: inout Report
  ) -> Library {
    trees(
      of: templates, clauses: clauses, words: words, catalogue: catalogue, jobs: jobs,
      report: &report
    ).flattened(jobs: jobs)
  }

  /// Does the same, but leaves it to `Library.flattened` to lay the programs out, as other things need only their trees.
  package static func trees(
    of templates: [Template], clauses: [Clause], words: [SiteText], catalogue: Catalogue,
    jobs: Int, report: inout Report
  ) -> Library {
    var compiler = Compiler(catalogue: catalogue, clauses: clauses)
    // Each knows nothing of the others; what they number in common gets its numbers in their order.
    let new = compiler
    var made = Parallel.map(Array(0..<templates.count + words.count), jobs: jobs) { index in
      var own = new
      if index < templates.count {
        own.compile(templates[index], document: index)
      } else {
        own.compile(words[index - templates.count])
      }
      return own
    }
    for index in made.indices { compiler.number(&made[index]) }
    var programs = made.prefix(templates.count).map(\.program)
    for own in made.prefix(templates.count) { compiler.report.add(contentsOf: own.report) }
    for index in programs.indices {
      compiler.resolve(made[index].pending, of: index, in: &programs)
    }
    var siteWords: [String: Program] = [:]
    for (text, own) in zip(words, made[templates.count...]) {
      compiler.report.add(contentsOf: own.report)
      // Sections of the words themselves are looked up after those of all documents.
      var all = programs + [own.program]
      compiler.resolve(own.pending, of: programs.count, in: &all)
      siteWords[text.name] = all[programs.count]
    }
    let definitions = catalogue.glossary.terms.map { compiler.compileDefinition($0) }
    report.add(contentsOf: compiler.report)
    var library = Library(
      programs: programs, words: siteWords, definitions: definitions, questions: compiler.questions,
      loopCount: compiler.loopCount, sharedCount: compiler.sharedValues.count)
    library.askedByTrust = library.questionsAskedByTrust(catalogue)
    return library
  }

  init(catalogue: Catalogue, clauses: [Clause], questions: QuestionTable? = nil) {
    self.catalogue = catalogue
    self.clauses = Dictionary(
      clauses.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    self.questions = questions ?? catalogue.questions
    program = Compiler.emptyProgram(catalogue)
    includedBytes = 0
  }

  private static func emptyProgram(_ catalogue: Catalogue) -> Program {
    Program(
      document: nil,
      declaration: DocumentDeclaration(
        id: "", kind: .policy, scope: .school, file: catalogue.vocabulary.file),
      title: [], summary: [], audience: [], body: [])
  }

  /// Takes the questions, loops and values of what was compiled by itself among its own.
  private mutating func number(_ other: inout Compiler) {
    let first = catalogue.questions.count
    var shared = Array(repeating: 0, count: other.sharedValues.count)
    let values = other.sharedValues.sorted { $0.value < $1.value }
    for (key, value) in values {
      shared[value] = sharedValues[key] ?? sharedValues.count
      sharedValues[key] = shared[value]
    }
    let numbers = Renumbering(
      loops: loopCount, firstOwn: first, questions: questions.count - first, shared: shared,
      hasOwn: other.loopCount > 0 || other.questions.count > first)
    for question in other.questions.questions[first...] {
      questions.add(
        numbers.subject(question.subject), path: question.path, options: question.options)
    }
    loopCount += other.loopCount
    numbers.apply(to: &other.program)
  }

  private mutating func compile(_ template: Template, document: Int) {
    program.document = document
    program.declaration = template.declaration
    let scope = TemplateScope(
      catalogue, questions, documentScope: template.declaration.scope,
      hasBand: template.declaration.bands?.count == 1)
    program.title = plain(template.title, scope)
    program.summary = plain(template.summary, scope)
    program.audience = plain(template.audience, scope)
    program.form = template.form.map { form in
      FormProgram(
        signedBy: plain(form.signedBy, scope), returnTo: plain(form.returnTo, scope),
        keep: plain(form.keep, scope), readingAge: form.readingAge,
        signatories: form.signatories.map { signatory in
          self.signatory(signatory, scope)
        }, asksReturnDate: form.asksReturnDate)
    }
    program.body = blocks(template.body, scope)
    if let name = template.form?.slip {
      let slip = self.slip(name)
      program.form?.slip = slip
    }
    checkHeadings()
    checkAppendices(template.declaration)
  }

  /// Finds the section where the part of a form that is torn off begins.
  private mutating func slip(_ name: Located<String>) -> FormSlip {
    if name.value == "no" { return .none }
    let headings = program.headings.indices.filter { program.headings[$0].id == name.value }
    if headings.isEmpty {
      report.add(
        .unknownSection(
          name.value, of: program.declaration.id, known: program.headings.compactMap(\.id),
          at: program.declaration.file.place(name.range)))
    }
    return .fromSection(headings)
  }

  private mutating func signatory(
    _ syntax: SignatorySyntax, _ scope: TemplateScope
  ) -> SignatoryProgram {
    let condition = syntax.when.flatMap {
      ConditionParser.parse($0, names: scope, table: questions, report: &report)
    }
    condition?.collect(into: &program.asked)
    return SignatoryProgram(
      who: plain(syntax.who, scope), condition: condition ?? .always,
      fields: syntax.fields.map { ($0.kind, plain($0.label, scope)) })
  }

  /// Compiles words of the site, which can cite every document and be cited by none.
  private mutating func compile(_ text: SiteText) {
    program.declaration.file = text.file
    program.declaration.scope = text.scope
    let scope = TemplateScope(catalogue, questions, documentScope: text.scope)
    program.body = blocks(text.body, scope)
    checkHeadings()
  }

  private mutating func plain(_ text: PlainText?, _ scope: TemplateScope) -> [Inline] {
    text.map { inlines($0.content, scope) } ?? []
  }

  // MARK: - Headings

  /// Reports levels that are skipped, and gives every heading a place of its own on the page.
  private mutating func checkHeadings() {
    var anchors: Set<String> = Set(program.headings.compactMap(\.id))
    var level = 0
    for index in program.headings.indices {
      let heading = program.headings[index]
      if heading.level > level + 1 {
        report.add(.skippedLevel(from: level, to: heading.level, at: heading.place))
      }
      level = heading.level
      guard heading.id == nil else { continue }
      var anchor = heading.anchor.isEmpty ? "section" : heading.anchor
      var number = 2
      while anchors.contains(anchor) {
        anchor = "\(heading.anchor.isEmpty ? "section" : heading.anchor)-\(number)"
        number += 1
      }
      anchors.insert(anchor)
      program.headings[index].anchor = anchor
    }
  }

  private mutating func checkAppendices(_ declaration: DocumentDeclaration) {
    for appendix in declaration.appendices {
      let place = declaration.file.place(appendix.range)
      guard let index = catalogue.documentIndex(appendix.value) else {
        let known = catalogue.documents.filter { $0.kind == .appendix }.map(\.id)
        report.add(.unknownName(.document, appendix.value, known: known, at: place))
        continue
      }
      if catalogue.documents[index].kind != .appendix {
        report.add(.notAnAppendix(appendix.value, at: place))
      } else if catalogue.documents[index].scope != declaration.scope {
        report.add(.appendixOfOtherScope(appendix.value, at: place))
      }
    }
    if let policy = declaration.policy {
      let place = declaration.file.place(policy.range)
      guard let index = catalogue.documentIndex(policy.value) else {
        let known = catalogue.documents.filter { $0.kind == .policy }.map(\.id)
        report.add(.unknownName(.document, policy.value, known: known, at: place))
        return
      }
      if catalogue.documents[index].kind != .policy {
        report.add(.notAPolicy(policy.value, at: place))
      }
    }
  }

  // MARK: - Definitions

  /// Compiles a definition; it may have emphasis and cite terms, laws and addresses.
  private mutating func compileDefinition(_ term: Term) -> DefinitionProgram {
    program = Compiler.emptyProgram(catalogue)
    includedBytes = 0
    program.declaration.file = term.definition.file
    pending = []
    let syntax = InlineReader.read(term.definition, report: &report)
    for node in syntax {
      switch node {
      case .value(let value):
        report.add(.noValuesInDefinition(at: term.definition.file.place(value.range)))
      case .branches(let branches):
        report.add(.noValuesInDefinition(at: term.definition.file.place(branches.range)))
      case .loop(let loop):
        report.add(.noValuesInDefinition(at: term.definition.file.place(loop.range)))
      default: break
      }
    }
    let scope = TemplateScope(catalogue, questions)
    let fixed = syntax.filter { node in
      switch node {
      case .value, .branches, .loop: false
      default: true
      }
    }
    let text = inlines(fixed, scope)
    for reference in pending {
      resolveFixed(reference)
    }
    return DefinitionProgram(
      text: text, references: program.references, runs: SnippetPool(program.runs))
  }
}
