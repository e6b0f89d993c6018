import Diagnostics

extension Explainer {
  // MARK: - Rules

  var rules: [Explanation] {
    vocabulary.rules.enumerated().flatMap { index, rule in
      rule.perBand
        ? profile.bands.map { rulePerBand(index, rule, band: $0) } : [plainRule(index, rule)]
    }
  }

  private func head(_ path: String, _ index: Int, _ rule: Rule) -> Explanation {
    var entry = Explanation(path, .rule(index))
    entry.title = rule.question ?? ""
    entry.help = rule.head.help
    entry.options = rule.options
    entry.remark = notAsked(index, rule)
    return entry
  }

  private func plainRule(_ index: Int, _ rule: Rule) -> Explanation {
    var entry = head("rules.\(rule.path)", index, rule)
    entry.statements = statements { layer in
      layer.rules[index].flatMap { setting in said(setting, rule, band: nil) }
    }
    switch profile.rules[index] {
    case .none, .bands: break
    case .option(let option):
      entry.value = rule.options[option.value].id
      entry.meaning = rule.options[option.value].meaning
    case .value(let value):
      if case .value(let type) = rule.kind { entry.value = value.value.written(type) }
    }
    unsetWhereNotAsked(&entry)
    return entry
  }

  private func rulePerBand(_ index: Int, _ rule: Rule, band: Int) -> Explanation {
    var entry = head("rules.\(rule.path).\(vocabulary.bands[band].id)", index, rule)
    entry.statements = statements { layer in
      layer.rules[index].flatMap { setting in said(setting, rule, band: band) }
    }
    if case .bands(let bands) = profile.rules[index], let option = bands[band] {
      entry.value = rule.options[option.value].id
      entry.meaning = rule.options[option.value].meaning
    }
    unsetWhereNotAsked(&entry)
    return entry
  }

  private func said(
    _ setting: RuleSetting, _ rule: Rule, band: Int?
  ) -> (text: String, range: TextRange)? {
    switch setting {
    case .option(let option):
      return (rule.options[option.value].id, option.range)
    case .bands(let bands, _):
      guard let band, let option = bands[band] else { return nil }
      return (rule.options[option.value].id, option.range)
    case .value(let value):
      guard case .value(let type) = rule.kind else { return nil }
      return (value.value.written(type), value.range)
    }
  }

  /// What a rule that is not asked here was given counts for nothing.
  private func unsetWhereNotAsked(_ entry: inout Explanation) {
    guard entry.remark != nil else { return }
    for index in entry.statements.indices { entry.statements[index].decides = false }
  }

  /// Why a rule is not asked at this school; nil where it is.
  private func notAsked(_ index: Int, _ rule: Rule) -> String? {
    guard let why = catalogue.whyNotAsked(index, at: profile) else { return nil }
    guard let otherwise = rule.otherwise, !rule.isAsked(in: profile.phase) else { return why }
    return "\(why), and counts as '\(rule.options[otherwise].id)' at any other"
  }

  // MARK: - Documents

  var documents: [Explanation] {
    catalogue.documents.enumerated().flatMap { index, declaration -> [Explanation] in
      guard declaration.scope == .school || profile.scope == .trust else { return [] }
      guard declaration.scope == profile.scope else { return [] }
      return document(index, declaration)
    }
  }

  private func document(_ index: Int, _ declaration: DocumentDeclaration) -> [Explanation] {
    let state = profile.documents[index]
    let path = "documents.\(declaration.id)"
    var whole = Explanation(path, .document(index))
    whole.title = "whether the document is issued"
    whole.statements = statements { layer in
      layer.documents[index]?.isIssued.map { ($0.value ? "yes" : "no", $0.range) }
    }
    whole.value = state.isIssued ? "issued" : "not issued"
    let decision = whole.statements.first
    if !state.isIssued, decision?.text != "no" {
      whole.remark = whyNotIssued(declaration, state)
    } else if decision == nil {
      whole.remark = "issued, because nobody says no"
    }
    func part<Part>(
      _ key: String, _ value: String?, from template: Bool = false, by origin: Origin? = nil,
      remark: String? = nil, _ setting: (DocumentSetting) -> Located<Part>?,
      _ text: (Part) -> String
    ) -> Explanation {
      var entry = Explanation("\(path).\(key)")
      entry.statements = statements { layer in
        layer.documents[index].flatMap(setting).map { (text($0.value), $0.range) }
      }
      if template, value != nil {
        entry.statements.append(
          .init(
            who: "template", text: value ?? "", place: declaration.file.place,
            decides: entry.statements.isEmpty, isOverridden: !entry.statements.isEmpty))
      }
      // Behind the layers of manifests come the records of approvals.
      if let origin, let value, origin.layer >= layers.count {
        for index in entry.statements.indices {
          entry.statements[index].decides = false
          entry.statements[index].isOverridden = true
        }
        let record = profile.layers[origin.layer].file.place
        entry.statements.insert(
          .init(who: "approval", text: value, place: record, decides: true), at: 0)
      }
      entry.value = value
      if entry.statements.isEmpty { entry.remark = remark }
      return entry
    }
    let own = state.reviewedWith == nil
    let policy = state.reviewedWith.map {
      "reviewed with documents.\(catalogue.documents[$0].id)"
    }
    let computed = state.adopted.map {
      "computed from the day of adoption, \($0.value.long), and the period"
    }
    return [
      whole,
      part("title", state.title?.value, \.title) { $0 },
      part(
        "adopted", state.adopted?.value.long, by: own ? state.adopted?.origin : nil,
        remark: policy, \.adopted, \.long),
      part(
        "adopted-by", state.adoptedBy?.value, by: own ? state.adoptedBy?.origin : nil,
        remark: policy, \.adoptedBy
      ) { $0 },
      part(
        "review-every", state.reviewEvery?.description,
        from: own && state.reviewEveryOrigin == nil, remark: policy, \.reviewEvery, \.description),
      part(
        "next-review", state.nextReview?.written, remark: policy ?? computed, \.nextReview,
        \.written),
      part(
        "category", state.category?.rawValue,
        from: state.category != nil && state.category == declaration.category
          && !layers.contains { $0.documents[index]?.category != nil },
        \.category, \.rawValue),
      part(
        "version", state.version?.value.written, by: own ? state.version?.origin : nil,
        remark: policy, \.version, \.written),
      part(
        "history",
        state.history.isEmpty
          ? nil : "\(state.history.count) earlier version\(state.history.count == 1 ? "" : "s")",
        \.history
      ) { "\($0.count) earlier version\($0.count == 1 ? "" : "s")" },
      part(
        "given", declaration.kind == .agreement ? state.given.rawValue : nil,
        remark: declaration.given == nil ? "signed, because nobody says otherwise" : nil, \.given,
        \.rawValue),
      part("return-by", state.returnBy?.value.long, \.returnBy, \.long),
      part("from", state.from?.value.long, \.from, \.long),
      part("to", state.to?.value.long, \.to, \.long),
    ]
  }

  private func whyNotIssued(_ declaration: DocumentDeclaration, _ state: DocumentState) -> String {
    if let bands = declaration.bands, !bands.contains(where: profile.bands.contains) {
      return
        "it is for \(Prose.list(bands.map { vocabulary.bands[$0].title })), and this school has none"
    }
    if let condition = declaration.issuedWhen {
      let text = String(decoding: condition.bytes, as: UTF8.self)
      var answers = profile.answers
      state.answer(catalogue.questions, &answers)
      if let index = catalogue.documentIndex(declaration.id),
        !catalogue.issueConditions[index].holds(answers)
      {
        return "it is issued only when \(text)"
      }
    }
    return "the day is outside its dates"
  }

  // MARK: - Volumes

  var volumes: [Explanation] {
    var ids: [String] = []
    for layer in layers {
      for volume in layer.volumes where !ids.contains(volume.id) { ids.append(volume.id) }
    }
    return ids.sorted().map { id in
      var entry = Explanation("volumes.\(id)")
      entry.title = "several documents bound as parts of one"
      entry.statements = statements { layer in
        layer.volumes.first { $0.id == id }.map { setting in
          let parts = (setting.parts ?? []).map { catalogue.documents[$0.value].id }
          let text = setting.isNone ? "no" : parts.isEmpty ? "a title" : Prose.list(parts)
          return (text, setting.range)
        }
      }
      entry.value = profile.volumes.first { $0.id == id }.map { volume in
        "\(volume.title): \(Prose.list(volume.parts.map { catalogue.documents[$0].id }))"
      }
      return entry
    }
  }
}
