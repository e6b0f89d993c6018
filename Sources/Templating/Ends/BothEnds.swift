package import Configuration
package import Diagnostics

/// Looks from the other end: what is declared, and nothing uses it.
///
/// That every use has its declaration is an error elsewhere. What is told here is only worth knowing: a
/// question that schools answer for nothing, a term nobody meets, a clause nobody reads.
package struct BothEnds {
  private let catalogue: Catalogue
  private let clauses: [Clause]
  private let mentions: Mentions

  /// - Parameter layouts: They print values too.
  package init(
    _ library: Library, catalogue: Catalogue, clauses: [Clause], layouts: [Layout]
  ) {
    self.catalogue = catalogue
    self.clauses = clauses
    mentions = Mentions(library, layouts: layouts, catalogue: catalogue)
  }

  package func check(report: inout Report) {
    checkVocabulary(&report)
    checkLaws(&report)
    for (index, term) in catalogue.glossary.terms.enumerated() where !mentions.terms.contains(index)
    {
      report.add(.termNeverCited(term, at: catalogue.glossary.file.place(term.range)))
    }
    for clause in clauses where !mentions.clauses.contains(clause.file.path) {
      report.add(.neverIncluded(clause.path, at: clause.file.place))
    }
  }

  // MARK: - Vocabulary

  private func checkVocabulary(_ report: inout Report) {
    let vocabulary = catalogue.vocabulary
    func unused(_ head: EntryHead, _ subject: Subject, _ kind: NameKind, path: String? = nil) {
      guard !mentions.subjects.contains(subject) else { return }
      report.add(
        .neverUsed(kind, path ?? head.id, at: vocabulary.file.place(head.range)))
    }
    for (index, role) in vocabulary.roles.enumerated() {
      // A role that may be left empty is for the lists of people; nobody is asked for it.
      if case .never = role.head.required { continue }
      unused(role.head, .role(index), .role)
    }
    for (index, provider) in vocabulary.providers.enumerated() {
      unused(provider.head, .provider(index), .provider)
    }
    for (index, word) in vocabulary.words.enumerated() {
      unused(word.head, .word(index, plural: false), .word)
    }
    for (index, fact) in vocabulary.facts.enumerated() { unused(fact.head, .fact(index), .fact) }
    for (index, related) in vocabulary.related.enumerated() {
      unused(related.head, .related(index), .related)
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      unused(rule.head, .rule(index), .rule, path: rule.path)
      if mentions.subjects.contains(.rule(index)) { checkOptions(of: rule, index, &report) }
    }
  }

  /// Reports options that no branch and no condition tells apart.
  private func checkOptions(of rule: Rule, _ index: Int, _ report: inout Report) {
    guard case .options(let options) = rule.kind else { return }
    var groups = [Array(options.indices)]
    for answers in mentions.tests(ofRule: index, catalogue.vocabulary) {
      groups = groups.flatMap { group in
        [
          group.filter { answers.contains(UInt8($0 + 1)) },
          group.filter { !answers.contains(UInt8($0 + 1)) },
        ]
      }.filter { $0.count > 1 }
    }
    let file = catalogue.vocabulary.file
    for group in groups.sorted(by: { $0[0] < $1[0] }) where group.count > 1 {
      let alike = group.map { options[$0] }
      report.add(
        .optionsAlike(
          alike.map(\.id), of: rule.path, at: file.place(alike[alike.count - 1].range),
          others: alike.dropLast().map { file.place($0.range) }))
    }
  }

  // MARK: - Law

  private func checkLaws(_ report: inout Report) {
    let laws = catalogue.laws
    let left = laws.laws.indices.filter { index in
      guard !mentions.laws.contains(index) else { return false }
      // An old edition is kept so that whoever cites it is told, a new one for who cites the old.
      switch laws.laws[index].status {
      case .superseded, .revoked: return false
      case .inForce, .partlyInForce:
        return !laws.laws.contains { $0.supersededBy == laws.laws[index].id }
      }
    }
    guard let first = left.first else { return }
    report.add(
      .lawsNeverCited(
        left.map { laws.laws[$0].id }, at: laws.file.place(laws.laws[first].range)))
  }
}
