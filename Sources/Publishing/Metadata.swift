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

  func write() -> [UInt8] {
    var html = HTMLWriter()
    if let description, !description.isEmpty { html.meta("name", "description", description) }
    if let canonical { html.linkElement("canonical", canonical) }
    html.meta("property", "og:title", title)
    if let description, !description.isEmpty {
      html.meta("property", "og:description", description)
    }
    html.meta("property", "og:type", "website")
    html.meta("property", "og:site_name", publisher)
    html.meta("property", "og:locale", "en_GB")
    if let canonical { html.meta("property", "og:url", canonical) }
    if let feed {
      html.raw(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Adopted policies\" href=\"")
      html.attribute(feed)
      html.raw("\">\n")
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
  fileprivate mutating func meta(
    _ kind: StaticString, _ name: StaticString, _ content: String
  ) {
    raw("<meta ")
    raw(kind)
    raw("=\"")
    raw(name)
    raw("\" content=\"")
    attribute(content)
    raw("\">\n")
  }

  fileprivate mutating func linkElement(_ relation: StaticString, _ address: String) {
    raw("<link rel=\"")
    raw(relation)
    raw("\" href=\"")
    attribute(address)
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
