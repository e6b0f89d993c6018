import Configuration
import Documents
import Templating

/// A file of a school before it is written out: a page still to be laid out, or bytes that are ready.
enum PlannedFile {
  case page(PlannedPage)
  case file(OutputFile)
}

/// A page with all that it shows, but for what its security policy says of its own style.
///
/// The styles of all pages of a school are digested together, which takes a quarter of the time of one after the other. It is an object, so
/// that what is known last is added to its values where they are.
final class PlannedPage {
  /// From the root of the site.
  let name: String
  let layout: LayoutSet.Name
  let document: Int?
  var values: PageValues
  let content: [UInt8]
  let extras: PageMaker.PageExtras

  init(
    name: String, layout: LayoutSet.Name, document: Int?, values: PageValues, content: [UInt8],
    extras: PageMaker.PageExtras = PageMaker.PageExtras()
  ) {
    self.name = name
    self.layout = layout
    self.document = document
    self.values = values
    self.content = content
    self.extras = extras
  }
}

extension PageMaker {
  /// What a page has besides its values and its content.
  struct PageExtras {
    /// The contents, and what stands around them: the way to its neighbours, the facts, the part that is signed.
    var blocks = BlockTable<[UInt8]>()
    /// The scripts in its content, which its security policy allows.
    var scripts: [PageScript] = []
    /// What it is about, as JSON-LD.
    var data: [UInt8] = []
    /// The feed it leads to, from the root of the site; nil for none.
    var feed: String?
    /// What stands before its content: that it is a draft.
    var mark: [UInt8] = []
  }

  /// Lays a page out by itself: its own layout inside the shell.
  func page(
    _ name: String, layout: LayoutSet.Name, document: Int?, values: PageValues,
    content: [UInt8], extras: PageExtras = PageExtras()
  ) -> OutputFile {
    let page = PlannedPage(
      name: name, layout: layout, document: document, values: values, content: content,
      extras: extras)
    let foot = foot(values)
    return laidOut(page, foot: foot, source: SecurityPolicy.source(foot))
  }

  /// Lays pages out, each in its place among the files that are ready.
  func laidOut(_ planned: [PlannedFile]) -> [OutputFile] {
    let feet = planned.compactMap { file in
      if case .page(let page) = file { foot(page.values) } else { nil }
    }
    let sources = SecurityPolicy.sources(feet)
    var number = 0
    return planned.map { planned in
      switch planned {
      case .file(let file): return file
      case .page(let page):
        number += 1
        return laidOut(page, foot: feet[number - 1], source: sources[number - 1])
      }
    }
  }

  /// - Parameters:
  ///   - foot: The style of the page alone.
  ///   - source: What its security policy allows that style by.
  private func laidOut(_ page: PlannedPage, foot: [UInt8], source: String) -> OutputFile {
    let (name, extras) = (page.name, page.extras)
    let isCentral = page.layout == .central
    // Central pages lie beside the site, all others in it.
    let file = isCentral ? name : SitePath.file(of: name)
    let surroundings =
      isCentral
      ? Surroundings(of: "../\(name)", home: folder, footer: []) : surroundings(of: name)
    page.values[.home] = surroundings.home
    page.values[.site] = surroundings.site
    page.values[.trust] = surroundings.trust
    let contents =
      extras.blocks[.contents]
      ?? page.document.map { HTMLFace.computed(.contents, of: $0, in: set, page: name) } ?? []
    page.values[.contents] = contents.isEmpty ? nil : "contents"
    page.values[.windowTitle] = windowTitle(page.values[.title] ?? "")
    page.values[.securityPolicy] = style.policy(
      central: isCentral, own: source, scripts: extras.scripts)
    let style = style.elements(central: isCentral, own: foot)
    var renderer = LayoutRenderer(
      set, document: page.document, page: name, values: page.values,
      questions: builder.pageQuestions)
    for block in [ComputedBlock.navigation, .facts, .signing] {
      if let html = extras.blocks[block] { renderer.place(block, [html]) }
    }
    renderer.place(.contents, [contents])
    renderer.place(.content, [extras.mark, page.content])
    renderer.place(.crest, [crestElement])
    renderer.place(.footer, [surroundings.footer])
    renderer.place(.style, style)
    renderer.place(.metadata, isCentral ? [] : [metadata(page.values, extras, page: name)])
    let inner = builder.layouts[page.layout]
    guard let shell = builder.layouts[.page] else {
      return OutputFile(file, pieces: inner.map { renderer.render($0) } ?? [page.content])
    }
    let made = OutputFile(file, pieces: renderer.render(shell, around: inner))
    guard !shell.placesStyle else { return made }
    return OutputFile(file, Self.withStyle(OutputFile(file, pieces: style).bytes, in: made.bytes))
  }

  private func windowTitle(_ title: String) -> String {
    let owner = profile.details.name.value
    return title == owner ? "\(title): policies and forms" : "\(title) – \(owner)"
  }

  private func metadata(_ values: PageValues, _ extras: PageExtras, page: String) -> [UInt8] {
    PageMetadata(
      title: values[.title] ?? "", description: values[.description],
      canonical: values[.canonical], publisher: profile.details.name.value,
      feed: extras.feed.map { SitePath.relative(from: page, to: $0) }, data: extras.data
    ).write()
  }

  /// Puts the style at the end of the head of a layout that has no place for it.
  private static func withStyle(_ style: [UInt8], in html: [UInt8]) -> [UInt8] {
    let mark = Array("</head>".utf8)
    guard html.count >= mark.count else { return html }
    for index in 0...(html.count - mark.count)
    where html[index] == mark[0] && html[index..<index + mark.count].elementsEqual(mark) {
      return Array(html[..<index]) + style + Array(html[index...])
    }
    return html
  }
}
