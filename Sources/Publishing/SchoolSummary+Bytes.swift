import Configuration
import Reviews

/// A summary as bytes, in parts, so that what depends on one part need not be made again when another changes.
extension SchoolSummary {
  /// Parts of a summary.
  package struct Parts: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Its folder, its names, and where it is: what every reading has.
    package static let identity = Parts(rawValue: 1 << 0)
    /// Its documents, without their digests.
    package static let documents = Parts(rawValue: 1 << 1)
    package static let digests = Parts(rawValue: 1 << 2)
    /// Which roles somebody holds.
    package static let held = Parts(rawValue: 1 << 3)
    package static let leads = Parts(rawValue: 1 << 4)
    package static let rules = Parts(rawValue: 1 << 5)
    package static let forms = Parts(rawValue: 1 << 6)
    package static let drafts = Parts(rawValue: 1 << 7)
    /// The fingerprint of the manifest.
    package static let source = Parts(rawValue: 1 << 8)

    package static let all = Parts(rawValue: 1 << count - 1)
    /// How many parts there are.
    package static let count = 9

    /// Whether it has the part of this number.
    package func has(_ number: Int) -> Bool { rawValue & 1 << number != 0 }
  }

  /// Writes each part, in the order of their numbers.
  package func encoded(_ book: PhraseBook) -> [[UInt8]] {
    func part(_ write: (inout SummaryWriter) -> Void) -> [UInt8] {
      var writer = SummaryWriter(book)
      write(&writer)
      return writer.bytes
    }
    let folder = slug + "/"
    return [
      part { writeIdentity(to: &$0) },
      part { $0.list(documents) { $1.write(to: &$0, folder: folder) } },
      part { $0.list(documents) { $0.text($1.digest) } },
      part { $0.list(held) { $0.flag($1) } },
      part { $0.list(leads) { $1.write(to: &$0) } },
      part { $0.list(rules) { $1.write(to: &$0) } },
      part { $0.list(forms) { $1.write(to: &$0) } },
      part { $0.list(drafts) { $0.text($1) } },
      part { $0.text(manifestDigest) },
    ]
  }

  /// Reads some parts, and leaves the others empty; nil where they are not what was written.
  ///
  /// - Parameter ranges: Where each part lies in the bytes.
  package init?(_ bytes: [UInt8], _ ranges: [Range<Int>], _ wanted: Parts, _ book: PhraseBook) {
    guard ranges.count == Parts.count else { return nil }
    func part<Value>(_ part: Parts, _ read: (inout SummaryReader) -> Value?) -> Value? {
      var reader = SummaryReader(bytes, ranges[part.rawValue.trailingZeroBitCount], book)
      guard let value = read(&reader), reader.isAtEnd else { return nil }
      return value
    }
    guard let identity = part(.identity, SchoolSummary.init(identity:)) else { return nil }
    self = identity
    if wanted.contains(.documents) {
      let folder = slug + "/"
      guard
        let read = part(.documents, { $0.list { Document(from: &$0, folder: folder) } })
      else { return nil }
      documents = read
    }
    if wanted.contains(.digests) {
      guard let read = part(.digests, { $0.list { $0.text() } }) else { return nil }
      guard read.count == documents.count else { return nil }
      for index in read.indices { documents[index].digest = read[index] }
    }
    if wanted.contains(.held) {
      guard let read = part(.held, { $0.list { $0.flag() } }) else { return nil }
      held = read
    }
    if wanted.contains(.leads) {
      guard let read = part(.leads, { $0.list(Holder.init) }) else { return nil }
      leads = read
    }
    if wanted.contains(.rules) {
      guard let read = part(.rules, { $0.list(RuleReport.init) }) else { return nil }
      rules = read
    }
    if wanted.contains(.forms) {
      guard let read = part(.forms, { $0.list(Form.init) }) else { return nil }
      forms = read
    }
    if wanted.contains(.drafts) {
      guard let read = part(.drafts, { $0.list { $0.text() } }) else { return nil }
      drafts = read
    }
    if wanted.contains(.source) {
      guard let read = part(.source, { $0.text() }) else { return nil }
      manifestDigest = read
    }
  }

  // MARK: - Identity

  /// Reads its identity, and leaves all else empty.
  private init?(identity reader: inout SummaryReader) {
    guard let slug = reader.text(), let name = reader.text(), let shortName = reader.text(),
      let phase = reader.text(), let urn = reader.optionalText(),
      let website = reader.optionalText(), let address = reader.optionalText(),
      let hasAdopted = reader.flag()
    else { return nil }
    self.slug = slug
    self.name = name
    self.shortName = shortName
    self.phase = phase
    self.urn = urn
    self.website = website
    self.address = address
    self.hasAdopted = hasAdopted
    documents = []
    held = []
    leads = []
    rules = []
    forms = []
    drafts = []
    manifestDigest = ""
  }

  private func writeIdentity(to writer: inout SummaryWriter) {
    writer.text(slug)
    writer.text(name)
    writer.text(shortName)
    writer.text(phase)
    writer.text(urn)
    writer.text(website)
    writer.text(address)
    writer.flag(hasAdopted)
  }
}

extension SchoolSummary.Document {
  /// - Parameter folder: The school's own folder, with a stroke behind it.
  fileprivate func write(to writer: inout SummaryWriter, folder: String) {
    writer.text(id)
    writer.text(title)
    writer.text(kind)
    // Nearly every page lies in the school's own folder.
    let isInside = page.hasPrefix(folder)
    writer.flag(isInside)
    writer.text(isInside ? String(page.utf8.dropFirst(folder.utf8.count)) ?? page : page)
    state.write(to: &writer)
    writer.day(adopted)
    writer.text(adoptedBy)
    nextReview.write(to: &writer)
    writer.text(version)
    writer.text(category)
    writer.text(given)
    writer.text(change)
    writer.list(laws) { $0.number($1) }
    writer.flag(isReviewedWithAnother)
  }

  /// - Parameter folder: The school's own folder, with a stroke behind it.
  fileprivate init?(from reader: inout SummaryReader, folder: String) {
    guard let id = reader.text(), let title = reader.text(), let kind = reader.text(),
      let isInside = reader.flag(), let page = reader.text(),
      let state = SchoolSummary.State(from: &reader), let adopted = reader.optionalDay(),
      let adoptedBy = reader.optionalText(), let nextReview = ReviewDate?(from: &reader),
      let version = reader.optionalText(), let category = reader.optionalText(),
      let given = reader.optionalText(), let change = reader.optionalText(),
      let laws = reader.list({ $0.number() }), let isReviewedWithAnother = reader.flag()
    else { return nil }
    self.init(
      id: id, title: title, kind: kind, page: isInside ? folder + page : page, state: state,
      adopted: adopted, adoptedBy: adoptedBy, nextReview: nextReview, version: version,
      category: category, given: given, digest: "", change: change, laws: laws,
      isReviewedWithAnother: isReviewedWithAnother)
  }
}

extension SchoolSummary.State {
  fileprivate func write(to writer: inout SummaryWriter) {
    let (kind, days) =
      switch review {
      case .neverAdopted: (0, 0)
      case .noDate: (1, 0)
      case .current: (2, 0)
      case .due(let days): (3, days)
      case .overdue(let days): (4, days)
      }
    writer.number(kind)
    writer.number(days)
    writer.flag(isDraft)
    writer.text(ownWords)
  }

  fileprivate init?(from reader: inout SummaryReader) {
    guard let kind = reader.number(), let days = reader.number(), let isDraft = reader.flag(),
      let words = reader.optionalText()
    else { return nil }
    let review: ReviewState
    switch kind {
    case 0: review = .neverAdopted
    case 1: review = .noDate
    case 2: review = .current
    case 3: review = .due(inDays: days)
    case 4: review = .overdue(byDays: days)
    default: return nil
    }
    self.init(review: review, isDraft: isDraft, ownWords: words)
  }
}

extension ReviewDate? {
  fileprivate func write(to writer: inout SummaryWriter) {
    writer.day(self?.day)
    guard let self else { return }
    writer.day(self.first)
    writer.text(self.period)
  }

  fileprivate init?(from reader: inout SummaryReader) {
    guard let day = reader.optionalDay() else { return nil }
    guard let day else {
      self = .none
      return
    }
    guard let first = reader.optionalDay(), let first, let period = reader.optionalText() else {
      return nil
    }
    self = ReviewDate(day, from: first, period: period)
  }
}

extension SchoolSummary.Holder {
  fileprivate func write(to writer: inout SummaryWriter) {
    writer.text(title)
    writer.list(people) { writer, person in
      writer.text(person.name)
      writer.text(person.email)
      writer.text(person.phone)
      writer.flag(person.isPublic)
    }
  }

  fileprivate init?(_ reader: inout SummaryReader) {
    guard let title = reader.text(), let people = reader.list(SchoolSummary.Person.init) else {
      return nil
    }
    self.init(title: title, people: people)
  }
}

extension SchoolSummary.Person {
  fileprivate init?(_ reader: inout SummaryReader) {
    guard let name = reader.text(), let email = reader.optionalText(),
      let phone = reader.optionalText(), let isPublic = reader.flag()
    else { return nil }
    self.init(name: name, email: email, phone: phone, isPublic: isPublic)
  }
}

extension RuleReport {
  fileprivate func write(to writer: inout SummaryWriter) {
    writer.text(answer)
    writer.text(layer)
    writer.flag(departs)
    writer.text(place)
  }

  fileprivate init?(_ reader: inout SummaryReader) {
    guard let answer = reader.text(), let layer = reader.text(), let departs = reader.flag(),
      let place = reader.optionalText()
    else { return nil }
    self.init(answer: answer, layer: layer, departs: departs, place: place)
  }
}

extension SchoolSummary.Form {
  fileprivate func write(to writer: inout SummaryWriter) {
    writer.text(form)
    writer.text(title)
    writer.text(reference)
    writer.text(earlier)
    writer.text(verdict)
    writer.list(returns) { writer, entry in
      writer.text(entry.reference)
      writer.number(entry.signed)
      writer.number(entry.asked.map { $0 + 1 } ?? 0)
      writer.day(entry.day)
      writer.text(entry.verdict)
    }
  }

  fileprivate init?(_ reader: inout SummaryReader) {
    guard let form = reader.text(), let title = reader.text(), let reference = reader.text(),
      let earlier = reader.optionalText(), let verdict = reader.text(),
      let returns = reader.list(SchoolSummary.Return.init)
    else { return nil }
    self.init(
      form: form, title: title, reference: reference, earlier: earlier, verdict: verdict,
      returns: returns)
  }
}

extension SchoolSummary.Return {
  fileprivate init?(_ reader: inout SummaryReader) {
    guard let reference = reader.text(), let signed = reader.number(), let asked = reader.number(),
      let day = reader.optionalDay(), let verdict = reader.text()
    else { return nil }
    self.init(
      reference: reference, signed: signed, asked: asked == 0 ? nil : asked - 1, day: day,
      verdict: verdict)
  }
}
