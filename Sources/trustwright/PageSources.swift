import Bytes
import Configuration
import Diagnostics
import Documents
import FileStore
import Publishing
import Synchronization
import Templating

/// What the pages of schools are made from, told apart so that a page can stay which would read the same again.
///
/// A page of documents follows from three things: the text of these documents, with the clauses in it; what every page of
/// the school can show, which is all inputs but the texts of documents; and what other documents look like from outside.
struct PageSources: Sendable {
  private let key: Fingerprint.Key
  /// All inputs that schools share, without the texts of documents and what only these include.
  private let frame: Fingerprint
  /// The text of each document, by its number.
  private let texts: [UInt64]

  init(_ inputs: BuildInputs, _ library: Library) {
    let key = inputs.key
    self.key = key
    var fronts: [Fingerprint] = []
    texts = library.programs.map { program in
      let file = program.declaration.file
      // What the front matter says of a document can decide what others are.
      fronts.append(key.fingerprint(Array(TemplateParser.frontMatter(of: file))))
      let files = [file] + program.inclusions.map(\.file)
      return key.combined(files.map { key.fingerprint($0.bytes) }, files.map(\.path)).low
    }
    // The words of the site stand on pages of every kind, with the clauses in them.
    let words = library.words.sorted { $0.key < $1.key }.flatMap(\.value.inclusions)
    frame = key.combined(
      [inputs.frame] + fronts + words.map { key.fingerprint($0.file.bytes) })
  }

  /// What the pages over all schools can show, besides what is kept of each school and of the trust.
  func base(_ trust: SchoolDocuments) -> Fingerprint {
    key.combined([frame, key.fingerprint(trust.outside)])
  }

  /// What every page of a school can show.
  func base(_ own: Fingerprint, _ documents: SchoolDocuments) -> Fingerprint {
    key.combined([frame, own, key.fingerprint(documents.outside)])
  }

  /// What is kept of a school's pages, for a later build to know what they were made from.
  func origins(
    _ base: Fingerprint, _ documents: SchoolDocuments, _ summary: SchoolSummary
  ) -> [UInt8] {
    var writer = ByteWriter()
    writer.fingerprint(base)
    writer.list(summary.documents) { writer, document in
      let index = documents.catalogue.documentIndex(document.id) ?? 0
      writer.number(index)
      writer.word(texts[index])
      writer.text(document.digest)
    }
    return writer.bytes
  }

  /// The pages of a school that stand as they would be made again; nil where none are known.
  func standing(
    _ unit: StandingUnit, _ base: Fingerprint, in store: OutputStore
  ) -> StandingSchool? {
    let bytes = store.origins(of: unit)
    var reader = ByteReader(bytes)
    guard reader.fingerprint() == base,
      let known = reader.list({ reader -> (Int, UInt64, String)? in
        guard let document = reader.integer(), let text = reader.word(),
          let digest = reader.text()
        else { return nil }
        return (document, text, digest)
      })
    else { return nil }
    var digests: [Int: String] = [:]
    for (document, text, digest) in known
    where texts.indices.contains(document) && texts[document] == text && !digest.isEmpty {
      digests[document] = digest
    }
    return StandingSchool(store, unit, digests: digests)
  }
}

/// The pages of one school that stand as they would be made again.
final class StandingSchool: StandingPages {
  private let store: OutputStore
  private let unit: StandingUnit
  /// The digest of each document whose text is as it was.
  private let digests: [Int: String]
  /// What was found of the files that were asked for.
  private let found = Mutex<[String: NewFile]>([:])

  fileprivate init(_ store: OutputStore, _ unit: StandingUnit, digests: [Int: String]) {
    self.store = store
    self.unit = unit
    self.digests = digests
  }

  func digest(of document: Int) -> String? { digests[document] }

  func stand(_ names: [String], showing documents: [Int]) -> Bool {
    documents.allSatisfy { digests[$0] != nil } && names.allSatisfy(stands)
  }

  private func stands(_ name: String) -> Bool {
    let prefix = "site/\(unit.unit)/"
    guard name.hasPrefix(prefix),
      let file = store.standingFile(String(name.dropFirst(prefix.utf8.count)), in: unit)
    else { return false }
    found.withLock { [file] in $0[name] = file }
    return true
  }

  /// The files of these names, which were found to stand.
  func files(_ names: [String]) -> [NewFile] {
    found.withLock { found in names.compactMap { found[$0] } }
  }
}
