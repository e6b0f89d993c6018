package import Configuration
package import Diagnostics
package import Documents

/// Checks what a school's manifest and documents say against its approvals.
package enum ApprovalChecks {
  /// Reports adoptions that nobody recorded; the profile must still have the manifest's own dates.
  package static func checkDates(
    _ profile: SchoolProfile, _ approvals: SchoolApprovals, catalogue: Catalogue,
    on day: CalendarDate, report: inout Report
  ) {
    for (index, state) in profile.documents.enumerated() {
      guard state.isIssued, state.reviewedWith == nil,
        catalogue.documents[index].scope == profile.scope, let adopted = state.adopted,
        adopted.value <= day
      else { continue }
      let id = catalogue.documents[index].id
      if let last = approvals.newest(id) {
        guard adopted.value > last.day else { continue }
        report.add(
          .unrecordedAdoption(
            id, adopted.value, slug: profile.slug, last: last,
            at: profile.place(adopted.origin)))
      } else if approvals.settings.areRequired {
        // Where records are not asked for, what has none is only not published.
        report.add(
          .unrecordedAdoption(
            id, adopted.value, slug: profile.slug, last: nil,
            isError: approvals.settings.keeping == .required,
            at: profile.place(adopted.origin)))
      }
    }
  }

  /// Reports documents that say something else than what was approved.
  package static func checkTexts(
    _ set: SchoolDocuments, _ approvals: SchoolApprovals, on day: CalendarDate,
    report: inout Report
  ) {
    guard !approvals.records.isEmpty else { return }
    for index in set.issued {
      let id = set.catalogue.documents[index].id
      guard let record = approvals.inForce(id, on: day) else { continue }
      let text = ReviewedText(set, document: index)
      let status = DocumentStatus(
        id, set.profile.documents[index], approvals: approvals, on: day, text: text)
      switch status.approval {
      case .changed: report.add(.changedSinceApproval(id, record, at: record.file.place))
      case .approvedBut(let facts):
        for fact in facts { report.add(.factChanged(fact, id, at: record.file.place)) }
      default: break
      }
    }
  }
}
