import Configuration
import Diagnostics
package import Documents
package import Reviews
import Templating

extension SiteBuilder {
  /// Everything that is published for one school, and what the pages over all schools need of it.
  package struct SchoolOutput: Sendable {
    package var files: [OutputFile]
    /// The names of files that need not be made, because they stand as they would be.
    package var standing: [String] = []
    /// The pages of drafts, which lie beside the site for the central team.
    package var drafts: [OutputFile]
    package var summary: SchoolSummary
  }

  /// Makes all files of a school, or of the trust's own documents, but those that stand as they would be made.
  package func output(
    _ set: SchoolDocuments, crest: Crest?, approvals: SchoolApprovals = SchoolApprovals(),
    over pages: (any StandingPages)? = nil
  ) -> SchoolOutput {
    let folder = set.profile.slug
    let maker = PageMaker(
      builder: self, set: set, crest: crest, folder: folder, approvals: approvals, over: pages)
    var planned = maker.documentPages()
    var standing = maker.staying.names
    planned.append(contentsOf: maker.archive().map { .file($0) })
    func plan(_ page: String, _ make: () -> PlannedPage?) {
      let name = "site/\(folder)/\(page).html"
      if maker.staying.plain.contains(name) {
        standing.append(name)
      } else if let page = make() {
        planned.append(.page(page))
      }
    }
    plan("index") { maker.frontPage() }
    plan("changes") { maker.changesPage() }
    var files = maker.laidOut(planned)
    let drafts = maker.drafts
    let summary = SchoolSummary(maker, drafts: drafts)
    if let feed = summary.feedFile(space: Feed.space(of: set.profile)) { files.append(feed) }
    files.append(OutputFile("site/\(folder)/data.json", SchoolData.json(maker, summary)))
    files.append(
      OutputFile(
        "site/\(folder)/reviews.ics",
        Calendar.write(summary.reviews, name: "Reviews at \(summary.name)")))
    return SchoolOutput(files: files, standing: standing, drafts: drafts, summary: summary)
  }

  /// What the pages over all schools need of a school whose own pages stand already.
  package func summary(
    _ set: SchoolDocuments, crest: Crest?, approvals: SchoolApprovals
  ) -> SchoolOutput {
    let maker = PageMaker(
      builder: self, set: set, crest: crest, folder: set.profile.slug, approvals: approvals)
    let drafts = maker.drafts
    return SchoolOutput(files: [], drafts: drafts, summary: SchoolSummary(maker, drafts: drafts))
  }
}

extension SchoolSummary {
  /// The reviews for a calendar, in the order of their days.
  package var reviews: [Calendar.Review] {
    documents.compactMap { document in
      guard !document.isReviewedWithAnother, let next = document.nextReview,
        let adopted = document.adopted
      else { return nil }
      return Calendar.Review(
        school: slug, document: document.id, title: document.title, shortName: shortName,
        day: next.day, known: adopted)
    }.sorted { ($0.day, $0.id) < ($1.day, $1.id) }
  }
}

/// A school's facts as data.
enum SchoolData {
  /// What the data of most schools takes, in bytes; more only takes longer.
  private static let usual = 32_768

  static func json(_ maker: PageMaker, _ summary: SchoolSummary) -> [UInt8] {
    let set = maker.set
    let profile = set.profile
    var json = JSONWriter(capacity: usual)
    json.object { json in
      json.key(profile.scope == .school ? "school" : "trust")
      json.object { json in
        json.member("slug", summary.slug)
        json.member("name", summary.name)
        json.member("shortName", summary.shortName)
        json.member("urn", ifPresent: summary.urn)
        if profile.scope == .school { json.member("phase", summary.phase) }
        json.member("bands", profile.bands.map { set.catalogue.vocabulary.bands[$0].title })
        json.member("address", ifPresent: summary.address)
        json.member("phone", ifPresent: profile.details.phone?.value.written)
        json.member("email", ifPresent: profile.details.email?.value)
        json.member("website", ifPresent: summary.website)
        if profile.scope == .school { json.member("trust", profile.trustDetails.name.value) }
      }
      json.key("documents")
      json.array { json in
        for index in set.issued { document(index, maker, summary, &json) }
      }
      json.key("volumes")
      json.array { json in
        for volume in profile.volumes {
          json.object { json in
            json.member("id", volume.id)
            json.member("title", volume.title)
            json.member("page", "\(volume.id).html")
            json.member("parts", volume.parts.map { set.catalogue.documents[$0].id })
          }
        }
      }
      json.key("contacts")
      json.array { contacts(profile, &$0) }
    }
    return json.finish()
  }

  private static func document(
    _ index: Int, _ maker: PageMaker, _ summary: SchoolSummary, _ json: inout JSONWriter
  ) {
    let id = maker.builder.catalogue.documents[index].id
    guard let resolved = maker.set.documents[index], let face = maker.face(of: index),
      let facts = summary.documents.first(where: { $0.id == id })
    else { return }
    json.object { json in
      json.facts(of: facts)
      json.member("summary", ifPresent: face.summary.isEmpty ? nil : face.summary)
      json.key("sections")
      json.array { json in
        let prefix = resolved.placement.anchorPrefix
        func add(_ number: String, _ title: String, _ anchor: String, to json: inout JSONWriter) {
          json.object { json in
            json.member("number", number)
            json.member("title", title)
            json.member("anchor", prefix.isEmpty ? anchor : prefix + anchor)
          }
        }
        if let sections = face.sections {
          for section in sections { add(section.number, section.title, section.anchor, to: &json) }
        } else {
          for section in resolved.outline.sections {
            add(section.number, section.title, section.anchor, to: &json)
          }
        }
      }
    }
  }

  private static func contacts(_ profile: SchoolProfile, _ json: inout JSONWriter) {
    for holders in profile.leads {
      for person in holders.people where person.mayShow(.name) {
        json.object { json in
          json.member("role", holders.title)
          json.member("name", person.name)
          json.member("email", ifPresent: person.mayShow(.email) ? person.email : nil)
          json.member("phone", ifPresent: person.publicPhone?.written)
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes what is known of a document.
  mutating func facts(of document: SchoolSummary.Document) {
    member("id", document.id)
    member("title", document.title)
    member("kind", document.kind)
    member("page", document.page)
    member("adopted", ifPresent: document.adopted?.iso)
    member("adoptedBy", ifPresent: document.adoptedBy)
    member("nextReview", ifPresent: document.nextReview?.day.iso)
    member("version", ifPresent: document.version)
    member("category", ifPresent: document.category)
    member("given", ifPresent: document.given)
    member("digest", document.digest)
  }
}
