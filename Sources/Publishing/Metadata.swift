import Configuration
import Diagnostics
import Documents
import Templating

/// What the head of a page tells search engines, feed readers and those who share its address.
struct PageMetadata {
  var title: String
  var description: String?
  /// The page's own address, where the website is known.
  var canonical: String?
  /// The name of whoever publishes it, and the way to their front page.
  var publisher: String
  /// The way to the feed of adopted documents, where there is one.
  var feed: String?
  /// What schema.org calls the thing the page is about, written as JSON-LD.
  var data: [UInt8] = []

  /// What nearly all of it takes besides its data, in bytes; more only takes longer.
  private static let usual = 2048

  func write() -> [UInt8] {
    var html = HTMLWriter(capacity: data.count + Self.usual)
    if let description, !description.isEmpty {
      html.element("<meta name=\"description\" content=\"", description)
    }
    if let canonical { html.element("<link rel=\"canonical\" href=\"", canonical) }
    html.element("<meta property=\"og:title\" content=\"", title)
    if let description, !description.isEmpty {
      html.element("<meta property=\"og:description\" content=\"", description)
    }
    html.raw("<meta property=\"og:type\" content=\"website\">\n")
    html.element("<meta property=\"og:site_name\" content=\"", publisher)
    html.raw("<meta property=\"og:locale\" content=\"en_GB\">\n")
    if let canonical { html.element("<meta property=\"og:url\" content=\"", canonical) }
    if let feed {
      html.element(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Adopted policies\" href=\"",
        feed)
    }
    if !data.isEmpty {
      // The writer of JSON escapes `<`, so that nothing in it can end the element.
      html.raw("<script type=\"application/ld+json\">\n")
      html.raw(data)
      html.raw("</script>\n")
    }
    return html.bytes
  }
}

extension HTMLWriter {
  /// Writes an element of the head, whose last attribute is open.
  fileprivate mutating func element(_ start: StaticString, _ value: String) {
    raw(start)
    attribute(value)
    raw("\">\n")
  }
}

extension PageMaker {
  /// The school or the trust as schema.org describes an organisation.
  func organisationData() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("@context", "https://schema.org")
      organisation(&json)
      let details = profile.details
      if let address = details.address?.value {
        json.member(
          "address", address.split(separator: "\n").map(String.init).joined(separator: ", "))
      }
      json.member("telephone", ifPresent: details.phone?.value.written)
      json.member("email", ifPresent: details.email?.value)
      if let urn = details.urn?.value { json.member("identifier", "URN \(urn)") }
      if profile.scope == .school {
        json.key("parentOrganization")
        json.object { json in
          json.member("@type", "EducationalOrganization")
          json.member("name", profile.trustDetails.name.value)
          json.member("url", ifPresent: profile.trustDetails.website?.value)
        }
      }
    }
    return json.finish()
  }

  private func organisation(_ json: inout JSONWriter) {
    json.member("@type", profile.scope == .school ? "School" : "EducationalOrganization")
    json.member("name", profile.details.name.value)
    json.member("url", ifPresent: profile.details.website?.value)
  }

  /// A document as schema.org describes one.
  func documentData(_ entry: PageEntry, canonical: String?, digest: String) -> [UInt8] {
    let flow = entry.document.flatMap { set.documents[$0]?.flow }
    let state = entry.document.map { profile.documents[$0] }
    var json = JSONWriter()
    json.object { json in
      json.member("@context", "https://schema.org")
      json.member("@type", "DigitalDocument")
      json.member("name", entry.title)
      json.member("description", ifPresent: flow.flatMap { $0.summary.isEmpty ? nil : $0.summary })
      json.member("url", ifPresent: canonical)
      json.member("inLanguage", "en-GB")
      json.member("isAccessibleForFree", true)
      json.member("identifier", digest)
      json.member("version", ifPresent: state?.version?.value.written)
      json.member("datePublished", ifPresent: state?.adopted?.value.iso)
      json.key("publisher")
      json.object { organisation(&$0) }
    }
    return json.finish()
  }
}
