package import Configuration

/// Where a document stands in its review cycle on a day.
package enum ReviewState: Sendable, Equatable {
  /// Nobody has adopted it, or nobody has said when.
  case neverAdopted
  /// It has no review date: nothing says how often it is reviewed.
  case noDate
  case current
  /// The review falls due within 90 days, today and the ninetieth day included.
  case due(inDays: Int)
  /// The review fell due before today.
  case overdue(byDays: Int)

  /// How many days before its review a document counts as due.
  package static let notice = 90

  package init(_ state: DocumentState, on day: CalendarDate) {
    guard state.adopted != nil else {
      self = .neverAdopted
      return
    }
    guard let next = state.nextReview else {
      self = .noDate
      return
    }
    self.init(due: next, on: day)
  }

  /// Where a review stands that falls due on a day.
  package init(due next: ReviewDate, on day: CalendarDate) {
    let days = next.day.dayNumber - day.dayNumber
    if days < 0 {
      self = .overdue(byDays: -days)
    } else {
      self = days <= Self.notice ? .due(inDays: days) : .current
    }
  }

  /// One word for tables and data.
  package var name: String {
    switch self {
    case .neverAdopted: "never adopted"
    case .noDate: "no review date"
    case .current: "current"
    case .due: "due"
    case .overdue: "overdue"
    }
  }

  /// The same in full, for data that stands by itself.
  package var longName: String {
    if case .due = self { "due within \(Self.notice) days" } else { name }
  }

  /// What a reader wants to know: how long there is still, or how late it is.
  package var words: String {
    switch self {
    case .due(0): "due today"
    case .due(let days): "due in \(days) day\(days == 1 ? "" : "s")"
    case .overdue(let days): "overdue by \(days) day\(days == 1 ? "" : "s")"
    default: name
    }
  }
}
