package import Configuration
package import Diagnostics

/// Checks the dates that manifests give for documents.
package struct DateChecks {
  private let catalogue: Catalogue
  private let day: CalendarDate

  package init(catalogue: Catalogue, asOf day: CalendarDate) {
    self.catalogue = catalogue
    self.day = day
  }

  /// Reports dates of a school's documents that contradict each other or have passed.
  package func check(_ profile: SchoolProfile, report: inout Report) {
    for (index, state) in profile.documents.enumerated() {
      let id = catalogue.documents[index].id
      guard catalogue.documents[index].scope == profile.scope else { continue }
      if let to = state.to, to.value < day {
        report.add(.addendumEnded(id, to.value, at: profile.place(to.origin)))
      }
      if state.isIssued, let by = state.returnBy, by.value < day {
        report.add(.returnByPassed(id, by.value, at: profile.place(by.origin)))
      }
      // What is reviewed with a policy is checked there.
      guard state.isIssued, state.reviewedWith == nil else { continue }
      checkReview(id, state, profile, report: &report)
      checkVersions(id, state, profile, report: &report)
    }
  }

  private func checkReview(
    _ id: String, _ state: DocumentState, _ profile: SchoolProfile, report: inout Report
  ) {
    let adoptedPlace = state.adopted.map { profile.place($0.origin) }
    if let adopted = state.adopted, let adoptedPlace {
      if adopted.value > day {
        report.add(.adoptedInFuture(id, adopted.value, at: adoptedPlace))
      }
      if state.nextReview == nil { report.add(.reviewNeverDue(id, at: adoptedPlace)) }
    }
    // When it falls due is not known.
    if state.periodIsUnclear, state.nextReviewOrigin == nil { return }
    guard let next = state.nextReview,
      let place = state.nextReviewOrigin.map({ profile.place($0) }) ?? adoptedPlace
    else { return }
    if let adopted = state.adopted, let adoptedPlace {
      if next.day < adopted.value {
        report.add(.reviewBeforeAdoption(id, next, at: place, adopted: adoptedPlace))
        return
      }
      if state.nextReviewOrigin != nil, !state.periodIsUnclear, let period = state.reviewEvery {
        checkPeriod(id, next, period, adopted.value, place, adoptedPlace, report: &report)
      }
    }
    // A day may be given for a document that nobody has adopted yet.
    switch ReviewState(due: next, on: day) {
    case .overdue(let days): report.add(.overdue(id, next, days: days, at: place))
    case .due(let days): report.add(.dueSoon(id, next, days: days, at: place))
    default: break
    }
  }

  /// Compares a given date with the one that follows from the period.
  ///
  /// A review may be called up to a month early, so that it falls on a meeting; a month or a term
  /// must hold the computed day.
  private func checkPeriod(
    _ id: String, _ next: ReviewDate, _ period: ReviewPeriod, _ adopted: CalendarDate,
    _ place: Place, _ adoptedPlace: Place, report: inout Report
  ) {
    let computed = period.after(adopted)
    let earliest = computed.adding(days: -31)
    guard next.first > computed || next.day < earliest else { return }
    report.add(
      .reviewContradictsPeriod(
        id, next, period, computed: computed, at: place, adopted: adoptedPlace))
  }

  private func checkVersions(
    _ id: String, _ state: DocumentState, _ profile: SchoolProfile, report: inout Report
  ) {
    guard let origin = state.historyOrigin else { return }
    let file = profile.layers[origin.layer].file
    for entry in state.history {
      if let own = state.version, let earlier = entry.version, !(earlier.value < own.value) {
        report.add(
          .versionNotEarlier(
            id, earlier.value.written, current: own.value.written,
            at: file.place(earlier.range), other: profile.place(own.origin)))
      }
      if let adopted = state.adopted, entry.adopted.value > adopted.value {
        report.add(
          .historyAfterAdoption(
            id, at: file.place(entry.adopted.range), other: profile.place(adopted.origin)))
      }
    }
    checkNumbers(id, state.history, file, report: &report)
    // Newest first or oldest first are both good; a mixture is a slip.
    let dates = state.history.map(\.adopted.value)
    let pairs = zip(dates, dates.dropFirst())
    if !pairs.allSatisfy({ $0 <= $1 }), !pairs.allSatisfy({ $0 >= $1 }) {
      report.add(.historyOutOfOrder(id, at: file.place(origin.range)))
    }
  }

  /// Compares the versions of the history with their dates: a later one has a higher number.
  private func checkNumbers(
    _ id: String, _ history: [HistoryEntry], _ file: SourceFile, report: inout Report
  ) {
    let numbered = history.filter { $0.version != nil }.enumerated()
      .sorted { ($0.element.adopted.value, $0.offset) < ($1.element.adopted.value, $1.offset) }
      .map(\.element)
    for (earlier, later) in zip(numbered, numbered.dropFirst()) {
      guard let first = earlier.version, let second = later.version,
        earlier.adopted.value < later.adopted.value, !(first.value < second.value)
      else { continue }
      report.add(
        .versionsAgainstDates(
          id, first.value.written, second.value.written, at: file.place(first.range),
          other: file.place(second.range)))
    }
  }
}
