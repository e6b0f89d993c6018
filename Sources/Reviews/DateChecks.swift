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
      // What is reviewed with a policy is checked there.
      guard state.isIssued, state.reviewedWith == nil else { continue }
      checkReview(id, state, profile, report: &report)
      checkVersions(id, state, profile, report: &report)
    }
  }

  private func checkReview(
    _ id: String, _ state: DocumentState, _ profile: SchoolProfile, report: inout Report
  ) {
    guard let adopted = state.adopted else { return }
    let adoptedPlace = profile.place(adopted.origin)
    if adopted.value > day {
      report.add(.adoptedInFuture(id, adopted.value, at: adoptedPlace))
    }
    guard let next = state.nextReview else { return }
    let place = state.nextReviewOrigin.map(profile.place) ?? adoptedPlace
    if next.day < adopted.value {
      report.add(.reviewBeforeAdoption(id, next, at: place, adopted: adoptedPlace))
      return
    }
    if state.nextReviewOrigin != nil, let period = state.reviewEvery {
      checkPeriod(id, next, period, adopted.value, place, adoptedPlace, report: &report)
    }
    switch ReviewState(state, on: day) {
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
    let isExact = next.written == next.day.long
    let earliest = computed.adding(days: -31)
    let isLate = isExact ? next.day > computed : next.day.adding(months: -4) > computed
    guard isLate || next.day < earliest else { return }
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
    // Newest first or oldest first are both good; a mixture is a slip.
    let dates = state.history.map(\.adopted.value)
    let pairs = zip(dates, dates.dropFirst())
    if !pairs.allSatisfy({ $0 <= $1 }), !pairs.allSatisfy({ $0 >= $1 }) {
      report.add(.historyOutOfOrder(id, at: file.place(origin.range)))
    }
  }
}
