import Configuration
import Diagnostics
package import Documents
package import Reviews
import Templating

extension SiteBuilder {
  /// Makes the pages and tables over all schools: the front page, data, calendars.
  ///
  /// - Parameter schools: The schools that are published, in the order of their names.
  package func trustOutput(
    _ trust: SchoolDocuments, trustSummary: SchoolSummary, schools: [SchoolSummary],
    approvals: SchoolApprovals = SchoolApprovals()
  ) -> [OutputFile] {
    let maker = PageMaker(
      builder: self, set: trust, crest: trustCrest, folder: "trust", approvals: approvals)
    var files = [maker.sitePage(schools)]
    if let feed = feedFile(schools + [trustSummary], trust: trust.profile) { files.append(feed) }
    files.append(contentsOf: dataFiles(schools + [trustSummary]))
    let reviews = (schools + [trustSummary]).flatMap(\.reviews)
      .sorted { ($0.day, $0.id) < ($1.day, $1.id) }
    files.append(
      OutputFile(
        "site/reviews.ics",
        Calendar.write(reviews, name: "Reviews in \(trust.profile.details.name.value)")))
    return files
  }

  // MARK: - Data

  private func dataFiles(_ all: [SchoolSummary]) -> [OutputFile] {
    let schools = all.filter { $0.slug != "trust" }
    return [
      OutputFile("site/data/schools.json", schoolsJSON(schools)),
      OutputFile("site/data/schools.csv", schoolsCSV(schools)),
      OutputFile("site/data/documents.json", documentsJSON(all)),
      OutputFile("site/data/documents.csv", documentsCSV(all)),
      OutputFile("site/data/reviews.json", reviewsJSON(all)),
      OutputFile("site/data/reviews.csv", reviewsCSV(all)),
    ]
  }

  private func schoolsJSON(_ schools: [SchoolSummary]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schools")
      json.array { json in
        for school in schools {
          json.object { json in
            json.member("slug", school.slug)
            json.member("name", school.name)
            json.member("phase", school.phase)
            json.member("urn", ifPresent: school.urn)
            json.member("website", ifPresent: school.website)
            json.member("page", "\(school.slug)/index.html")
          }
        }
      }
    }
    return json.finish()
  }

  private func schoolsCSV(_ schools: [SchoolSummary]) -> [UInt8] {
    var csv = CSVWriter(["slug", "name", "phase", "urn", "website", "page"])
    for school in schools {
      csv.row([
        school.slug, school.name, school.phase, school.urn ?? "", school.website ?? "",
        "\(school.slug)/index.html",
      ])
    }
    return csv.bytes
  }

  private func documentsJSON(_ all: [SchoolSummary]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("documents")
      json.array { json in
        for school in all {
          for document in school.documents {
            json.object { json in
              json.member("school", school.slug)
              json.facts(of: document)
            }
          }
        }
      }
    }
    return json.finish()
  }

  private func documentsCSV(_ all: [SchoolSummary]) -> [UInt8] {
    var csv = CSVWriter([
      "school", "id", "title", "kind", "page", "adopted", "adopted-by", "next-review", "version",
      "category", "given", "digest",
    ])
    for school in all {
      for document in school.documents {
        csv.row([
          school.slug, document.id, document.title, document.kind, document.page,
          document.adopted?.iso ?? "", document.adoptedBy ?? "",
          document.nextReview?.day.iso ?? "", document.version ?? "", document.category ?? "",
          document.given ?? "", document.digest,
        ])
      }
    }
    return csv.bytes
  }

  /// The documents with a review date, soonest first.
  private func reviews(
    _ all: [SchoolSummary]
  ) -> [(school: SchoolSummary, document: SchoolSummary.Document, day: CalendarDate)] {
    all.flatMap { school in
      school.documents.filter { !$0.isReviewedWithAnother }.compactMap { document in
        document.nextReview.map { (school, document, $0.day) }
      }
    }.sorted {
      ($0.day, $0.school.slug, $0.document.id) < ($1.day, $1.school.slug, $1.document.id)
    }
  }

  private func reviewsJSON(_ all: [SchoolSummary]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("reviews")
      json.array { json in
        for (school, document, day) in reviews(all) {
          json.object { json in
            json.member("school", school.slug)
            json.member("document", document.id)
            json.member("title", document.title)
            json.member("adopted", ifPresent: document.adopted?.iso)
            json.member("nextReview", day.iso)
          }
        }
      }
    }
    return json.finish()
  }

  private func reviewsCSV(_ all: [SchoolSummary]) -> [UInt8] {
    var csv = CSVWriter(["school", "document", "title", "adopted", "next-review"])
    for (school, document, day) in reviews(all) {
      csv.row([
        school.slug, document.id, document.title, document.adopted?.iso ?? "", day.iso,
      ])
    }
    return csv.bytes
  }
}
