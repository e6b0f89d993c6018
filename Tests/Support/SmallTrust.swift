package import Configuration
package import Diagnostics
package import Documents
import Manifests
package import Templating

/// A trust made of a few texts, for tests of the rooms below the program: no file is read.
package struct SmallTrust {
  package var vocabulary: String
  package var laws = ""
  package var glossary = ""
  package var trust = "trust: {name: Elm Trust}\n"
  package var schools: [String: String] = [
    "hill": "school: {name: Hill School, phase: primary}\n"
  ]
  /// Templates by path from Templates without `.md`: `policies/one`.
  package var templates: [String: String] = [:]

  package init(vocabulary: String = SmallTrust.phases) {
    self.vocabulary = vocabulary
  }

  /// The least that a vocabulary must say.
  package static let phases = """
    bands:
      infants: {title: Infants}
      juniors: {title: Juniors}
      seniors: {title: Seniors}
    phases:
      primary: {title: Primary, bands: [infants, juniors]}
      secondary: {title: Secondary, bands: [seniors]}
      all-through: {title: All-through, bands: [infants, juniors, seniors]}

    """

  /// A policy with no more than a title before its text.
  package static func policy(_ body: String, front: String = "") -> String {
    "---\ntitle: One policy\nkind: policy\n\(front)---\n\n\(body)\n"
  }

  /// What came of a trust.
  package struct Made {
    package var report: Report
    package var catalogue: Catalogue
    package var library: Library
    package var trust: SchoolDocuments
    package var schools: [String: SchoolDocuments]

    /// The messages, so that a test can show them.
    package var messages: String { TextFace().render(report.sorted()) }

    package var errors: [String] {
      report.sorted().filter { $0.severity == .error }.map { "\($0.code.rawValue): \($0.message)" }
    }

    /// The lines that a document prints, headings with their numbers; nil where it is not issued.
    package func lines(_ id: String = "one", school: String = "hill") -> [String]? {
      let set = school == "trust" ? trust : schools[school]
      guard let set, let index = catalogue.documentIndex(id), set.documents[index] != nil else {
        return nil
      }
      return DocumentText(set, document: index, style: .printed).sections.flatMap { section in
        (section.title.isEmpty ? [] : ["\(section.number) \(section.title)"])
          + section.blocks.map(\.text)
      }
    }

    /// The body of a document as HTML.
    package func html(_ id: String = "one", school: String = "hill") -> String {
      guard let set = schools[school], let index = catalogue.documentIndex(id) else { return "" }
      var html = HTMLWriter()
      HTMLFace.article(
        set, documents: [index], volume: nil, page: "\(school)/\(id).html", linksHeadings: false,
        to: &html)
      return String(decoding: html.bytes, as: UTF8.self)
    }
  }

  /// Reads, compiles and prints all of it.
  package func make(asOf day: String = "2026-11-28") -> Made {
    var report = Report()
    func manifest(_ path: String, _ text: String) -> Manifest {
      ManifestParser.parse(SourceFile(path: path, bytes: Array(text.utf8)), report: &report)
    }
    var files = [
      "vocabulary.yaml": vocabulary, "legislation.yaml": laws, "glossary.yaml": glossary,
    ]
    for (path, text) in templates { files["\(path).md"] = text }
    let read = ReadTemplates(files, report: &report)
    let (catalogue, library) = (read.catalogue, read.library)
    let asOf = CalendarDate(day) ?? CalendarDate(dayNumber: 0)
    let trust = TrustReader.read(
      manifest("trust.yaml", self.trust), catalogue: catalogue, schools: schools.keys.sorted(),
      report: &report)
    guard let trust else { return nothing(report, catalogue, library) }
    var builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: asOf)
    let own = SchoolDocuments(
      library: library, catalogue: catalogue,
      profile: builder.trustProfile(asked: [], report: &report))
    builder.issuedByTrust = Set(own.issued)
    var made = Made(
      report: report, catalogue: catalogue, library: library, trust: own, schools: [:])
    for (slug, text) in schools.sorted(by: { $0.key < $1.key }) {
      let manifest = ManifestParser.parse(
        SourceFile(path: "\(slug)/school.yaml", bytes: Array(text.utf8)), report: &made.report)
      guard
        let school = SchoolReader.read(
          manifest, slug: slug, catalogue: catalogue, report: &made.report),
        let profile = builder.profile(of: school, report: &made.report)
      else { continue }
      made.schools[slug] = SchoolDocuments(
        library: library, catalogue: catalogue, profile: profile, trust: own)
    }
    return made
  }

  private func nothing(_ report: Report, _ catalogue: Catalogue, _ library: Library) -> Made {
    let empty = SmallTrust(vocabulary: vocabulary).make()
    return Made(
      report: report, catalogue: catalogue, library: library, trust: empty.trust, schools: [:])
  }
}

/// A row of a table of cases: a name for the report, what is put in, what must come out.
package struct Row: Sendable, CustomStringConvertible {
  package var input: String
  package var expected: String

  package init(_ input: String, _ expected: String) {
    self.input = input
    self.expected = expected
  }

  package var description: String { input.split(separator: "\n").joined(separator: "⏎") }
}
