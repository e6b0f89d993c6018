import Configuration
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

  /// The page is the input, and the last argument the PDF.
  private static let copying = "for a; do last=$a; done; wc -c > \"$last\""

  @Test func `a PDF is made once, again when its page changes, and goes with its page`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let output = trust.output
    let writer = try writer(trust, Self.copying)
    var shelf = PDFShelf(output)
    let first = try shelf.fill(["hill"], of: ["hill"], with: writer)
    #expect(output.hasFile("site/hill/agreements/home.pdf"))
    #expect(output.hasFile("site/hill/agreements/home-large.pdf"))
    #expect(output.hasFile("site/hill/devices.pdf"))
    #expect(!output.hasFile("site/hill/index.pdf"))
    #expect(first == shelf.names.count)
    shelf = PDFShelf(output)
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer) == 0)
    _ = try output.write(Array("<p>other".utf8), to: "site/hill/devices.html")
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer) == 1)
    try output.remove("site/hill/devices.html")
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer) == 0)
    #expect(!output.hasFile("site/hill/devices.pdf"))
    try shelf.clear(["hill"], of: ["hill"])
    #expect(!output.files().contains { $0.hasSuffix(".pdf") || $0.hasSuffix("-draft") })
  }

  @Test func `what a killed build left is the program's, and goes with its school`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let output = trust.output
    // An engine that kills its caller's list: what is on disk then is what a killed build leaves.
    let list = output.path(of: ".trustwright/pdf")
    let killing = try writer(
      trust, "for a; do last=$a; done; cp '\(list)' '\(list).then'; wc -c > \"$last\"")
    var shelf = PDFShelf(output)
    _ = try shelf.fill(["hill"], of: ["hill"], with: killing)
    let then = try #require(output.read(".trustwright/pdf.then", limit: 1 << 20))
    _ = try output.write(then, to: ".trustwright/pdf")
    shelf = PDFShelf(output)
    #expect(shelf.names.contains("site/hill/devices.pdf"))
    // They are made again, because nobody knows of which pages they were made.
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer(trust, Self.copying)) ?? 0 > 0)
    try shelf.clear(["other"], of: ["hill", "other"])
    #expect(output.hasFile("site/hill/devices.pdf"))
    try shelf.clear(["other"], of: ["other"])
    #expect(!output.files().contains { $0.hasSuffix(".pdf") })
    #expect(PDFShelf(output).names.isEmpty)
  }

  @Test func `a PDF that somebody changed or put there is kept beside the new one`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let output = trust.output
    let writer = try writer(trust, Self.copying)
    let (mine, devices) = (Array("by hand".utf8), "site/hill/devices.pdf")
    _ = try output.write(mine, to: devices)
    var shelf = PDFShelf(output)
    _ = try shelf.fill(["hill"], of: ["hill"], with: writer)
    #expect(shelf.notes.count == 1)
    #expect(shelf.notes.first?.hasSuffix("kept beside it as devices.pdf.edited") == true)
    #expect(output.read("\(devices).edited", limit: 100) == mine)
    let made = try #require(output.read(devices, limit: 1 << 20))
    // It has the size that it had.
    let changed = made.map { $0 == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1") }
    _ = try output.write(changed, to: devices)
    shelf = PDFShelf(output)
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer) == 1)
    #expect(output.read(devices, limit: 1 << 20) == made)
    #expect(output.read("\(devices).edited-2", limit: 1 << 20) == changed)
    #expect(try shelf.fill(["hill"], of: ["hill"], with: writer) == 0)
    _ = try output.write(mine, to: devices)
    shelf = PDFShelf(output)
    try shelf.clear(["hill"], of: ["hill"])
    #expect(!output.hasFile(devices) && output.hasFile("\(devices).edited-3"))
    #expect(shelf.notes.count == 1)
  }

  @Test func `the list of an earlier version tells whose the files are`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let output = trust.output
    let list = "trustwright pdf 1\n0123 site/hill/devices.pdf\n4567 site/../x.pdf\n"
    _ = try output.write(Array(list.utf8), to: ".trustwright/pdf")
    _ = try output.write(Array("%PDF".utf8), to: "site/hill/devices.pdf")
    var shelf = PDFShelf(output)
    #expect(shelf.names == ["site/hill/devices.pdf"])
    try shelf.clear(["hill"], of: ["hill"])
    #expect(!output.hasFile("site/hill/devices.pdf") && shelf.notes.isEmpty)
  }

  @Test func `no path and no time of the machine stays in a PDF`() throws {
    let pdf = """
      %PDF-1.4
      <</Creator (Engine) /CreationDate (D:20260102030405+00'00') /ModDate (D:20260102030405+00'00')>>
      <</A /URI (file:///tmp/x/7/site/hill/agreements/home.html#top)>>
      <</A /URI (file:///tmp/x/7/site/index.html)>> <</A /URI (https://hill.example/)>>
      """
    let clean = PDFCleaning.clean(
      Array(pdf.utf8), root: "file:///tmp/x/7/", page: "site/hill/devices.html")
    let text = String(decoding: clean, as: UTF8.self)
    #expect(clean.count == pdf.utf8.count)
    #expect(!text.contains("file:") && !text.contains("Date") && !text.contains("030405"))
    for part in [
      "(Engine)", "(agreements/home.html#top)", "(../index.html)",
      "(https://hill.example/)",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func `an engine that fails leaves no half PDF, and is tried again`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    #expect(try trust.run("build") == 0)
    let failing = try writer(
      trust, "for a; do last=$a; done; echo half > \"$last\"; echo 'no fonts' >&2; exit 1")
    var shelf = PDFShelf(trust.output)
    #expect(try shelf.fill(["hill"], of: ["hill"], with: failing) == nil)
    #expect(!trust.output.files().contains { $0.hasSuffix(".pdf") || $0.hasSuffix("-draft") })
    let empty = try writer(trust, "for a; do last=$a; done; : > \"$last\"")
    #expect(try shelf.fill(["hill"], of: ["hill"], with: empty) == nil)
    let good = try writer(trust, Self.copying)
    #expect((try shelf.fill(["hill"], of: ["hill"], with: good) ?? 0) > 0)
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
