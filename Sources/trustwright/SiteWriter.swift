import Configuration
import Diagnostics
import Documents
import FileStore
import Publishing
import Synchronization

/// Writes all files of a build, school by school, and takes away those that are no longer made.
struct SiteWriter {
  let workspace: Workspace
  let output: OutputFolder
  /// The schools to write; nil for all.
  let wanted: Set<String>?
  let isStrict: Bool
  let jobs: Int
  let terminal: Terminal
  let isVerbose: Bool
  private var written = 0
  private var unchanged = 0
  private var removed = 0
  private var stopped = 0

  init(
    workspace: Workspace, output: OutputFolder, wanted: Set<String>?, isStrict: Bool, jobs: Int,
    terminal: Terminal, isVerbose: Bool
  ) {
    self.workspace = workspace
    self.output = output
    self.wanted = wanted
    self.isStrict = isStrict
    self.jobs = jobs
    self.terminal = terminal
    self.isVerbose = isVerbose
  }

  /// One school after it was read and, where nothing is wrong, written.
  private struct SchoolResult: Sendable {
    var slug: String
    var pipeline: SchoolPipeline.Result
    var summary: SchoolSummary?
    var files: [String] = []
    var written = 0
    var unchanged = 0
    var failure: FileError?
    /// Whether the school was to be written at all.
    var isWanted = true
  }

  /// Writes everything and returns all there is to report.
  mutating func write(_ shared: Report) throws(FileError) -> Report {
    var report = shared
    let record = BuildRecord.read(from: output)
    let results = schools()
    for result in results {
      report.add(contentsOf: result.pipeline.report)
      written += result.written
      unchanged += result.unchanged
      if result.isWanted, result.summary == nil { stopped += 1 }
    }
    if let failure = results.lazy.compactMap(\.failure).first { throw failure }
    report.add(contentsOf: Twins.check(results.map(\.pipeline)))
    let files = try writeShared(results)
    var kept: Set<String> = Set(files)
    for result in results {
      if result.summary != nil, result.isWanted {
        kept.formUnion(result.files)
      } else {
        // What was not written now stays as it was.
        kept.formUnion(record.names { $0.hasPrefix("site/\(result.slug)/") })
      }
    }
    for name in record.names({ !kept.contains($0) }) {
      try output.remove(name)
      removed += 1
    }
    try BuildRecord(names: kept).write(to: output)
    return report
  }

  private func schools() -> [SchoolResult] {
    let pipeline = SchoolPipeline(workspace: workspace)
    let progress = Progress(total: workspace.slugs.count, terminal: terminal)
    return Parallel.map(workspace.slugs, jobs: jobs) { slug in
      let result = school(slug, pipeline)
      progress.advance()
      return result
    }
  }

  private func school(_ slug: String, _ pipeline: SchoolPipeline) -> SchoolResult {
    var result = SchoolResult(slug: slug, pipeline: pipeline.run(slug).withoutManifest)
    result.isWanted = wanted?.contains(slug) ?? true
    guard let documents = result.pipeline.documents, !result.pipeline.report.stops(isStrict) else {
      return result
    }
    let made = workspace.site.output(documents, crest: result.pipeline.crest)
    result.summary = made.summary
    // Only names and counts are kept: the documents of 24,000 schools would not fit into memory.
    result.pipeline.documents = nil
    result.pipeline.crest = nil
    guard result.isWanted else { return result }
    for file in made.files {
      do {
        switch try output.write(file.bytes, to: file.name) {
        case .written: result.written += 1
        case .unchanged: result.unchanged += 1
        }
        result.files.append(file.name)
      } catch {
        result.failure = error
        return result
      }
    }
    if isVerbose {
      terminal.say("\(slug): \(result.written) written, \(result.unchanged) unchanged")
    }
    return result
  }

  /// Writes the trust's pages, the pages over all schools and those of the central team.
  private mutating func writeShared(_ results: [SchoolResult]) throws(FileError) -> [String] {
    let schools = results.compactMap(\.summary)
      .sorted { ($0.name.lowercased(), $0.slug) < ($1.name.lowercased(), $1.slug) }
    let trust = workspace.site.output(workspace.trustDocuments, crest: workspace.trustCrest)
    var files = trust.files
    files.append(
      contentsOf: workspace.site.trustOutput(
        workspace.trustDocuments, trustSummary: trust.summary, schools: schools))
    files.append(
      contentsOf: workspace.site.centralOutput(workspace.trustDocuments, schools: schools))
    files.append(
      contentsOf: ManifestSchema.Kind.allCases.map { kind in
        OutputFile(
          "central/schema/\(kind.rawValue).json",
          ManifestSchema.json(kind, workspace.catalogue))
      })
    for file in files {
      switch try output.write(file.bytes, to: file.name) {
      case .written: written += 1
      case .unchanged: unchanged += 1
      }
    }
    return files.map(\.name)
  }

  // MARK: - Words

  var progressWords: String { "\(written) files were written" }

  func closingWords(seconds: Double) -> String {
    let milliseconds = Int(seconds * 1000)
    let time =
      milliseconds < 1000
      ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    var words = "\(written) files written, \(unchanged) unchanged"
    if removed > 0 { words += ", \(removed) removed" }
    words += " in \(time)"
    if stopped > 0 {
      words += "; \(stopped) school\(stopped == 1 ? "" : "s") not built, the last good pages stay"
    }
    return words
  }
}

/// Tells how far a build has come, on a terminal, when it takes longer than half a second.
final class Progress: Sendable {
  private let total: Int
  private let terminal: Terminal
  private let start = SystemConsole.seconds()
  private let state = Mutex<(done: Int, shown: Double)>((0, 0))

  init(total: Int, terminal: Terminal) {
    self.total = total
    self.terminal = terminal
  }

  func advance() {
    guard terminal.showsProgress else { return }
    let now = SystemConsole.seconds()
    let line: String? = state.withLock { state in
      state.done += 1
      guard now - start > 0.5, now - state.shown > 0.1 || state.done == total else { return nil }
      state.shown = now
      let rate = Double(state.done) / (now - start)
      let left = Int(Double(total - state.done) / rate)
      return "\r\(state.done) of \(total) schools, \(Int(rate)) a second, \(left) s left "
        + (state.done == total ? "\n" : "")
    }
    if let line { SystemConsole.write(Array(line.utf8), to: .error) }
  }
}

/// The names of the files that the last build wrote, so that only those are ever taken away.
struct BuildRecord {
  private static let name = ".trustwright"
  private static let head = "trustwright files 1"
  private var names: [String]

  init(names: some Sequence<String>) {
    self.names = names.sorted()
  }

  static func read(from output: OutputFolder) -> BuildRecord {
    let bytes = output.read(name, limit: 64 << 20) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first == Substring(head) else { return BuildRecord(names: []) }
    // A name that could lead out of the folder is none that the program wrote.
    return BuildRecord(
      names: lines.dropFirst().map(String.init).filter { name in
        (name.hasPrefix("site/") || name.hasPrefix("central/"))
          && !name.split(separator: "/").contains("..")
      })
  }

  func write(to output: OutputFolder) throws(FileError) {
    let text = ([Self.head] + names).joined(separator: "\n") + "\n"
    _ = try output.write(Array(text.utf8), to: Self.name)
  }

  func names(_ matches: (String) -> Bool) -> [String] { names.filter(matches) }
}
