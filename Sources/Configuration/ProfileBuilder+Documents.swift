import Diagnostics

extension ProfileBuilder {
  /// Decides with which policies documents are reviewed, and which are bound together.
  func setDocuments(_ profile: inout SchoolProfile, layers: [Layer], report: inout Report) {
    for index in profile.documents.indices { takeReview(index, &profile) }
    if profile.scope == .school { setVolumes(&profile, layers: layers, report: &report) }
  }

  /// Gathers what the layers say of a document; whether it is issued is what they want.
  ///
  /// - Parameter unclear: Those of the layers that have something unclear, which hardly any has.
  func merged(_ index: Int, _ layers: [Layer], unclear: [Layer]) -> DocumentState {
    let declaration = catalogue.documents[index]
    let settings = layers.indices.compactMap { number in
      layers[number].documents[index].map { (number: number, said: $0) }
    }
    func first<Result>(_ part: (DocumentSetting) -> Located<Result>?) -> Sourced<Result>? {
      for (number, said) in settings {
        if let found = part(said) {
          return Sourced(found.value, Origin(layer: number, range: found.range))
        }
      }
      return nil
    }
    let given = first(\.given)
    let period = first(\.reviewEvery)
    let next = first(\.nextReview)
    let history = first(\.history)
    var state = DocumentState(
      isIssued: false, title: first(\.title), adopted: first(\.adopted),
      adoptedBy: first(\.adoptedBy), reviewEvery: period?.value ?? declaration.reviewEvery,
      reviewEveryOrigin: period?.origin, nextReview: next?.value, nextReviewOrigin: next?.origin,
      category: first(\.category)?.value ?? declaration.category, version: first(\.version),
      history: history?.value ?? [], historyOrigin: history?.origin,
      given: given?.value ?? declaration.given ?? .signed, owner: first(\.owner)?.value,
      returnBy: first(\.returnBy),
      from: first(\.from), to: first(\.to))
    state.periodIsUnclear =
      period == nil && unclear.contains { $0.isUnclear("documents.\(declaration.id).review-every") }
    if state.nextReview == nil, let adopted = state.adopted?.value, let period = state.reviewEvery {
      state.nextReview = ReviewDate(period.after(adopted))
    }
    // `no`, or `yes` to take it back, from the nearest layer that says either; a mapping says nothing.
    state.isIssued = first(\.isIssued)?.value ?? true
    return state
  }

  /// Whether a document is issued, where all that its condition asks is answered.
  func isIssued(_ index: Int, _ answers: [UInt8], _ profile: SchoolProfile) -> Bool {
    let scope = catalogue.documents[index].scope
    guard scope == profile.scope else { return scope == .trust && issuedByTrust.contains(index) }
    guard profile.documents[index].isIssued else { return false }
    if let bands = catalogue.documents[index].bands,
      !bands.contains(where: profile.bands.contains)
    {
      return false
    }
    let state = profile.documents[index]
    if let from = state.from?.value, asOf < from { return false }
    if let to = state.to?.value, asOf > to { return false }
    guard catalogue.issueAsksOfDocument[index] else {
      return catalogue.issueConditions[index].holds(answers)
    }
    var answers = answers
    state.answer(catalogue.questions, &answers)
    return catalogue.issueConditions[index].holds(answers)
  }

  /// Gives an appendix or an agreement without dates those of the policy it belongs to.
  private func takeReview(_ index: Int, _ profile: inout SchoolProfile) {
    let state = profile.documents[index]
    guard state.isIssued, state.adopted == nil, state.nextReviewOrigin == nil,
      let policy = catalogue.policies[index], profile.documents[policy].isIssued
    else { return }
    let review = profile.documents[policy]
    profile.documents[index].reviewedWith = policy
    profile.documents[index].adopted = review.adopted
    profile.documents[index].adoptedBy = state.adoptedBy ?? review.adoptedBy
    // A period of its own is what it has where the policy has none.
    let every = review.reviewEvery ?? state.reviewEvery
    profile.documents[index].reviewEvery = every
    profile.documents[index].nextReview =
      review.nextReview
      ?? every.flatMap { every in
        review.adopted.map { ReviewDate(every.after($0.value)) }
      }
    profile.documents[index].version = state.version ?? review.version
  }

  // MARK: - Volumes

  private func setVolumes(
    _ profile: inout SchoolProfile, layers: [Layer], report: inout Report
  ) {
    var ids: [String] = []
    for layer in layers {
      for volume in layer.volumes where !ids.contains(volume.id) { ids.append(volume.id) }
    }
    var bound: [Int: Int] = [:]
    for id in ids.sorted() {
      var title: Sourced<String>?
      var parts: Sourced<[Located<Int>]>?
      var origin: Origin?
      var lacks = ["title": true, "parts": true]
      for (number, layer) in layers.enumerated() {
        guard let setting = layer.volumes.first(where: { $0.id == id }) else { continue }
        if setting.isNone { break }
        let place = Origin(layer: number, range: setting.range)
        origin = origin ?? place
        if !setting.lacksTitle { lacks["title"] = false }
        if !setting.lacksParts { lacks["parts"] = false }
        if title == nil { title = setting.title.map { Sourced($0.value, place) } }
        if parts == nil { parts = setting.parts.map { Sourced($0, place) } }
      }
      guard let origin else { continue }
      let file = profile.layers[origin.layer].file
      for key in ["parts", "title"] where lacks[key] ?? false {
        report.add(
          .missing(
            key, in: "volume '\(id)'", at: file.place(origin.range),
            help: "write it like {title: Handbook, parts: [one-policy, another-policy]}"))
      }
      guard let title, let parts else { continue }
      var issued: [Int] = []
      for part in parts.value {
        let place = profile.layers[parts.origin.layer].file.place(part.range)
        if bound[part.value] != nil {
          report.add(.boundTwice(catalogue.documents[part.value].id, at: place))
        } else if !profile.documents[part.value].isIssued {
          report.add(.partNotIssued(catalogue.documents[part.value].id, volume: id, at: place))
        } else {
          bound[part.value] = issued.count
          issued.append(part.value)
        }
      }
      guard !issued.isEmpty else { continue }
      profile.volumes.append(Volume(id: id, title: title.value, parts: issued))
    }
  }
}
