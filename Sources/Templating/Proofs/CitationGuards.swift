import Configuration

/// When a document cites anything of a kind, and when somebody holds a role that it names.
struct CitationGuards {
  var laws = Condition.always
  var terms = Condition.always
  var documents = Condition.always
  var holders = Condition.always

  init() {}

  init(
    _ uses: GuardedUses, _ program: Program, _ context: ProofContext,
    _ definitions: [DefinitionProgram]
  ) {
    (laws, terms, documents, holders) = (.never, .never, .never, .never)
    for use in uses.references {
      let printed = context.closed(use.guarded)
      switch program.references[use.reference].target {
      case .law: laws = laws.or(printed)
      case .term(let term):
        terms = terms.or(printed)
        let cited = Self.cited(by: term, definitions)
        if cited.laws { laws = laws.or(printed) }
        if cited.related { documents = documents.or(printed) }
      case .related: documents = documents.or(printed)
      case .document(let other), .section(let other, _):
        if other != program.document { documents = documents.or(printed) }
      case .address, .value: break
      }
    }
    for use in uses.slots {
      guard case .subject(let subject) = program.slots[use.slot].source else {
        if case .item(let loop, .name?) = program.slots[use.slot].source {
          // Whoever is named in a turn of a loop holds a role.
          holders = holders.or(context.someTurn(context.closed(use.guarded), of: loop))
        }
        continue
      }
      switch subject {
      case .role(let role), .rolePart(let role, _):
        let printed = context.closed(use.guarded)
        holders = holders.or(printed.and(context.test(.role(role), isThere: true)))
      default: break
      }
    }
  }

  /// What the definition of a term cites, and those of the terms it cites.
  private static func cited(
    by term: Int, _ definitions: [DefinitionProgram]
  ) -> (laws: Bool, related: Bool) {
    var result = (laws: false, related: false)
    var terms = [term]
    var index = 0
    while index < terms.count {
      for reference in definitions[terms[index]].references {
        switch reference.target {
        case .law: result.laws = true
        case .related: result.related = true
        case .term(let other): if !terms.contains(other) { terms.append(other) }
        default: break
        }
      }
      index += 1
    }
    return result
  }
}
