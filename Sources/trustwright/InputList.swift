import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing

/// The files that a build was made from, each with a fingerprint: so that the next can say what changed.
struct InputList {
  /// Where the list lies in the output folder.
  static let name = "central/inputs.txt"
  private static let digits = 16
  private static let largest = 64 << 20

  /// Fingerprints by path: `Templates/policies/staff.md`, `Schools/riverside/school.yaml`.
  private(set) var digests: [String: String] = [:]

  static func digest(_ bytes: [UInt8]) -> String { digests([bytes])[0] }

  private static func digests(_ files: [[UInt8]]) -> [String] {
    SHA256.hexadecimal(files).map { String($0.prefix(digits)) }
  }

  static let trustPath = "Schools/trust.yaml"

  static func path(school slug: String) -> String { "Schools/\(slug)/school.yaml" }

  /// The line of a school's manifest.
  static func line(_ digest: String, school slug: String) -> [UInt8] {
    Array("\(digest) \(path(school: slug))\n".utf8)
  }

  /// Lists the templates.
  init(templates: InputFolder) { add(templates) }

  /// Lists the trust's own manifest.
  init(trust schools: InputFolder) { addTrust(schools) }

  private mutating func addTrust(_ schools: InputFolder) {
    if let bytes = try? schools.read("trust.yaml", limit: TextCheck.largestManifest) {
      digests[Self.trustPath] = Self.digest(bytes)
    }
  }

  /// Lists what a workspace is made from.
  init(
    _ templates: InputFolder, _ schools: InputFolder, _ summaries: some Sequence<SchoolSummary>
  ) {
    add(templates)
    addTrust(schools)
    for summary in summaries { digests[Self.path(school: summary.slug)] = summary.manifestDigest }
  }

  /// Adds all files of the templates, which are digested together.
  private mutating func add(_ templates: InputFolder) {
    let files = Self.files(in: templates, "")
    for (file, digest) in zip(files, Self.digests(files.map(\.bytes))) {
      digests["Templates/\(file.name)"] = digest
    }
  }

  private static func files(
    in folder: InputFolder, _ path: String
  ) -> [(name: String, bytes: [UInt8])] {
    var result: [(String, [UInt8])] = []
    for entry in (try? folder.list(path)) ?? [] where !entry.name.hasPrefix(".") {
      let inner = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
      switch entry.kind {
      case .folder: result += files(in: folder, inner)
      case .file:
        if let bytes = try? folder.read(inner, limit: TemplateReader.largestTemplate) {
          result.append((inner, bytes))
        }
      case .other: continue
      }
    }
    return result
  }

  /// Reads the list of the last build; nil where there is none.
  init?(from output: OutputFolder) {
    guard let bytes = output.read(Self.name, limit: Self.largest) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { digests[String(parts[1])] = String(parts[0]) }
    }
  }

  var bytes: [UInt8] {
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }
    return Array(lines.joined().utf8)
  }

  /// The paths that are not as they were in another list.
  func changed(since old: InputList) -> Set<String> {
    Set(digests.keys).union(old.digests.keys).filter { digests[$0] != old.digests[$0] }
  }
}
