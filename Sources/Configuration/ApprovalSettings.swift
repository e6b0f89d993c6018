import Diagnostics

/// How a trust keeps approvals, and what it publishes.
package struct ApprovalSettings: Sendable, Equatable {
  package enum Publishing: String, CaseIterable, Sendable {
    /// The text as it is now; what is not approved carries a mark.
    case latest
    /// The approved text as long as it stands; what is not approved is for the central team only.
    case approved
  }

  package enum FactChanges: String, CaseIterable, Sendable {
    /// A changed name or number is noted, and the approval stands.
    case noted
    /// A changed name or number needs an approval like changed wording.
    case approved
  }

  package enum Keeping: String, CaseIterable, Sendable {
    /// Who wants to records an approval.
    case optional
    /// Every adoption needs a record.
    case required
  }

  package var publish = Publishing.latest
  package var factChanges = FactChanges.noted
  package var keeping = Keeping.optional

  /// Whether an adoption needs a record: nothing else could be published where only the approved is.
  package var areRequired: Bool { keeping == .required || publish == .approved }

  /// The keys of the trust's manifest that it is read from.
  static let keys = ["approvals", "publish", "changed-facts"]

  package init() {}

  /// Reads `approvals:`, `publish:` and `changed-facts:` of the trust's manifest.
  init(_ fields: inout Fields, report: inout Report) {
    keeping = Self.choice(&fields, "approvals", report: &report) ?? keeping
    publish = Self.choice(&fields, "publish", report: &report) ?? publish
    factChanges = Self.choice(&fields, "changed-facts", report: &report) ?? factChanges
  }

  private static func choice<Option: RawRepresentable & CaseIterable>(
    _ fields: inout Fields, _ key: String, report: inout Report
  ) -> Option? where Option.RawValue == String {
    guard let text = fields.text(key, report: &report) else { return nil }
    if let option = Option(rawValue: text.value) { return option }
    report.add(
      .unknownOption(
        text.value, of: key, known: Option.allCases.map(\.rawValue),
        at: fields.file.place(text.range)))
    return nil
  }
}
