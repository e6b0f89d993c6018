import Diagnostics
import FileStore
import Publishing
import Synchronization

extension SiteWriter {
  /// One school after it was read and, where nothing is wrong, written.
  struct SchoolResult: Sendable {
    var slug: String
    /// What was found in other files than its own.
    var report = Report()
    /// What was found in its own files.
    var messages: SchoolMessages?
    var publication: Publication?
    /// The fingerprints of the parts of its summary; empty where they are not known.
    var parts: [Fingerprint] = []
    /// Its summary, where the store does not keep it.
    var summary: SummaryList.Item?
    /// Its pages for the central team, where they stand already.
    var apart: [UnitRecord.File] = []
    /// Whether the page that shows it to the central team is made.
    var hasCentralPage = false
    /// What the record keeps of it, where it stands as it should.
    var record: UnitHead?
    /// Its name and its number, to find schools that are one school twice.
    var name: String?
    var urn: String?
    var fingerprint: Fingerprint?
    var failure: FileError?
    /// Whether the school was to be written at all.
    var isWanted = true
    /// Whether something is wrong with it, so that its last good pages stay.
    var isStopped = false
    /// Whether the machine failed to read it.
    var isUnread = false
  }

  /// A school's pages before they are put in place, and what they were made from.
  struct SchoolOutput: Sendable {
    let own: BuildInputs.School
    let hasMessages: Bool
    /// What the record keeps of it besides its files.
    let facts: [String]
    let there: StandingUnit?
    let standing: StandingSchool?
    let made: SiteBuilder.SchoolOutput
    /// What the record keeps of what they were made from.
    let origins: [UInt8]
  }

  /// Schools whose pages wait to be put in place.
  final class Prepared: Sendable {
    typealias School = (result: SchoolResult, output: SchoolOutput?)

    private let schools = Mutex<[String: School]>([:])

    func add(_ slug: String, _ school: School) { schools.withLock { $0[slug] = school } }
    func take(_ slug: String) -> School? { schools.withLock { $0.removeValue(forKey: slug) } }
  }
}
