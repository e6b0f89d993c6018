import Configuration
package import Documents
package import Reviews
import Templating

extension SiteBuilder {
  /// Makes the pages that tell what changed: one for each school, and one for the trust over all.
  package func differencePages(
    _ schools: [SchoolDifference], _ words: DifferenceWords, trust: SchoolDocuments
  ) -> [OutputFile] {
    let maker = PageMaker(
      builder: self, set: trust, crest: trustCrest, folder: "trust", approvals: SchoolApprovals())
    func page(_ name: String, _ title: String, _ content: [UInt8]) -> OutputFile {
      var values = PageValues()
      values[.title] = title
      values[.kind] = "central"
      return maker.page(
        "central/changes/\(name).html", layout: .central, document: nil, values: values,
        content: content)
    }
    var files = schools.map { school in
      var html = HTMLWriter()
      words.write(school, to: &html)
      return page(school.slug, "What changed: \(school.name)", html.bytes)
    }
    var html = HTMLWriter()
    words.write(schools, to: &html)
    files.append(page("index", "What changed", html.bytes))
    return files
  }
}

extension DifferenceWords {
  fileprivate func write(_ school: SchoolDifference, to html: inout HTMLWriter) {
    lead(&html)
    if school.documents.isEmpty { html.raw("<p><strong>Nothing changed.</strong></p>\n") }
    for document in school.documents {
      html.raw("<section>\n<h2>")
      html.text(document.title)
      html.raw("</h2>\n<dl class=\"changes\">\n")
      for change in document.changes {
        write(change, to: &html)
        html.raw("</dd>\n")
      }
      html.raw("</dl>\n</section>\n")
    }
    html.raw("<p><a href=\"index.html\">What changed in all schools</a></p>\n")
  }

  fileprivate func write(_ schools: [SchoolDifference], to html: inout HTMLWriter) {
    lead(&html)
    let groups = ChangeGroup.groups(schools)
    if groups.isEmpty { html.raw("<p><strong>Nothing changed.</strong></p>\n") }
    var document: String?
    for group in groups {
      if group.document != document {
        if document != nil { html.raw("</dl>\n</section>\n") }
        document = group.document
        html.raw("<section>\n<h2>")
        html.text(group.title)
        html.raw("</h2>\n<dl class=\"changes\">\n")
      }
      write(group.change, to: &html)
      html.raw("<p>At ")
      for (index, school) in group.schools.enumerated() {
        if index > 0 { html.raw(index == group.schools.count - 1 ? " and " : ", ") }
        html.link(school.name, to: "\(school.slug).html")
      }
      html.raw(".</p>\n</dd>\n")
    }
    if document != nil { html.raw("</dl>\n</section>\n") }
    let same = schools.filter(\.documents.isEmpty)
    guard !groups.isEmpty, !same.isEmpty else { return }
    html.raw("<section>\n<h2>Nothing changed</h2>\n<p>")
    html.text(Prose.list(same.map(\.name)) + ".")
    html.raw("</p>\n</section>\n")
  }

  private func lead(_ html: inout HTMLWriter) {
    html.raw("<p>Changes since ")
    html.text(from)
    html.raw(
      ". What was taken out stands between [− and −] and is struck through; what was put in stands between {+ and +} and is underlined.</p>\n"
    )
  }

  /// Writes a change and leaves its `dd` open.
  private func write(_ change: Change, to html: inout HTMLWriter) {
    let place = Self.place(change)
    html.raw("<dt>")
    html.text(Self.title(change) + (place.isEmpty ? "" : " in \(place)"))
    html.raw("</dt>\n<dd>\n<p><small>Cause: ")
    html.text(Self.causes(change.causes))
    html.raw("</small></p>\n")
    switch change.kind {
    case .documentAdded, .sectionAdded, .documentRemoved, .sectionRemoved: break
    case .title, .heading, .wording: redline(Redline(change.before, change.after), to: &html)
    case .added: redline(Redline("", change.after), to: &html)
    case .removed: redline(Redline(change.before, ""), to: &html)
    case .moved, .renumbered:
      html.raw("<p>")
      html.text(
        change.before == change.after
          ? change.after : "from \(value(change.before)) to \(value(change.after))")
      html.raw("</p>\n")
    case .fact:
      html.raw("<p>")
      html.text("\(change.path): from \(value(change.before)) to \(value(change.after))")
      html.raw("</p>\n")
    case .choice:
      html.raw("<p>")
      html.text(question(change.path))
      html.raw("<br>Was: ")
      html.text(answer(change.before, to: change.path))
      html.raw("<br>Now: ")
      html.text(answer(change.after, to: change.path))
      html.raw("</p>\n")
    }
  }

  private func redline(_ redline: Redline, to html: inout HTMLWriter) {
    html.raw("<p>")
    for (index, run) in redline.runs.enumerated() {
      if index > 0 { html.raw(" ") }
      switch run.kind {
      case .same: html.text(run.text)
      case .removed:
        html.raw("<del>[−")
        html.text(run.text)
        html.raw("−]</del>")
      case .added:
        html.raw("<ins>{+")
        html.text(run.text)
        html.raw("+}</ins>")
      }
    }
    html.raw("</p>\n")
  }
}
