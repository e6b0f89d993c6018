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
    var files = [frontPage(maker, trust, schools)]
    files.append(contentsOf: dataFiles(schools + [trustSummary]))
    let reviews = (schools + [trustSummary]).flatMap(\.reviews)
      .sorted { ($0.day, $0.id) < ($1.day, $1.id) }
    files.append(
      OutputFile(
        "site/reviews.ics",
        Calendar.write(reviews, name: "Reviews in \(trust.profile.details.name.value)")))
    return files
  }

  /// The front page of the site: the schools, and the trust's own documents.
  private func frontPage(
    _ maker: PageMaker, _ trust: SchoolDocuments, _ schools: [SchoolSummary]
  ) -> OutputFile {
    let name = "index.html"
    var values = PageValues()
    values[.title] = trust.profile.details.name.value
    values[.kind] = "site"
    values[.description] =
      "The policies and forms of the schools of \(trust.profile.details.name.value)"
    values[.canonical] = trust.profile.details.website?.value
    var html = HTMLWriter()
    html.raw("<section id=\"schools\" aria-labelledby=\"schools-title\">\n")
    html.raw("<h2 id=\"schools-title\">Our schools</h2>\n")
    if schools.isEmpty {
      html.raw("<p>No schools are published yet.</p>\n")
    } else {
      html.raw("<ul class=\"schools\">\n")
      for school in schools {
        html.raw("<li>")
        html.link(school.name, to: "\(school.slug)/index.html")
        html.raw(" <span class=\"phase\">")
        html.text(school.phase)
        html.raw("</span></li>\n")
      }
      html.raw("</ul>\n")
    }
    html.raw("</section>\n")
    let documents = maker.entries
    if !documents.isEmpty {
      html.raw("<section id=\"documents\" aria-labelledby=\"documents-title\">\n")
      html.raw(
        "<h2 id=\"documents-title\">The trust’s own policies</h2>\n<ul class=\"documents\">\n")
      for entry in documents {
        html.raw("<li>")
        html.link(entry.title, to: entry.page)
        html.raw("</li>\n")
      }
      html.raw("</ul>\n<p><a href=\"trust/index.html\">More about the trust’s policies</a></p>\n")
      html.raw("</section>\n")
    }
    html.raw("<section id=\"data\" aria-labelledby=\"data-title\">\n")
    html.raw("<h2 id=\"data-title\">For calendars and programs</h2>\n<ul>\n")
    html.raw("<li><a href=\"reviews.ics\">All review dates as a calendar</a> (iCalendar)</li>\n")
    for (file, title) in [
      ("schools", "Schools"), ("documents", "Documents"), ("reviews", "Reviews"),
    ] {
      html.raw(
        "<li>\(title): <a href=\"data/\(file).csv\">\(title.lowercased()) as a table</a> (CSV), ")
      html.raw("<a href=\"data/\(file).json\">\(title.lowercased()) as data</a> (JSON)</li>\n")
    }
    html.raw("</ul>\n</section>\n")
    return maker.page(name, layout: .trust, document: nil, values: values, content: html.bytes)
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
