import Bytes
import Configuration
import Documents
import Reviews
import Templating

/// The pages of a form: in its usual print, in large print, and as plain text.
extension PageMaker {
  /// Where the faces of a form lie, from the root of the site.
  struct FormNames {
    var standard: String
    var large: String
    var plain: String

    init(page: String) {
      standard = page
      let stem = page.hasSuffix(".html") ? String(page.dropLast(5)) : page
      large = stem + "-large.html"
      plain = stem + ".txt"
    }
  }

  /// Makes the files of a form.
  func formPages(
    _ entry: PageEntry, _ document: Int, _ parts: FormParts, values: PageValues,
    extras: PageExtras
  ) -> [PlannedFile] {
    let names = FormNames(page: entry.page)
    var values = formValues(values, document, parts: parts)
    // Printed once: to be measured, and to be read instead of the page.
    let text = DocumentText(set, document: document, style: .printed, listsContacts: true)
    let plain = plainForm(text, document, values)
    setSize(of: document, text, parts: parts, &values)
    let (content, signing) = formBlocks(parts, document: document)
    var extras = extras
    extras.blocks[.signing] = signing
    extras.blocks[.contents] = HTMLFace.computed(
      .contents, of: document, in: set, page: entry.page)
    return [
      formPage(entry, document, name: names.standard, content, values: values, extras: extras),
      formPage(entry, document, name: names.large, content, values: values, extras: extras),
      .file(
        OutputFile(SitePath.file(of: names.plain), plain)),
    ]
  }

  private func formPage(
    _ entry: PageEntry, _ document: Int, name: String, _ content: [UInt8], values: PageValues,
    extras: PageExtras
  ) -> PlannedFile {
    let names = FormNames(page: entry.page)
    let isLarge = name == names.large
    var values = values
    if isLarge {
      values[.face] = "large"
      values[.size] = "\(Self.largePrint)"
      values[.sides] = nil
      values[.title] = "\(entry.title), large print"
      values[.canonical] = values[.canonical].map { FormNames(page: $0).large }
    }
    if builder.linksPDF { values[.pdf] = Self.pdfName(name) }
    values[.standard] = isLarge ? SitePath.relative(from: name, to: names.standard) : nil
    values[.large] = isLarge ? nil : SitePath.relative(from: name, to: names.large)
    values[.plain] = SitePath.relative(from: name, to: names.plain)
    var extras = extras
    if isLarge { extras.blocks[.navigation] = [] }
    return .page(
      PlannedPage(
        name: name, layout: .agreement, document: document, values: values, content: content,
        extras: extras))
  }

  /// What the layout of forms is given to print in its two places, or in its one.
  func formBlocks(_ parts: FormParts, document: Int) -> (content: [UInt8], signing: [UInt8]) {
    let layout = builder.layouts[.agreement]
    let hasPlace = layout?.places(.signing) ?? false
    var html = HTMLWriter(capacity: parts.content.count + parts.signing.count + 1024)
    let resolved = set.documents[document]
    html.openArticle(
      resolved?.placement.anchor ?? "document", summary: resolved?.flow.summary ?? "")
    html.raw(parts.content)
    if !hasPlace { html.raw(parts.signing) }
    html.raw("</article>\n")
    return (html.bytes, hasPlace ? parts.signing : [])
  }

  /// What a layout can print about a form.
  func formValues(_ values: PageValues, _ document: Int, parts: FormParts) -> PageValues {
    var values = values
    guard let form = set.documents[document]?.flow.form else { return values }
    let lines = FormLines(set, document: document)
    if !lines.isEmpty {
      values[.signing] = "signing"
      if lines.has(.signature) { values[.signature] = "signature" }
      if parts.isSlip { values[.slip] = "slip" }
      if let day = profile.documents[document].returnBy?.value {
        values[.returnBy] = day.withWeekday
      } else if form.asksReturnDate {
        values[.returnBlank] = "blank"
      }
    } else if lines.isConfirmedOnScreen {
      values[.onScreen] = "on-screen"
    } else if lines.isUnsigned || profile.documents[document].given == .published {
      // Nobody fills anything in, so there is nothing to keep.
      values[.keep] = nil
    }
    values[.face] = "standard"
    return values
  }

  /// How a form is given, in words: not signed on paper where its text says that nothing is signed.
  func howGiven(_ document: Int) -> String {
    let given = profile.documents[document].given
    let isUnsigned = given == .signed && FormLines(set, document: document).isUnsigned
    return isUnsigned ? "nothing to sign" : given.title
  }

  /// Sets the size in which a form is printed, and how many sides it then has.
  func setSize(
    of document: Int, _ text: DocumentText, parts: FormParts, _ values: inout PageValues
  ) {
    let isForChildren = builder.catalogue.documents[document].bands != nil
    let size = FormSize(
      text, lines: FormLines(set, document: document), parts: parts,
      extras: [
        Self.ending(values) ?? "", values[.keep] ?? "",
        values[.signature] == nil ? "" : "I would like to talk about this before I sign.",
      ], contacts: contactLines(document), largest: isForChildren ? 15 : 12
    ).best
    values[.size] = "\(size.points)"
    values[.sides] = size.isOneSide ? "1" : "2"
  }

  /// The people whom a form lists, each by the lines that their addresses take.
  private func contactLines(_ document: Int) -> [Int] {
    guard let flow = set.documents[document]?.flow,
      flow.pieces.contains(where: { if case .computed(.contacts) = $0 { true } else { false } })
    else { return [] }
    return flow.roles.sorted().flatMap { role in
      let holders = profile.leads[role]
      return holders.people.filter { $0.mayShow(.name) }.map { person in
        let addresses =
          (person.email != nil && person.mayShow(.email) ? 1 : 0)
          + (person.publicPhone != nil ? 1 : 0)
        // A column of the table holds some thirty characters.
        return max(addresses, holders.title.utf8.count / 30 + 1, person.name.utf8.count / 24 + 1)
      }
    }
  }

  /// What large print is, in points (UKAAF G003 asks for 16 at least and prefers 18).
  static let largePrint = 18.0

  /// Writes links to a form in large print and as plain text, as far as they are published.
  func faces(_ entry: PageEntry, _ html: inout HTMLWriter, page: String) {
    let isHeldBack =
      approvals.settings.publish == .approved
      && holds(entry).contains { status(of: $0).approval.isDraft }
    guard !isHeldBack else { return }
    let names = FormNames(page: entry.page)
    let faces: [(StaticString, String)] = [
      ("large print", names.large), ("plain text", names.plain),
    ]
    for (words, name) in faces {
      html.raw("<a aria-label=\"")
      html.attribute(entry.title)
      html.raw(" in ")
      html.raw(words)
      html.raw("\" href=\"")
      html.address(of: name, from: page)
      html.raw("\">")
      html.raw(words)
      html.raw("</a>\n")
    }
  }

  // MARK: - Plain text

  /// What becomes of a form once it is read, in the words of its layout: it is returned, or confirmed on screen.
  private static func ending(_ values: PageValues) -> String? {
    let place = values[.returnTo]
    if values[.signing] != nil {
      let day =
        values[.returnBy]
        ?? (values[.returnBlank] == nil ? nil : "the date that the school gives you")
      return "Please return this form" + (place.map { " to \($0)" } ?? "")
        + (day.map { " by \($0)" } ?? "") + "."
    }
    guard values[.onScreen] != nil else { return nil }
    return
      "You confirm this form on screen when the school asks you to, and answer any question in it there."
      + " There is no paper to sign or return."
      + (place.map { " If you have not been asked, tell \($0)." } ?? "")
  }

  /// The form as plain text, for a braille display, a translation or an e-mail.
  private func plainForm(_ text: DocumentText, _ document: Int, _ values: PageValues) -> [UInt8] {
    var lines = PlainLines()
    lines.add(profile.details.name.value)
    lines.addEmptyLine()
    lines.add(text.title)
    lines.addEmptyLine()
    if values[.draft] != nil {
      lines.add("DRAFT: not approved.")
      lines.addEmptyLine()
    }
    if let who = values[.signedBy] { lines.add(who, after: "For: ") }
    lines.add(values[.reference] ?? "", after: "Reference: ")
    lines.addEmptyLine()
    for section in text.sections {
      if !section.title.isEmpty {
        if !section.number.isEmpty { lines.write("\(section.number). ") }
        lines.add(section.title)
        lines.addEmptyLine()
      }
      for block in section.blocks {
        if block.kind == .item || block.kind == .contact {
          for _ in 1..<max(1, block.depth) { lines.write("  ") }
          lines.add(block.text, after: "- ")
        } else {
          lines.add(block.text)
          lines.addEmptyLine()
        }
      }
      if !lines.isAfterEmptyLine { lines.addEmptyLine() }
    }
    for signatory in FormLines(set, document: document).signatories {
      if let who = signatory.who {
        lines.add(who)
        lines.addEmptyLine()
      }
      for field in signatory.fields {
        lines.write(field.label.isEmpty ? field.kind.label : field.label)
        lines.add(": ")
      }
      lines.addEmptyLine()
    }
    if values[.signature] != nil {
      lines.add("[ ] I would like to talk about this before I sign.")
      lines.addEmptyLine()
    }
    if let ending = Self.ending(values) { lines.add(ending) }
    if let keep = values[.keep] { lines.add(keep) }
    return lines.bytes
  }

  /// Writes plain text line by line.
  private struct PlainLines: ~Copyable {
    private var buffer = ByteBuffer(capacity: 8192)
    /// Whether the last line is an empty one.
    private(set) var isAfterEmptyLine = false

    // Programs that read text without being told its encoding look for the mark.
    init() { buffer.append("\u{FEFF}") }

    var bytes: [UInt8] { buffer.bytes }

    /// Writes the beginning of a line.
    mutating func write(_ text: String) { buffer.append(text.utf8.span) }

    /// Writes a line, or the rest of one.
    mutating func add(_ text: String, after start: StaticString = "") {
      buffer.append(start)
      buffer.append(text.utf8.span)
      buffer.append(UInt8(ascii: "\n"))
      isAfterEmptyLine = false
    }

    mutating func addEmptyLine() {
      buffer.append(UInt8(ascii: "\n"))
      isAfterEmptyLine = true
    }
  }
}
