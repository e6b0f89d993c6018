import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Publishing

/// `build`: checks, then writes the site, the data and the pages for the central team.
struct BuildCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    if arguments.has(.plan) {
      return try PlanCommand(arguments: arguments, terminal: terminal).run()
    }
    Interruption.listen()
    let wish = try arguments.pdfWish()
    let engine = wish.flatMap { wish in
      wish.engine(templates: arguments.value(.templates) ?? "Templates", terminal)
    }
    var memory = BuildMemory()
    memory.linksPDF = engine != nil
    let status = try run(&memory)
    // Nobody else writes the output until the PDF files are there too.
    defer {
      memory.store = nil
      ProcessEnd.keep(memory)
    }
    guard let folders = memory.folders else { return status }
    let printed = printed(folders, engine, jobs: try arguments.jobs())
    // Pages without the PDF files that were wished for are whole, but not all that was wished.
    guard status == .done, printed != .interrupted else {
      return printed == .interrupted ? printed : status
    }
    return wish != nil && engine == nil ? .machineFailed : printed
  }

  /// A build that has begun: what is known before anything is compiled.
  private struct Beginning {
    let start: Double
    let day: CalendarDate
    let jobs: Int
    let store: OutputStore
    let inputs: BuildInputs
    let survey: BuildSurvey
  }

  private var isStrict: Bool { arguments.has(.strict) }
  private var outputPath: String { arguments.value(.output) ?? "Output" }

  /// Builds, with what the build before left in memory.
  func run(_ memory: inout BuildMemory) throws -> ExitStatus {
    Interruption.enter(.reading)
    let (day, jobs) = (try Session.day(arguments), try arguments.jobs())
    let start = SystemConsole.seconds()
    var report = Report()
    guard let folders = Session.folders(arguments, &report) else {
      return nothingWritten(report, &memory)
    }
    memory.folders = nil
    let build: Beginning
    do throws(FileError) {
      guard let store = try openOutput() else { return interrupted(BuildTally(), of: 0) }
      memory.store = store
      let inputs = BuildInputs(
        templates: folders.templates, schools: folders.schools, day: day, key: store.key,
        linksPDF: memory.linksPDF)
      build = Beginning(
        start: start, day: day, jobs: jobs, store: store, inputs: inputs,
        survey: try BuildSurvey(inputs, store, jobs: jobs, isForced: arguments.has(.force)))
    } catch {
      return failed(error, BuildTally(), of: 0)
    }
    try checkWanted(build.inputs.slugs)
    if build.survey.isEverythingCurrent(build.store),
      let said = messages(of: build.survey, build.inputs, build.store), !said.stops(isStrict)
    {
      return keepEverything(build, said, &memory)
    }
    return make(build, &memory)
  }

  /// Takes the output for this build alone; nil where the wait for another build was given up.
  private func openOutput() throws(FileError) -> OutputStore? {
    let path = outputPath
    return try OutputStore.open(
      path,
      waiting: { holder in
        terminal.say("\(path) is being written by \(holder); waiting until it is done")
      }, isCancelled: { Interruption.isWished })
  }

  /// Ends a build that finds nothing to make.
  private func keepEverything(
    _ build: Beginning, _ said: ShownMessages, _ memory: inout BuildMemory
  ) -> ExitStatus {
    var tally = BuildTally()
    tally.unchanged = build.survey.fileCount
    tally.addForeign(build.survey.foreign, in: "")
    show(said, &memory)
    // Files that were touched have been noted, each time one more.
    try? build.store.rewriteRecord(keeping: { _ in true })
    build.store.confirm()
    close(tally, build.start)
    memory.folders = folders(build.inputs.slugs)
    return .done
  }

  /// Reads and compiles the workspace, and writes what does not stand as it would be made.
  private func make(_ build: Beginning, _ memory: inout BuildMemory) -> ExitStatus {
    let (store, survey, isStrict) = (build.store, build.survey, isStrict)
    let named = arguments.options[.school] ?? []
    let (wanted, isVerbose) = (named.isEmpty ? nil : Set(named), arguments.has(.verbose))
    let last = Once { [terminal] in SiteWriter.Last(store, survey, terminal) }
    let newWriter: @Sendable (Workspace) -> SiteWriter = { [terminal] workspace in
      SiteWriter(
        workspace: workspace, inputs: build.inputs, store: store, survey: survey,
        last: last.value, wanted: wanted, isStrict: isStrict, jobs: build.jobs,
        terminal: terminal, isVerbose: isVerbose)
    }
    // While the templates are proved, the pages of the first schools are made; none is put in place before.
    let ahead = Later<SiteWriter>()
    let (loaded, _) = Parallel.both(jobs: build.jobs) {
      load(build, &memory) { workspace, isWrong in
        guard !isWrong else { return }
        let writer = newWriter(workspace)
        writer.prepare()
        ahead.value = writer
      }
    } and: {
      _ = last.value
    }
    memory.loaded = loaded
    guard let workspace = loaded.workspace, !loaded.report.stops(isStrict) else {
      return nothingWritten(loaded.report, &memory)
    }
    var writer = ahead.value ?? newWriter(workspace)
    Interruption.enter(.writing)
    let said: ShownMessages
    do {
      said = try writer.write(loaded.report)
    } catch {
      return failed(error, writer.tally, of: workspace.slugs.count)
    }
    show(said, &memory)
    guard !Interruption.isWished else {
      return interrupted(writer.tally, of: workspace.slugs.count)
    }
    guard !writer.hasMachineFailures else {
      terminal.say(BuildEnd.state(writer.tally, of: workspace.slugs.count))
      return .machineFailed
    }
    // What a build says that finds nothing to make is what this one said.
    writer.loose.map { said.keep(in: store, of: $0, terminal) }
    close(writer.tally, build.start)
    memory.folders = folders(workspace.slugs)
    return said.stops(isStrict) ? .wrongInput : .done
  }

  private func load(
    _ build: Beginning, _ memory: inout BuildMemory,
    beside: @escaping @Sendable (Workspace, _ isWrong: Bool) -> Void
  ) -> BuildMemory.Loaded {
    let inputs = build.inputs
    if let loaded = memory.loaded(for: inputs) { return loaded }
    var loader = WorkspaceLoader(
      templates: inputs.templates, schools: inputs.schools, day: build.day)
    loader.linksPDF = memory.linksPDF
    loader.jobs = build.jobs
    loader.beside = beside
    loader.earlierTexts = memory.texts
    let found = build.survey.shared
    loader.knownSlugs = found == nil ? nil : inputs.slugs
    let states = build.survey.schools
    loader.isSchool = { states[$0]?.record != nil }
    let workspace = loader.load()
    memory.texts = loader.earlierTexts
    // What was found last holds only where each folder still has its manifest; one without is an error, and its school
    // keeps its pages.
    let known = workspace?.slugs == inputs.slugs ? found : nil
    return BuildMemory.Loaded(
      shared: inputs.shared, workspace: workspace, report: known ?? loader.report)
  }

  private func checkWanted(_ slugs: [String]) throws(UsageError) {
    for slug in arguments.options[.school] ?? [] where !slugs.contains(slug) {
      throw .noSchool(slug, among: slugs)
    }
  }

  // MARK: - PDF files

  /// The folders of the site that this build was about, and all that there are.
  private func folders(_ slugs: [String]) -> (built: [String], all: [String]) {
    let all = slugs + [BuildSurvey.trustUnit]
    return (arguments.options[.school].map { $0 + [BuildSurvey.trustUnit] } ?? all, all)
  }

  /// Makes the PDF files of the pages, or takes away those of an earlier build.
  private func printed(
    _ folders: (built: [String], all: [String]), _ engine: PDFEngine?, jobs: Int
  ) -> ExitStatus {
    Interruption.enter(.writing)
    let output = OutputFolder(outputPath)
    var shelf = PDFShelf(output)
    let start = SystemConsole.seconds()
    defer { for note in shelf.notes { terminal.say(note) } }
    do {
      guard let engine else {
        try shelf.clear(folders.built, of: folders.all)
        return .done
      }
      let writer = PDFWriter(
        output: output, engine: engine, jobs: jobs, terminal: terminal,
        staging: ".trustwright/staging")
      let count = try shelf.fill(folders.built, of: folders.all, with: writer)
      guard !Interruption.isWished else {
        terminal.say(
          "stopped as you asked; the pages are up to date, not all of their PDF files; the next build with --pdf goes on from here"
        )
        return .interrupted
      }
      guard let count else { return .machineFailed }
      let seconds = Int(SystemConsole.seconds() - start)
      terminal.say(
        count == 0
          ? "all PDF files are up to date"
          : "\(count) PDF file\(count == 1 ? "" : "s") made in \(seconds) s")
      return .done
    } catch {
      terminal.say("error: \(error.message)")
      if let help = error.help { terminal.say("  = \(help)") }
      terminal.say("the pages are up to date, not all of their PDF files")
      return .machineFailed
    }
  }

  // MARK: - Ends

  private func close(_ tally: BuildTally, _ start: Double) {
    let made = PDFShelf(OutputFolder(outputPath)).names
    for note in tally.notes(output: outputPath, besides: made) { terminal.say(note) }
    terminal.say(tally.closingWords(seconds: SystemConsole.seconds() - start))
  }

  /// Shows what there is to say, where it is not what was shown last.
  private func show(_ said: ShownMessages, _ memory: inout BuildMemory) {
    if said.text.isEmpty {
      memory.shown = nil
    } else if let shown = memory.shown, said.text.reads(like: shown) {
      terminal.say("\(said.count), as before")
    } else {
      terminal.show(said.text)
      memory.shown = said.text
    }
    memory.hadErrors = said.hasErrors
  }

  /// What there is to say where nothing is to be made: what was said last, or the same from the record.
  private func messages(
    of survey: BuildSurvey, _ inputs: BuildInputs, _ store: OutputStore
  ) -> ShownMessages? {
    guard let loose = survey.loose?.inputs else { return nil }
    if let kept = ShownMessages(in: store, of: loose, terminal) { return kept }
    guard let report = survey.reportOfEverything(store) else { return nil }
    let said = ShownMessages(report, terminal)
    said.keep(in: store, of: loose, terminal)
    return said
  }

  private func nothingWritten(_ report: Report, _ memory: inout BuildMemory) -> ExitStatus {
    let said = ShownMessages(report, terminal)
    show(said, &memory)
    terminal.say("\(said.count); nothing was written")
    return ExitStatus(refusedFor: report)
  }

  private func failed(_ error: FileError, _ tally: BuildTally, of total: Int) -> ExitStatus {
    terminal.say("error: \(error.message)")
    if let help = error.help { terminal.say("  = \(help)") }
    terminal.say(BuildEnd.state(tally, of: total))
    return .machineFailed
  }

  private func interrupted(_ tally: BuildTally, of total: Int) -> ExitStatus {
    terminal.say("stopped as you asked; \(BuildEnd.state(tally, of: total))")
    return .interrupted
  }
}

/// What a build that did not come to its end leaves behind, in words.
enum BuildEnd {
  static func state(_ tally: BuildTally, of total: Int) -> String {
    guard tally.written > 0 else {
      return "nothing was written; what was there before is untouched"
    }
    return
      "\(tally.schools) of \(total) schools are up to date (\(tally.written) files were written); "
      + "all others, and the pages over all schools, are as they were before; the next build goes on from here"
  }
}

extension Report {
  /// Whether nothing may be built from what was read.
  func stops(_ isStrict: Bool) -> Bool { hasErrors || isStrict && count(of: .warning) > 0 }
}
