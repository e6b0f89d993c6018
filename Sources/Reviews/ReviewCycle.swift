package import Configuration
import Diagnostics
package import Manifests

/// A school year in which documents are reviewed: `2027-28`, from 1 September to 31 August.
package struct ReviewCycle: Sendable {
  package let name: String
  package let start: CalendarDate
  package let end: CalendarDate

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      let year = Int(parts[0]), let next = Int(parts[1]), (year + 1) % 100 == next,
      let start = CalendarDate(year: year, month: 9, day: 1),
      let end = CalendarDate(year: year + 1, month: 8, day: 31)
    else { return nil }
    name = text
    self.start = start
    self.end = end
  }

  /// What is proposed for one document in one manifest.
  package struct Proposal: Sendable {
    package var document: String
    /// Where the document's entry stands in its manifest.
    package var path: [String]
    package var adopted: CalendarDate
    package var version: String?
    package var nextReview: String?
    /// The line for the version that the new one takes the place of.
    package var history: [(String, String)]
    /// Whether the history's newest line stands first.
    package var newestFirst: Bool
    fileprivate var hasHistory: Bool
  }

  /// Proposes the next review of a document; nil where none falls due before the cycle ends.
  ///
  /// - Parameters:
  ///   - setting: What one manifest says of the document.
  ///   - period: How often it is reviewed where the manifest does not say.
  ///   - day: The day of the meeting, where it is known.
  ///   - today: What is overdue is reviewed after this day, never before it.
  package func proposal(
    for document: String, _ setting: DocumentSetting, at path: [String], period: ReviewPeriod?,
    on day: CalendarDate?, today: CalendarDate
  ) -> Proposal? {
    guard let adopted = setting.adopted?.value, adopted < start else { return nil }
    let every = setting.reviewEvery?.value ?? period
    let next = setting.nextReview?.value.day ?? every.map { $0.after(adopted) }
    guard let next, next <= end else { return nil }
    let meeting = day ?? max(next, start, today.adding(days: 1))
    let later = every?.after(meeting) ?? meeting.adding(months: 12)
    var history: [(String, String)] = []
    if let version = setting.version?.value.written { history.append(("version", version)) }
    history.append(("adopted", adopted.iso))
    history.append(("summary", "In force until the review of \(name)"))
    let entries = setting.history?.value ?? []
    let dates = entries.map(\.adopted.value)
    let isKnown = dates.contains(adopted)
    return Proposal(
      document: document, path: path, adopted: meeting,
      version: setting.version?.value.following?.written,
      nextReview: setting.nextReview.map { $0.value.moved(to: later) },
      history: isKnown ? [] : history,
      newestFirst: dates.count < 2 || dates[0] >= dates[dates.count - 1],
      hasHistory: setting.history != nil)
  }
}

extension ReviewCycle.Proposal {
  /// Writes the proposal into a manifest.
  ///
  /// - Returns: Whether all of it could be written.
  package func write(to editor: inout ManifestEditor) -> Bool {
    var isWhole = editor.set(path + ["adopted"], to: adopted.iso)
    if let version { isWhole = editor.set(path + ["version"], to: version) && isWhole }
    if let nextReview { isWhole = editor.set(path + ["next-review"], to: nextReview) && isWhole }
    guard !history.isEmpty else { return isWhole }
    if hasHistory {
      return editor.add(item: history, to: path + ["history"], atStart: newestFirst) && isWhole
    }
    let anchor = version == nil ? "adopted" : "version"
    return editor.add("history", .list(history), to: path, after: anchor) && isWhole
  }
}

extension DocumentVersion {
  /// The version after this one: its last part counts up.
  package var following: DocumentVersion? {
    guard let last = parts.last else { return nil }
    return DocumentVersion((parts.dropLast() + [last + 1]).map { "\($0)" }.joined(separator: "."))
  }
}

extension ReviewDate {
  /// A later day, written like this one: as a date, a month or a term.
  fileprivate func moved(to day: CalendarDate) -> String {
    if CalendarMonth(self.day.iso.prefix(7).description)?.description == written {
      return String(day.iso.prefix(7))
    }
    if SchoolTerm(written) != nil { return SchoolTerm(containing: day).description }
    return day.iso
  }
}
