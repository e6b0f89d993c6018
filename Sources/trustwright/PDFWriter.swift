import Cores
import FileStore
import Synchronization

/// Makes PDF files beside pages that were written, several at once.
struct PDFWriter {
  let output: OutputFolder
  let engine: PDFEngine
  let jobs: Int
  let terminal: Terminal

  /// What making one PDF came to.
  private enum Result: Sendable {
    case made
    case failed(String)
  }

  /// Makes a PDF of each page; what could not be made is said.
  ///
  /// - Returns: The pages of which none could be made.
  func write(_ pages: [String]) throws(FileError) -> Set<String> {
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    let done = Atomic<Int>(0)
    let results = Parallel.map(Array(pages.enumerated()), jobs: jobs) { number, page in
      let result = make(page, scratch: "\(scratch.path)/\(number)")
      if terminal.showsProgress {
        let count = done.add(1, ordering: .relaxed).newValue
        SystemConsole.write(
          Array("\r\(count) of \(pages.count) PDF files\(count == pages.count ? "\n" : "")".utf8),
          to: .error)
      }
      return result
    }
    var unmade: Set<String> = []
    for (page, result) in zip(pages, results) {
      guard case .failed(let cause) = result else { continue }
      terminal.say(
        "error: \(engine.kind.rawValue) made no PDF of \(output.path(of: page)): \(cause)")
      unmade.insert(page)
    }
    return unmade
  }

  /// The name of the PDF of a page.
  static func name(of page: String) -> String {
    (page.hasSuffix(".html") ? String(page.dropLast(5)) : page) + ".pdf"
  }

  private func make(_ page: String, scratch: String) -> Result {
    guard !Interruption.isWished else { return .failed("it was stopped") }
    let name = Self.name(of: page)
    do throws(FileError) {
      let draft = try output.draft(of: name)
      guard let source = InputFile.fullPath(output.path(of: page)),
        let folder = InputFile.fullPath(Self.folder(of: draft))
      else { return .failed("the page is not there") }
      let target = "\(folder)/\(draft.split(separator: "/").last ?? "")"
      if let cause = try engine.print(source, to: target, scratch: scratch) {
        output.dropDraft(of: name)
        return .failed(cause)
      }
      try output.takeIn(name)
      return .made
    } catch {
      return .failed(error.cause)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
