import Configuration
import Diagnostics
import FileStore
import Manifests

/// What a build is made from, as it was when the build began, with fingerprints of it.
struct BuildInputs: Sendable {
  /// The folder in Schools that holds what belongs to the trust's own documents.
  static let trustFolder = "_trust"

  let templates: InputFolder
  /// The folder of the manifests; what lies in it beside the schools is as it was when the build began.
  let schools: InputFolder
  let key: Fingerprint.Key
  /// The fingerprint of the templates.
  let looks: Fingerprint
  /// The fingerprint of all that every school is made from, the program and the day included.
  let shared: Fingerprint
  /// The same without what stands in documents and clauses.
  let frame: Fingerprint
  /// The files that kept messages are about.
  let sources = SourceShelf()
  /// The folders that ought to be schools, in order.
  let slugs: [String]
  /// What tells them from other such folders.
  let slugMark: String

  /// - Parameter linksPDF: Whether pages lead to PDF files of themselves.
  init(
    templates: InputFolder, schools: InputFolder, day: CalendarDate, key: Fingerprint.Key,
    linksPDF: Bool = false
  ) {
    let looks = FolderSnapshot(of: "", in: templates, key: key)
    var trust = FolderSnapshot(of: schools, withFolders: [Self.trustFolder], key: key)
    if let crest = Self.crest(schools.at(trust)) { trust.add(crest, of: schools, key: key) }
    self.templates = templates.at(looks)
    self.schools = schools.at(trust)
    self.key = key
    self.looks = looks.fingerprint
    let words = [
      Version.number, SystemConsole.programStamp, day.iso, templates.path, schools.path,
      linksPDF ? "pdf" : "",
    ]
    shared = key.combined([looks.fingerprint, trust.fingerprint], words)
    let frame = looks.fingerprint(key, withoutBytesOf: Self.isText)
    self.frame = key.combined([frame, trust.fingerprint], words)
    slugs = trust.otherFolders.filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }
    slugMark = key.combined([], slugs).hexadecimal
  }

  /// The file that the trust's manifest names as its crest, which may lie in any folder.
  private static func crest(_ schools: InputFolder) -> String? {
    let bytes = try? schools.read("trust.yaml", limit: TextCheck.largestManifest)
    return bytes.flatMap { TrustReader.crest(in: SourceFile(path: "trust.yaml", bytes: $0)) }
  }

  /// Whether a file of the templates is the text of a document, or a clause.
  private static func isText(_ name: String) -> Bool {
    guard name.hasSuffix(".md") else { return false }
    return TemplateReader.textFolders.contains { name.hasPrefix("\($0)/") }
  }

  /// One school's own files.
  struct School {
    /// The fingerprint of these files alone.
    var own: Fingerprint
    /// The folder of the manifests, with this school as it was.
    var folder: InputFolder
    /// The fingerprint of all that the school's pages are made from.
    var fingerprint: Fingerprint
  }

  /// Takes a snapshot of a school.
  func school(_ slug: String) -> School {
    let snapshot = FolderSnapshot(of: slug, in: schools, key: key)
    return School(
      own: snapshot.fingerprint, folder: schools.at(snapshot),
      fingerprint: key.combined([shared, snapshot.fingerprint]))
  }

  /// The fingerprint of what the trust's own pages are made from.
  var trust: Fingerprint { key.combined([shared], ["trust"]) }

  /// The fingerprint of what the pages over all schools are made from.
  func loose(_ published: [(slug: String, fingerprint: Fingerprint)]) -> Fingerprint {
    key.combined([shared] + published.map(\.fingerprint), published.map(\.slug))
  }
}
