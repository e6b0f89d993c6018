import Documents
import FileStore

/// The PDF files beside the pages of the site, and of which pages they were made.
///
/// An engine is slow and writes the time into what it makes, so a PDF is made again only when its page,
/// the engine or the rules of style for it have changed, or somebody has changed the PDF. The list of them is the
/// program's own: `Output/.trustwright/pdf`.
struct PDFShelf {
  private static let name = ".trustwright/pdf"
  private static let head = "trustwright pdf 2"
  /// The first version knew nothing of the PDF itself.
  private static let firstHead = "trustwright pdf 1"
  /// Stands for a digest that is not known, as that of what is made just now.
  private static let unknown = "-"

  /// What is known of a PDF.
  private struct Made {
    /// The digest of what it was made from.
    var source: String
    /// The digest of the PDF itself.
    var own: String
  }

  let output: OutputFolder
  /// What is known of each PDF, by its name.
  private var made: [String: Made]
  /// What there is to say of PDF files that somebody had changed or put there.
  private(set) var notes: [String] = []

  init(_ output: OutputFolder) {
    self.output = output
    made = [:]
    let bytes = output.read(Self.name, limit: 64 << 20) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let isFirst = lines.first == Substring(Self.firstHead)
    guard isFirst || lines.first == Substring(Self.head) else { return }
    for line in lines.dropFirst() {
      let digests = isFirst ? 1 : 2
      let parts = line.split(separator: " ", maxSplits: digests).map(String.init)
      // A name that could lead out of the site is none that the program wrote.
      guard parts.count == digests + 1, let name = parts.last, name.hasPrefix("site/"),
        name.hasSuffix(".pdf"), !name.split(separator: "/").contains("..")
      else { continue }
      made[name] = Made(source: parts[0], own: isFirst ? Self.unknown : parts[1])
    }
  }

  /// The names of the PDF files that the program made.
  var names: Set<String> { Set(made.keys) }

  /// Brings the PDF files of some folders of the site up to date, and takes away those of folders that are gone.
  ///
  /// - Parameters:
  ///   - folders: The folders that are printed now.
  ///   - standing: All folders that have pages.
  /// - Returns: How many were made; nil where any could not be.
  mutating func fill(
    _ folders: [String], of standing: [String], with writer: PDFWriter
  ) throws(FileError) -> Int? {
    let style = writer.engine.style.flatMap { try? InputFile.read($0, limit: 4 << 20) } ?? []
    let look = SHA256.hexadecimal(Array(writer.engine.kind.rawValue.utf8) + style)
    var wanted: [(page: String, digest: String)] = []
    for folder in folders {
      for page in output.files(below: "site/\(folder)") where Self.isDocument(page) {
        guard let html = output.read(page, limit: PDFWriter.largest) else { continue }
        wanted.append((page, SHA256.hexadecimal(html + Array(look.utf8))))
      }
    }
    let kept = Set(wanted.map { PDFWriter.name(of: $0.page) })
    try remove { name in
      Self.lies(name, in: folders) ? !kept.contains(name) : !Self.lies(name, in: standing)
    }
    let due = wanted.filter { page, digest in
      let name = PDFWriter.name(of: page)
      return made[name]?.source != digest || !isOwn(name)
    }
    guard !due.isEmpty else { return 0 }
    // Before the first is made: what a build that was killed leaves is known to be the program's.
    for (page, _) in due {
      let name = PDFWriter.name(of: page)
      if output.hasFile(name), !isOwn(name) { try keepBeside(name) }
      made[name] = Made(source: Self.unknown, own: Self.unknown)
    }
    try save()
    let unmade = try writer.write(due.map(\.page))
    for (page, digest) in due {
      let name = PDFWriter.name(of: page)
      if !unmade.contains(page) {
        made[name] = Made(source: digest, own: self.digest(name) ?? Self.unknown)
      } else if !output.hasFile(name) {
        made[name] = nil
      }
    }
    try save()
    return unmade.isEmpty ? due.count : nil
  }

  /// Takes away the PDF files of some folders, and of folders that are gone: pages that are made without them lead
  /// to none, and the next change would leave them behind the pages.
  mutating func clear(_ folders: [String], of standing: [String]) throws(FileError) {
    guard !made.isEmpty else { return }
    try remove { Self.lies($0, in: folders) || !Self.lies($0, in: standing) }
  }

  private mutating func remove(_ isUnwanted: (String) -> Bool) throws(FileError) {
    let unwanted = made.keys.sorted().filter(isUnwanted)
    guard !unwanted.isEmpty else { return }
    for name in unwanted {
      if output.hasFile(name) {
        if isOwn(name) { try output.remove(name) } else { try keepBeside(name) }
      }
      made[name] = nil
    }
    try save()
  }

  /// The digest of a PDF that stands; nil where none does.
  private func digest(_ name: String) -> String? {
    output.read(name, limit: PDFWriter.largest).map(SHA256.hexadecimal)
  }

  /// Whether a PDF stands as the program made it, as far as that is known.
  private func isOwn(_ name: String) -> Bool {
    guard let known = made[name], let digest = digest(name) else { return false }
    return known.own == Self.unknown || known.own == digest
  }

  private mutating func keepBeside(_ name: String) throws(FileError) {
    let kept = try output.keepBeside(name)
    let path = output.path(of: name)
    notes.append(
      "\(path) was not as the program wrote it; that version is kept beside it as \(kept)")
  }

  private static func lies(_ name: String, in folders: [String]) -> Bool {
    folders.contains { name.hasPrefix("site/\($0)/") }
  }

  private func save() throws(FileError) {
    let lines = made.sorted { $0.key < $1.key }.map {
      "\($0.value.source) \($0.value.own) \($0.key)"
    }
    let text = ([Self.head] + lines).joined(separator: "\n") + "\n"
    _ = try output.write(Array(text.utf8), to: Self.name, draft: Self.name + ".new")
  }

  /// Whether a page is a document or a form, and not one that only leads to them.
  private static func isDocument(_ page: String) -> Bool {
    let parts = page.split(separator: "/")
    guard page.hasSuffix(".html"), let last = parts.last else { return false }
    if parts.count == 4 { return parts[2] == "agreements" }
    return parts.count == 3 && last != "index.html" && last != "changes.html"
  }
}
