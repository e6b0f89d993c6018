import FileStore
import Foundation
import Publishing
import Testing

@testable import trustwright

/// PDF files beside pages, with an engine that is a script: it writes the page's size and its own name.
@Suite struct PDFTests {
  private func engine(_ trust: FormTrust, _ script: String) throws -> PDFEngine {
    let path = trust.root.appending(path: "engine").path
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return PDFEngine(kind: .weasyprint, path: path)
  }

  private func writer(_ trust: FormTrust, _ script: String) throws -> PDFWriter {
    PDFWriter(
      output: trust.output, engine: try engine(trust, script), jobs: 2, terminal: Terminal())
  }

  /// The last two arguments are the page and the PDF.
  private static let copying = "for a; do page=$last; last=$a; done; wc -c < \"$page\" > \"$last\""

  @Test func `a PDF is made once, again when its page changes, and goes with its page`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let output = trust.output
    let writer = try writer(trust, Self.copying)
    var shelf = PDFShelf(output)
    let first = try shelf.fill(["hill"], with: writer)
    #expect(output.hasFile("site/hill/agreements/home.pdf"))
    #expect(output.hasFile("site/hill/agreements/home-large.pdf"))
    #expect(output.hasFile("site/hill/devices.pdf"))
    #expect(!output.hasFile("site/hill/index.pdf"))
    #expect(first == shelf.names.count)
    shelf = PDFShelf(output)
    #expect(try shelf.fill(["hill"], with: writer) == 0)
    _ = try output.write(Array("<p>other".utf8), to: "site/hill/devices.html")
    #expect(try shelf.fill(["hill"], with: writer) == 1)
    try output.remove("site/hill/devices.html")
    #expect(try shelf.fill(["hill"], with: writer) == 0)
    #expect(!output.hasFile("site/hill/devices.pdf"))
    try shelf.clear(["hill"])
    #expect(!output.files().contains { $0.hasSuffix(".pdf") || $0.hasSuffix("-draft") })
  }

  @Test func `an engine that fails leaves no half PDF, and is tried again`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let failing = try writer(
      trust, "for a; do last=$a; done; echo half > \"$last\"; echo 'no fonts' >&2; exit 1")
    var shelf = PDFShelf(trust.output)
    #expect(try shelf.fill(["hill"], with: failing) == nil)
    #expect(!trust.output.files().contains { $0.hasSuffix(".pdf") || $0.hasSuffix("-draft") })
    let empty = try writer(trust, "for a; do last=$a; done; : > \"$last\"")
    #expect(try shelf.fill(["hill"], with: empty) == nil)
    let good = try writer(trust, Self.copying)
    #expect((try shelf.fill(["hill"], with: good) ?? 0) > 0)
  }

  @Test func `pages lead to their PDF only where one was made`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let (workspace, school) = try trust.load()
    let documents = try #require(school.documents)
    var site = workspace.site
    func page() -> String? {
      site.output(documents, crest: nil, approvals: school.approvals).files
        .first { $0.name == "site/hill/agreements/home.html" }
        .map { String(decoding: $0.bytes, as: UTF8.self) }
    }
    #expect(page()?.contains("home.pdf") == false)
    site.linksPDF = true
    #expect(page()?.contains("href=\"home.pdf\"") == true)
  }

  @Test func `where there is no engine the message says what to install`() {
    for (kind, word) in [
      (nil, "pip install weasyprint"), (PDFEngine.Kind.weasyprint, "pip install weasyprint"),
      (.chromium, "apt install chromium"),
    ] {
      let error = PDFEngine.missing(kind)
      #expect(error.message.contains("is not on this machine"))
      #expect(error.help?.contains(word) == true)
    }
    #expect(PDFEngine.address("/a b/ü%.html") == "file:///a%20b/%C3%BC%25.html")
  }
}
