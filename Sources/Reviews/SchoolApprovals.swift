package import Configuration
import Diagnostics
package import Documents

/// All approvals of one school, or of the trust's own documents, and the rules they are kept by.
package struct SchoolApprovals: Sendable {
  package var settings: ApprovalSettings
  /// The oldest first; of one day, the lower version first.
  package private(set) var records: [ApprovalRecord]
  /// The kept pages, by `acceptable-use-4/acceptable-use.html`.
  package var pages: [String: [UInt8]]
  /// The school's register of returned forms.
  package var returns: [FormReturn] = []

  package init(
    settings: ApprovalSettings = ApprovalSettings(), records: [ApprovalRecord] = [],
    pages: [String: [UInt8]] = [:]
  ) {
    self.settings = settings
    self.records = records.sorted {
      ($0.day, $0.version, $0.document) < ($1.day, $1.version, $1.document)
    }
    self.pages = pages
  }

  /// The approval of a document that is in force on a day, whether it is the document's own or that of
  /// what it is reviewed with.
  package func inForce(_ document: String, on day: CalendarDate) -> ApprovalRecord? {
    records.last { $0.day <= day && $0.text(of: document) != nil }
  }

  /// The last approval of a document, on whatever day.
  package func newest(_ document: String) -> ApprovalRecord? {
    records.last { $0.text(of: document) != nil }
  }

  /// The texts on a kept page that were approved by a day, without those that are reviewed with another of them:
  /// the parts of a volume.
  package func parts(of page: ApprovalRecord.Page, by day: CalendarDate) -> [ReviewedText] {
    page.holds.compactMap { held in
      records.lazy.filter { $0.document == held.document && $0.day <= day }
        .compactMap { $0.text(of: held.document) }.first { $0.digest == held.digest }
    }
  }

  /// The kept page that holds only texts in force on a day; nil where there is none.
  package func page(_ name: String, on day: CalendarDate) -> (ApprovalRecord, [UInt8])? {
    for record in records.reversed() where record.day <= day {
      guard let page = record.pages.first(where: { $0.name == name }),
        page.holds.contains(where: { inForce($0.document, on: day)?.name == record.name }),
        page.holds.allSatisfy({ held in
          inForce(held.document, on: day)?.text(of: held.document)?.digest == held.digest
        }), let bytes = pages["\(record.name)/\(name)"]
      else { continue }
      return (record, bytes)
    }
    return nil
  }
}

/// Whether what a document says was approved.
package enum ApprovalState: Sendable, Equatable {
  /// No approvals are kept of the document, and none are asked for.
  case notKept
  case approved
  /// The wording is the approved one; these facts are not, which the trust only notes.
  case approvedBut([FactChange])
  /// It is to be approved for the first time, or again, and the wording is what it was.
  case awaiting
  /// It says something else than what was approved.
  case changed

  /// Whether it may not be shown as approved.
  package var isDraft: Bool { self == .awaiting || self == .changed }
}

/// A fact that is not what it was.
package struct FactChange: Sendable, Equatable, Hashable {
  package var name: String
  /// Empty where there was none.
  package var before: String
  package var after: String

  package init(name: String, before: String, after: String) {
    self.name = name
    self.before = before
    self.after = after
  }

  /// The facts that differ, in the order of the newer list, those that are gone last.
  package static func between(_ old: [PrintedFact], _ new: [PrintedFact]) -> [FactChange] {
    var changes: [FactChange] = []
    for fact in new {
      let before = old.first { $0.name == fact.name }?.value ?? ""
      if before != fact.value {
        changes.append(FactChange(name: fact.name, before: before, after: fact.value))
      }
    }
    for fact in old where !new.contains(where: { $0.name == fact.name }) {
      changes.append(FactChange(name: fact.name, before: fact.value, after: ""))
    }
    return changes
  }
}

/// Where a document stands on a day: its approval first, its dates after that.
package struct DocumentStatus: Sendable, Equatable {
  package var approval: ApprovalState
  package var review: ReviewState

  /// - Parameters:
  ///   - document: The document's id.
  ///   - text: What it says; only asked for where there is an approved text to compare it with.
  package init(
    _ document: String, _ state: DocumentState, approvals: SchoolApprovals, on day: CalendarDate,
    text: @autoclosure () -> ReviewedText
  ) {
    review = ReviewState(state, on: day)
    approval = Self.approval(document, state, approvals, day, text)
  }

  private static func approval(
    _ document: String, _ state: DocumentState, _ approvals: SchoolApprovals,
    _ day: CalendarDate, _ text: () -> ReviewedText
  ) -> ApprovalState {
    let adopted = state.adopted?.value
    guard let record = approvals.inForce(document, on: day),
      let approved = record.text(of: document)
    else {
      let isPlanned = adopted.map { $0 > day } ?? false
      return approvals.settings.areRequired || isPlanned ? .awaiting : .notKept
    }
    let text = text()
    guard approved.wordingDigest == text.wordingDigest else { return .changed }
    let facts = FactChange.between(approved.outsideFacts, text.outsideFacts)
    if !facts.isEmpty, approvals.settings.factChanges == .approved { return .changed }
    if let adopted, adopted > record.day { return .awaiting }
    if let version = state.version?.value, state.reviewedWith == nil, version > record.version {
      return .awaiting
    }
    return facts.isEmpty ? .approved : .approvedBut(facts)
  }

  /// The state in one phrase, for tables and data.
  package var name: String {
    switch approval {
    case .changed: "text changed since approval"
    case .awaiting: review == .neverAdopted ? review.name : "awaiting approval"
    case .notKept, .approved, .approvedBut: review.longName
    }
  }

  /// The same with days, for people.
  package var words: String {
    approval.isDraft ? name : review.words
  }
}

extension SchoolApprovals {
  /// An approval that is about to be recorded.
  package struct Pending: Sendable {
    package var document: Int
    package var body: String
    package var day: CalendarDate
    package var version: DocumentVersion

    package init(document: Int, body: String, day: CalendarDate, version: DocumentVersion) {
      self.document = document
      self.body = body
      self.day = day
      self.version = version
    }
  }

  /// Puts the dates of the approvals in force into a profile, so that they need not be typed twice.
  ///
  /// A later date in the manifest stays: it is then an adoption without a record, or one to come.
  package func apply(
    to profile: inout SchoolProfile, catalogue: Catalogue, on day: CalendarDate,
    pending: Pending? = nil
  ) {
    guard !records.isEmpty || pending != nil else { return }
    for index in profile.documents.indices where profile.documents[index].reviewedWith == nil {
      let id = catalogue.documents[index].id
      if let pending, pending.document == index {
        take(pending.day, pending.body, pending.version, nil, index, &profile, isSure: true)
      } else if let record = records.last(where: { $0.day <= day && $0.document == id }) {
        let origin = Origin(layer: profile.layers.count, range: .zero)
        profile.layers.append(LayerReference(kind: .school, file: record.file))
        take(record.day, record.body, record.version, origin, index, &profile, isSure: false)
      }
    }
    for index in profile.documents.indices {
      guard let host = profile.documents[index].reviewedWith else { continue }
      let review = profile.documents[host]
      profile.documents[index].adopted = review.adopted
      profile.documents[index].nextReview = review.nextReview
      if profile.documents[index].adoptedBy == nil {
        profile.documents[index].adoptedBy = review.adoptedBy
      }
      if profile.documents[index].version == nil {
        profile.documents[index].version = review.version
      }
    }
  }

  private func take(
    _ day: CalendarDate, _ body: String, _ version: DocumentVersion, _ origin: Origin?,
    _ index: Int, _ profile: inout SchoolProfile, isSure: Bool
  ) {
    let state = profile.documents[index]
    let place = origin ?? state.adopted?.origin ?? Origin(layer: 0, range: .zero)
    if isSure || state.adopted.map({ $0.value <= day }) ?? true {
      if state.adopted?.value != day {
        profile.documents[index].adopted = Sourced(day, place)
        if state.nextReviewOrigin == nil {
          profile.documents[index].nextReview = state.reviewEvery.map { ReviewDate($0.after(day)) }
        }
      }
      profile.documents[index].adoptedBy = Sourced(body, place)
    }
    if state.version == nil { profile.documents[index].version = Sourced(version, place) }
  }
}
