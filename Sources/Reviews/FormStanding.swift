package import Configuration
package import Documents

/// Whether a form that was signed before must be signed again.
package struct FormStanding: Sendable {
  package enum Verdict: Sendable, Equatable {
    /// What was signed is no longer what the form says; the answers that changed, by their paths.
    case again(choices: [String])
    /// What was signed still stands.
    case stands
    /// Nothing earlier is recorded to compare with.
    case first
  }

  package var form: String
  package var title: String
  /// The reference that the form carries now.
  package var reference: TextReference
  /// The reference of the text that it was compared with.
  package var earlier: TextReference?
  package var verdict: Verdict
  /// Of the school's register: what was signed under which reference, and whether that stands.
  package var returns: [(entry: FormReturn, verdict: Verdict?)]

  /// The verdict in words.
  package static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .again(let choices):
      choices.isEmpty
        ? "sign again: its wording changed" : "sign again: \(Prose.list(choices)) changed"
    case .stands: "need not be signed again"
    case .first: "nothing earlier to compare with"
    }
  }

  /// Judges the forms of a school that somebody signs, on paper or on a screen.
  package static func all(
    _ set: SchoolDocuments, _ approvals: SchoolApprovals, on day: CalendarDate,
    digest: (Int) -> String, text: (Int) -> ReviewedText
  ) -> [FormStanding] {
    set.agreements.compactMap { index in
      switch set.profile.documents[index].given {
      case .signed, .acknowledged: break
      case .readAloud, .published: return nil
      }
      if approvals.records.isEmpty, approvals.returns.isEmpty {
        return FormStanding(
          form: set.catalogue.documents[index].id, title: set.documents[index]?.title ?? "",
          reference: TextReference(
            document: set.catalogue.documents[index].id,
            version: set.profile.documents[index].version?.value.written,
            digest: String(digest(index).prefix(ReviewedText.shortDigest))),
          verdict: .first, returns: [])
      }
      let now = text(index)
      let known = approvals.records.filter { $0.day <= day }.compactMap {
        $0.text(of: now.document)
      }
      // The cycle's own approval is no earlier text: what counts is what was in force before.
      let earlier = known.last { $0.digest != now.digest }
      let returns = approvals.returns.filter { $0.form == now.document }.map { entry in
        let signed = (known + [now]).first { entry.reference.matches($0.digest) }
        return (entry: entry, verdict: signed.map { verdict($0, now) })
      }
      return FormStanding(
        form: now.document, title: now.title, reference: Self.reference(now),
        earlier: (earlier ?? known.last).map(Self.reference),
        verdict: earlier.map { verdict($0, now) } ?? (known.isEmpty ? .first : .stands),
        returns: returns)
    }
  }

  private static func reference(_ text: ReviewedText) -> TextReference {
    TextReference(
      document: text.document, version: text.version,
      digest: String(text.digest.prefix(ReviewedText.shortDigest)))
  }

  private static func verdict(_ old: ReviewedText, _ new: ReviewedText) -> Verdict {
    guard old.wordingDigest != new.wordingDigest else { return .stands }
    let changed = new.choices.filter { choice in
      old.choices.first { $0.path == choice.path }?.answer != choice.answer
    }
    return .again(choices: changed.map(\.path))
  }
}

extension TextReference {
  init(document: String, version: String?, digest: String) {
    self.document = document
    self.version = version
    self.digest = digest
  }
}
