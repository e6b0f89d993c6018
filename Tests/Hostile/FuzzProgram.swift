// Drives the whole program, in one process and without a disk, over the sample trust with one file harmed.
//
// usage: fuzz-program WORKSPACE FIRST COUNT PROGRESS
//        fuzz-program WORKSPACE prefixes EVERY PROGRESS [Schools|Templates]
//        fuzz-program WORKSPACE parts EVERY PROGRESS
//
// Input number N is made from N alone, so a finding is repeated by FIRST=N, COUNT=1; PROGRESS is a file that always
// holds the input that is being tried. `prefixes` cuts each file off after every so many bytes instead, `parts` does so
// with each file of Templates and gives it only to what reads such files, which is quick. Beside traps it looks for silence (nothing is made, and nothing said), for slowness, and for a mark that is put into files: it must
// never come out as markup.
import Configuration
import Diagnostics
import FileStore
import Glibc
import Manifests
import Publishing
import Reviews
import Templating

@testable import trustwright

struct Dice {
  var state: UInt64

  init(_ seed: Int) { state = (UInt64(seed) &+ 1) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func roll(_ count: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, count)
  }
}

/// What must never come out of a page as it went into a value.
let mark = "<fuzz x='y' onload=z>"

/// Pieces that mean something to one of the languages, or to a reader of what comes out.
let pieces: [String] = [
  mark, "\"", "'", ":", "- ", "#", "{{ ", " }}", "{% if ", "{% endif %}", "{% else %}", "[", "]",
  "{", "}", "|", ">", "&",
  "*", "\n", "\r\n", "\t", "  ", "\u{0}", "\u{FEFF}", "\u{202E}", "é", "\u{1F600}", "=1+1", "-",
  "..", "/", "\\", "no",
  "yes", "2026-02-30", "9999999999999999999999", "-1", "{% choose rules.byod %}",
  "{% for band in bands %}", "](",
  "](#x)", "](law:x)", "](term:x)", "{% include clauses/x %}", "{% contents %}", "{{ school.name",
  "| plural }}",
  "---\n", "rules:", "leads:", "same-as: ", "documents:", "private: [phone]", "public: no", "# ",
  "> ", "1. ",
  "{#a}", "^", "~", "!tag", "&a", "*a", "<<: ", "\u{7F}", "\u{85}", "\u{2028}", "%", "@", "`",
]

func harmed(_ bytes: [UInt8], _ others: [(name: String, bytes: [UInt8])], _ dice: inout Dice)
  -> [UInt8]
{
  var bytes = bytes
  for _ in 0...dice.roll(3) {
    let place = dice.roll(bytes.count + 1)
    let length = min(dice.roll(dice.roll(2) == 0 ? 4 : 200), bytes.count - place)
    switch dice.roll(8) {
    case 0: bytes.removeSubrange(place..<place + length)
    case 1: bytes.insert(contentsOf: bytes[place..<place + length], at: dice.roll(bytes.count + 1))
    case 2: if place < bytes.count { bytes[place] = UInt8(dice.roll(256)) }
    case 3:
      bytes.replaceSubrange(place..<place + length, with: pieces[dice.roll(pieces.count)].utf8)
    case 4:
      // A line from another file, in the place of a line.
      let other = others[dice.roll(others.count)].bytes
      let lines = other.split(separator: 10, omittingEmptySubsequences: false)
      bytes.insert(contentsOf: lines[dice.roll(lines.count)] + [10], at: lineStart(bytes, place))
    case 5:
      let start = lineStart(bytes, place)
      let end = bytes[start...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      let line = bytes[start..<end]
      if dice.roll(2) == 0 {
        bytes.removeSubrange(start..<end)
      } else {
        bytes.insert(contentsOf: line, at: start)
      }
    case 6:
      // A value: what stands after a colon.
      if let colon = bytes[place...].firstIndex(of: 58), colon + 1 < bytes.count,
        bytes[colon + 1] == 32
      {
        let end = bytes[colon...].firstIndex(of: 10) ?? bytes.count
        let quoted = "\"" + mark.replacing("\"", with: "") + "\""
        bytes.replaceSubrange(
          colon + 2..<max(end, colon + 2), with: (dice.roll(2) == 0 ? mark : quoted).utf8)
      }
    default: bytes.insert(contentsOf: pieces[dice.roll(pieces.count)].utf8, at: place)
    }
  }
  return bytes
}

func lineStart(_ bytes: [UInt8], _ place: Int) -> Int {
  bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
}

func contains(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
  var index = 0
  while let start = bytes[index...].firstIndex(of: word[0]) {
    if bytes[start...].starts(with: word) { return true }
    index = start + 1
  }
  return false
}

/// How long this process has worked: what other programs of the machine take does not count.
func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The sample trust in memory, and what is done with one harmed file of it.
struct Trials {
  let templates: InputFolder
  let schools: InputFolder
  let looks: FolderSnapshot
  let manifests: FolderSnapshot
  let day: CalendarDate
  let whole: Workspace
  let schoolFiles: [(name: String, bytes: [UInt8])]
  let templateFiles: [(name: String, bytes: [UInt8])]
  let progress: String
  var findings = 0
  var built = 0
  var worst = (seconds: 0.0, input: "")

  init?(_ root: String, progress: String) throws {
    templates = try InputFolder(root + "/Templates")
    schools = try InputFolder(root + "/Schools")
    let key = Fingerprint.Key(first: 1, second: 2)
    looks = FolderSnapshot(of: "", in: templates, key: key)
    manifests = FolderSnapshot(of: "", in: schools, key: key)
    guard let day = CalendarDate("2026-11-21") else { return nil }
    self.day = day
    self.progress = progress
    var loader = WorkspaceLoader(
      templates: templates.at(looks), schools: schools.at(manifests), day: day)
    guard let whole = loader.load() else { return nil }
    self.whole = whole
    schoolFiles = manifests.files.filter { $0.name.contains("/") || $0.name == "trust.yaml" }
    templateFiles = looks.files
  }

  /// What is built in full besides a school's own pages.
  enum Extent { case school, everything }

  /// Checks the trust with one file of Templates or Schools changed, and makes all pages of a school in memory.
  mutating func run(
    _ input: String, _ name: String, isTemplate: Bool, _ bytes: [UInt8], slug: String,
    extent: Extent, proves: Bool = true
  ) {
    note(input)
    if SystemConsole.variable("TRUSTWRIGHT_SHOW") != nil {
      SystemConsole.write(Array("== \(name)\n".utf8) + bytes, to: .output)
    }
    let start = processorSeconds()
    var slug = slug
    var workspace: Workspace? = whole
    var report = Report()
    if isTemplate || name == "trust.yaml" {
      var loader = WorkspaceLoader(
        templates: templates.at(isTemplate ? looks.replacing(name, with: bytes) : looks),
        schools: schools.at(isTemplate ? manifests : manifests.replacing(name, with: bytes)),
        day: day)
      // What is proved does not depend on the trust's manifest.
      loader.provesTemplates = isTemplate && proves
      workspace = loader.load()
      report.add(contentsOf: loader.report)
    } else {
      slug = name.split(separator: "/").first.map(String.init) ?? slug
      workspace?.schools = schools.at(manifests.replacing(name, with: bytes))
    }
    var isMade = false
    if let workspace {
      let result = SchoolPipeline(workspace: workspace).run(slug)
      report.add(contentsOf: result.report)
      if let documents = result.documents {
        isMade = true
        built += 1
        let made = workspace.site.output(
          documents, crest: result.crest, approvals: result.approvals)
        var files = made.files
        if extent == .everything {
          let book = PhraseBook(workspace.catalogue)
          let item = SummaryList.Item(made.summary.encoded(book))
          let central = CentralPages(
            workspace.site, workspace.trustDocuments, approvals: workspace.trustApprovals)
          let shared = SharedPages(
            central, trust: made.summary,
            schools: SummaryList(order: [0], book) { _, _ in item })
          shared.files(of: Set(SharedPages.Group.allCases)) { files.append($1.whole) }
          if let page = shared.schoolPage(0) { files.append(page) }
          for table in SchoolTable.all {
            files.append(OutputFile(table.name, table.head + table.rows(made.summary)))
          }
        }
        if !isTemplate {
          let markBytes = Array(mark.prefix(6).utf8)
          for file in files where file.name.hasSuffix(".html") && contains(file.bytes, markBytes) {
            print("input \(input): the mark comes out as markup in \(file.name)")
            findings += 1
          }
        }
      }
    }
    if !isMade, !report.hasErrors {
      print("input \(input): nothing is made of it, and nothing said")
      findings += 1
    }
    _ = TextFace(style: .plain).render(Array(report.sorted().prefix(20)))
    let seconds = processorSeconds() - start
    if seconds > worst.seconds { worst = (seconds, input) }
    if seconds > 3 {
      print("input \(input): took \(seconds) s")
      findings += 1
    }
  }

  /// One random harm; all of it follows from the number.
  mutating func random(_ input: Int) {
    var dice = Dice(input)
    let slug = whole.slugs[dice.roll(whole.slugs.count)]
    // Templates cost the proofs each time, so they have their turn less often.
    let isTemplate = dice.roll(12) == 0
    let files = isTemplate ? templateFiles : schoolFiles
    let file = files[dice.roll(files.count)]
    let bytes = harmed(file.bytes, files, &dice)
    run(
      "\(input)", file.name, isTemplate: isTemplate, bytes, slug: slug,
      extent: dice.roll(16) == 0 ? .everything : .school)
  }

  /// Cuts every file of Templates off, and reads it alone: what must be read with others is read with the whole ones.
  mutating func parts(every step: Int) -> Int {
    var count = 0
    for file in templateFiles {
      for end in stride(from: 0, to: file.bytes.count, by: step) {
        count += 1
        note("\(file.name) up to byte \(end)")
        let cut = SourceFile(path: file.name, bytes: Array(file.bytes[..<end]))
        let start = processorSeconds()
        var report = Report()
        guard read(cut, &report) else {
          count -= 1
          break
        }
        for message in report.diagnostics.prefix(4) where message.place.file.path == file.name {
          guard let range = message.place.range, range.end > end else { continue }
          print("\(file.name) up to byte \(end): a message points out of it")
          findings += 1
        }
        _ = TextFace(style: .plain).render(Array(report.sorted().prefix(4)))
        let seconds = processorSeconds() - start
        if seconds > worst.seconds { worst = (seconds, "\(file.name) up to byte \(end)") }
        if seconds > 1 {
          print("\(file.name) up to byte \(end): took \(seconds) s")
          findings += 1
        }
      }
    }
    return count
  }

  /// Reads a file by what reads such files; returns whether it is read for more than its bytes.
  private func read(_ file: SourceFile, _ report: inout Report) -> Bool {
    let catalogue = whole.catalogue
    let parts = file.path.split(separator: "/").map(String.init)
    let id = String((parts.last ?? "").prefix { $0 != "." })
    let kinds: [String: DocumentDeclaration.Kind] = [
      "policies": .policy, "appendices": .appendix, "agreements": .agreement,
    ]
    if let kind = kinds[parts[0]] {
      let template = TemplateParser.document(
        file, id: id, folder: kind, vocabulary: catalogue.vocabulary, report: &report)
      guard let template else {
        if !report.hasErrors { fatalError("a template is refused without a word") }
        return true
      }
      let own = Catalogue(
        vocabulary: catalogue.vocabulary, documents: [template.declaration],
        laws: catalogue.laws, glossary: catalogue.glossary, report: &report)
      _ = Compiler.compile(
        [template], clauses: whole.clauses, words: [], catalogue: own, report: &report)
    } else if parts[0] == "clauses" {
      _ = TemplateParser.clause(file, path: "clauses/\(id)", report: &report)
    } else if file.path.hasSuffix(".yaml") {
      let manifest = ManifestParser.parse(file, report: &report)
      switch id {
      case "vocabulary": _ = VocabularyReader.read(manifest, report: &report)
      case "glossary": _ = RegisterReader.glossary(manifest, report: &report)
      default: _ = RegisterReader.laws(manifest, report: &report)
      }
    } else if file.path.hasSuffix(".html") {
      var questions = whole.library.questions
      var loops = whole.library.loopCount
      _ = LayoutCompiler.compile(
        file, catalogue: catalogue, questions: &questions, loopCount: &loops, report: &report)
    } else if file.path.hasSuffix(".md") {
      _ = SiteText(name: id, file: file, scope: .school, report: &report)
    } else {
      return false
    }
    return true
  }

  /// Notes what is being tried, for whoever looks after a trap.
  private func note(_ input: String) {
    let descriptor = unsafe open(progress, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    let line = Array("\(input)\n".utf8)
    _ = unsafe write(descriptor, line, line.count)
    close(descriptor)
  }

  /// Cuts every file off: manifests at every so many bytes; templates there too, but proved only at ends of lines.
  ///
  /// - Parameter folder: `Schools` or `Templates` for the files of one alone.
  mutating func prefixes(every step: Int, in folder: String?) -> Int {
    var count = 0
    let slug = whole.slugs[0]
    for (isTemplate, files) in [(false, schoolFiles), (true, templateFiles)] {
      if let folder, (folder == "Templates") != isTemplate { continue }
      for file in files {
        for end in stride(from: 0, to: file.bytes.count, by: step) {
          count += 1
          run(
            "\(file.name) up to byte \(end)", file.name, isTemplate: isTemplate,
            Array(file.bytes[..<end]), slug: slug, extent: .school,
            proves: end == 0 || file.bytes[end - 1] == 10)
        }
      }
    }
    return count
  }
}

@main
struct FuzzProgram {
  static func main() throws {
    let words = CommandLine.arguments
    guard [5, 6].contains(words.count), let count = Int(words[3]), count > 0 else {
      print("usage: fuzz-program WORKSPACE FIRST COUNT PROGRESS")
      print("       fuzz-program WORKSPACE prefixes EVERY PROGRESS [Schools|Templates]")
      print("       fuzz-program WORKSPACE parts EVERY PROGRESS")
      ProcessEnd.exit(2)
    }
    guard var trials = try Trials(words[1], progress: words[4]) else {
      print("the sample trust cannot be read")
      ProcessEnd.exit(2)
    }
    var tried = count
    if words[2] == "prefixes" {
      tried = trials.prefixes(every: count, in: words.count > 5 ? words[5] : nil)
    } else if words[2] == "parts" {
      tried = trials.parts(every: count)
    } else {
      let first = Int(words[2]) ?? 0
      for input in first..<first + count { trials.random(input) }
    }
    print(
      "\(tried) inputs (\(words[2])): \(trials.findings) findings; \(trials.built) schools came out whole; the "
        + "slowest, \(trials.worst.input), took \(Int(trials.worst.seconds * 1000)) ms")
    if trials.findings > 0 { ProcessEnd.exit(1) }
  }
}
