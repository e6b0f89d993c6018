import Configuration
package import Diagnostics

/// The messages of this room, in alphabetical order.
extension Diagnostic {
  static func addendumEnded(_ id: String, _ to: CalendarDate, at place: Place) -> Self {
    Diagnostic(
      .addendumEnded, .warning, "'\(id)' ended on \(to.long) and is no longer published", at: place,
      help: "write '\(id): no', or give it a new period")
  }

  static func adoptedInFuture(_ id: String, _ date: CalendarDate, at place: Place) -> Self {
    Diagnostic(
      .adoptedInFuture, .warning, "'\(id)' is adopted on \(date.long), which is still to come",
      at: place, help: "give the day on which it was adopted, or leave the key out until then")
  }

  static func approvalAltered(_ problem: String, at place: Place) -> Self {
    Diagnostic(
      .approvalAltered, "this record of an approval was altered: \(problem)", at: place,
      help:
        "put back the file that 'approve' wrote, from a copy or from version control; records are not edited"
    )
  }

  static func approvalUnreadable(at place: Place) -> Self {
    Diagnostic(
      .approvalAltered, "this record of an approval cannot be understood", at: place,
      help: "put back the file that 'approve' wrote, from a copy or from version control")
  }

  package static func approvedPageAltered(_ page: String, at place: Place, record: Place) -> Self {
    Diagnostic(
      .approvalAltered, "the approved page '\(page)' is not the one that was approved", at: place,
      notes: [Diagnostic.Note("its digest stands here", at: record)],
      help: "put back the file that 'approve' wrote, from a copy or from version control")
  }

  package static func badReturns(_ problem: String, line: Int, at place: Place) -> Self {
    Diagnostic(
      .badReturns, "line \(line) of the register of returns \(problem)", at: place,
      help: "its columns are form,reference,signed,asked,on; see Docs/approvals.md")
  }

  static func changedSinceApproval(_ id: String, _ record: ApprovalRecord, at place: Place) -> Self
  {
    Diagnostic(
      .changedSinceApproval, .warning,
      "the text of '\(id)' changed since version \(record.version.written) was \(record.words)",
      at: place, help: "see what changed with 'trustwright diff', and have it approved again")
  }

  static func dueSoon(_ id: String, _ next: ReviewDate, days: Int, at place: Place) -> Self {
    Diagnostic(
      .reviewDue, .note,
      "the review of '\(id)' is due \(days == 0 ? "today" : "in \(days) day\(days == 1 ? "" : "s")"), on \(next.day.long)",
      at: place, help: "once it is reviewed, give the new day of adoption")
  }

  static func factChanged(_ fact: FactChange, _ id: String, at place: Place) -> Self {
    let before = fact.before.isEmpty ? "nothing" : "'\(fact.before)'"
    let after = fact.after.isEmpty ? "nothing" : "'\(fact.after)'"
    return Diagnostic(
      .factChanged, .note,
      "'\(fact.name)' in '\(id)' was \(before) when it was approved, and is \(after) now",
      at: place,
      help: "the approval stands; with 'changed-facts: approved' in trust.yaml it would not")
  }

  static func historyAfterAdoption(_ id: String, at place: Place, other: Place) -> Self {
    Diagnostic(
      .versionsOutOfOrder, .warning,
      "an earlier version of '\(id)' was adopted after the present one", at: place,
      notes: [Diagnostic.Note("the present version was adopted here", at: other)],
      help: "correct one of the two dates")
  }

  static func historyOutOfOrder(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .versionsOutOfOrder, .warning, "the history of '\(id)' is not in the order of its dates",
      at: place, help: "put the newest first")
  }

  static func lawNotInForce(
    _ index: Int, _ state: LawRegister.State, _ laws: LawRegister, on day: CalendarDate,
    at place: Place
  ) -> Self {
    let law = laws.laws[index]
    let message: String
    var successor: Int?
    switch state {
    case .inForce: message = "'\(law.title)' is in force"
    case .notYet(let from):
      message = "'\(law.title)' is not in force before \(law.inForceWritten ?? from.long)"
    case .revoked(let by):
      message = "'\(law.title)' is revoked"
      successor = by
    case .superseded(let by):
      message = "'\(law.title)' is superseded"
      successor = by
    }
    return Diagnostic(
      .lawNotInForce, .warning, message, at: place,
      label: successor.map { "cite 'law:\(laws.laws[$0].id)' (\(laws.laws[$0].title))" },
      notes: [registerNote(law, laws, "says so for \(day.long)")],
      help: "cite what is in force, or correct the register")
  }

  static func lawWithoutEdition(_ index: Int, _ laws: LawRegister, at place: Place) -> Self {
    let law = laws.laws[index]
    return Diagnostic(
      .lawWithoutEdition, .warning, "nothing says which edition of '\(law.title)' is meant",
      at: place, notes: [registerNote(law, laws, "gives no edition and no year")],
      help: "add 'edition' to its entry in the register")
  }

  /// What the register says of a law, when it was last checked, and how sure it is.
  private static func registerNote(
    _ law: Law, _ laws: LawRegister, _ says: String
  ) -> Diagnostic.Note {
    let checked = laws.checked.map { " of \($0.long)" } ?? ", which has no date,"
    let sure = law.confidence.map { "; how sure it is: \($0)" } ?? ""
    return Diagnostic.Note("the register\(checked) \(says)\(sure)", at: laws.file.place(law.range))
  }

  static func overdue(_ id: String, _ next: ReviewDate, days: Int, at place: Place) -> Self {
    Diagnostic(
      .reviewOverdue, .warning,
      "the review of '\(id)' was due on \(next.day.long), \(days) day\(days == 1 ? "" : "s") ago",
      at: place, help: "review it, and give the new day of adoption")
  }

  static func readsTooOld(
    _ id: String, age: Int, limit: Int, band: String?, longest: String, school: String,
    at place: Place
  ) -> Self {
    Diagnostic(
      .readingAge, .warning,
      "the form '\(id)' reads as for the age of \(age / 10).\(age % 10), and \(limit) is the most"
        + (band.map { " for \($0)" } ?? ""),
      at: place,
      notes: [Diagnostic.Note("so it is at \(school); its longest sentence: \(longest)")],
      help: "write shorter sentences and shorter words")
  }

  static func registerOld(_ checked: CalendarDate, on day: CalendarDate, at place: Place) -> Self {
    Diagnostic(
      .registerOld, .note,
      "the register of law was last checked on \(checked.long), more than a year before \(day.long)",
      at: place, help: "look through it, and put the day under 'checked'")
  }

  static func returnByPassed(_ id: String, _ by: CalendarDate, at place: Place) -> Self {
    Diagnostic(
      .returnByPassed, .warning,
      "the form '\(id)' asks to be returned by \(by.long), which has passed", at: place,
      help: "give the new day; or leave 'return-by' out, and the day is written in by hand")
  }

  static func reviewBeforeAdoption(
    _ id: String, _ next: ReviewDate, at place: Place, adopted: Place
  ) -> Self {
    Diagnostic(
      .reviewDates, .warning, "the next review of '\(id)' is before its adoption", at: place,
      notes: [Diagnostic.Note("adopted here", at: adopted)],
      help: "leave 'next-review' out, and it is computed")
  }

  static func reviewContradictsPeriod(
    _ id: String, _ next: ReviewDate, _ period: ReviewPeriod, computed: CalendarDate,
    at place: Place, adopted: Place
  ) -> Self {
    let every = period.count == 1 ? period.unit.rawValue : period.description
    return Diagnostic(
      .reviewDates, .warning,
      "the next review of '\(id)' does not fit a review every \(every)", at: place,
      label: "\(computed.iso) would",
      notes: [Diagnostic.Note("adopted here", at: adopted)],
      help: "leave 'next-review' out, and it is computed; or change 'review-every'")
  }

  static func unrecordedAdoption(
    _ id: String, _ adopted: CalendarDate, slug: String, last: ApprovalRecord?,
    isError: Bool = true, at place: Place
  ) -> Self {
    Diagnostic(
      .unrecordedAdoption, isError ? .error : .warning,
      "no record says that '\(id)' was approved on \(adopted.long)"
        + (isError ? "" : ", so it is not published"), at: place,
      notes: last.map {
        [Diagnostic.Note("version \($0.version.written) was \($0.words)", at: $0.file.place)]
      } ?? [],
      help:
        "record it: trustwright approve \(slug) \(id) --by … --on \(adopted.iso); if another text was approved on that day, move it to 'history'"
    )
  }

  static func reviewNeverDue(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .reviewDates, .warning, "nothing says when '\(id)' is reviewed next", at: place,
      help: "give 'review-every', such as 1 year, or 'next-review'")
  }

  static func versionsAgainstDates(
    _ id: String, _ version: String, _ later: String, at place: Place, other: Place
  ) -> Self {
    Diagnostic(
      .versionsOutOfOrder, .warning,
      "version \(version) of '\(id)' was adopted before version \(later), and is numbered after it",
      at: place, notes: [Diagnostic.Note("version \(later) is here", at: other)])
  }

  static func versionNotEarlier(
    _ id: String, _ earlier: String, current: String, at place: Place, other: Place
  ) -> Self {
    Diagnostic(
      .versionsOutOfOrder, .warning,
      "version \(earlier) in the history of '\(id)' is not before version \(current)", at: place,
      notes: [Diagnostic.Note("the present version is given here", at: other)],
      help: "correct one of the two versions; they are compared part by part, so 1.10 is after 1.9")
  }
}
