// Drives the whole program, in one process and without a disk, over the sample trust with one file harmed.
//
// usage: fuzz-program WORKSPACE FIRST COUNT PROGRESS
//
// Input number N is made from N alone, so a finding is repeated by FIRST=N, COUNT=1; PROGRESS is a file that always
// holds the number that is being tried. Beside traps it looks for a mark that is put into files: it must never come out
// as markup.
import Configuration
import Diagnostics
import FileStore
import Glibc
import Publishing
import Reviews

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

@main
struct FuzzProgram {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 5, let first = Int(words[2]), let count = Int(words[3]) else {
      print("usage: fuzz-program WORKSPACE FIRST COUNT PROGRESS")
      return
    }
    let templates = try InputFolder(words[1] + "/Templates")
    let schools = try InputFolder(words[1] + "/Schools")
    let key = Fingerprint.Key(first: 1, second: 2)
    let looks = FolderSnapshot(of: "", in: templates, key: key)
    let manifests = FolderSnapshot(of: "", in: schools, key: key)
    guard let day = CalendarDate("2026-11-21") else { return }
    func load(_ looks: FolderSnapshot, _ manifests: FolderSnapshot) -> (Workspace?, Report) {
      var loader = WorkspaceLoader(
        templates: templates.at(looks), schools: schools.at(manifests), day: day)
      let workspace = loader.load()
      return (workspace, loader.report)
    }
    let (whole, _) = load(looks, manifests)
    guard let whole else { return print("the sample trust cannot be read") }
    let schoolFiles = manifests.files.filter { $0.name.contains("/") || $0.name == "trust.yaml" }
    let templateFiles = looks.files
    let markBytes = Array(mark.prefix(6).utf8)
    var findings = 0
    var built = 0
    var worst = (seconds: 0.0, input: 0)
    for input in first..<first + count {
      let progress = Array("\(input)\n".utf8)
      let descriptor = unsafe open(words[4], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
      _ = unsafe write(descriptor, progress, progress.count)
      close(descriptor)
      let start = SystemConsole.seconds()
      var dice = Dice(input)
      var workspace: Workspace? = whole
      var slug = whole.slugs[dice.roll(whole.slugs.count)]
      // Templates cost the proofs each time, so they have their turn less often.
      let isTemplate = dice.roll(12) == 0
      /// Writes what was harmed to standard output, to look at a finding.
      func show(_ name: String, _ bytes: [UInt8]) {
        guard SystemConsole.variable("TRUSTWRIGHT_SHOW") != nil else { return }
        SystemConsole.write(Array("== \(name)\n".utf8) + bytes, to: .output)
      }
      if isTemplate {
        let file = templateFiles[dice.roll(templateFiles.count)]
        let bytes = harmed(file.bytes, templateFiles, &dice)
        show(file.name, bytes)
        workspace = load(looks.replacing(file.name, with: bytes), manifests).0
      } else {
        let file = schoolFiles[dice.roll(schoolFiles.count)]
        let bytes = harmed(file.bytes, schoolFiles, &dice)
        show(file.name, bytes)
        let changed = manifests.replacing(file.name, with: bytes)
        if file.name.hasSuffix("trust.yaml") {
          workspace = load(looks, changed).0
        } else {
          slug = file.name.split(separator: "/").first.map(String.init) ?? slug
          workspace?.schools = schools.at(changed)
        }
      }
      if let workspace {
        let result = SchoolPipeline(workspace: workspace).run(slug)
        _ = TextFace(style: .plain).render(Array(result.report.sorted().prefix(20)))
        if let documents = result.documents {
          built += 1
          let made = workspace.site.output(
            documents, crest: result.crest, approvals: result.approvals)
          var files = made.files
          if dice.roll(16) == 0 {
            let book = PhraseBook(workspace.catalogue)
            let shared = SharedPages(
              workspace.site, workspace.trustDocuments, trust: made.summary,
              schools: SummaryList([SummaryList.Item(made.summary.encoded(book))], book),
              approvals: workspace.trustApprovals)
            files += SharedPages.Group.allCases.flatMap(shared.files)
            if let page = shared.schoolPage(0) { files.append(page) }
          }
          if !isTemplate {
            for file in files where file.name.hasSuffix(".html") && contains(file.bytes, markBytes)
            {
              print("input \(input): the mark comes out as markup in \(file.name)")
              findings += 1
            }
          }
        }
      }
      let seconds = SystemConsole.seconds() - start
      if seconds > worst.seconds { worst = (seconds, input) }
      if seconds > 2 {
        print("input \(input): took \(seconds) s")
        findings += 1
      }
    }
    print(
      "\(count) inputs from \(first): \(findings) findings; \(built) schools came out whole; the slowest, "
        + "\(worst.input), took \(Int(worst.seconds * 1000)) ms")
    if findings > 0 { ProcessEnd.exit(1) }
  }
}
