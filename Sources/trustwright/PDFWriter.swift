import Cores
import FileStore
import Synchronization

/// Makes PDF files beside pages that were written, several at once.
struct PDFWriter {
  /// The largest page, and the largest PDF, that is taken.
  static let largest = 256 << 20

  let output: OutputFolder
  let engine: PDFEngine
  let jobs: Int
  let terminal: Terminal
  /// A folder of the output for what is being made, which the next build clears; nil for one of the system's.
  var staging: String?

  /// What making one PDF came to.
  private enum Result: Sendable {
    case made
    case failed(String)
    case stopped
  }

  /// Makes a PDF of each page; what could not be made is said.
  ///
  /// - Returns: The pages of which none could be made.
  func write(_ pages: [String]) throws(FileError) -> Set<String> {
    let folder: TemporaryFolder
    if let staging {
      folder = try TemporaryFolder(at: output.path(of: "\(staging)/pdf"))
    } else {
      folder = try TemporaryFolder()
    }
    defer { folder.remove() }
    let done = Atomic<Int>(0)
    let results = Parallel.map(Array(pages.enumerated()), jobs: jobs) { number, page in
      let result = make(page, number, scratch: "\(folder.path)/\(number)")
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
      switch result {
      case .made: continue
      case .failed(let cause):
        terminal.say(
          "error: \(engine.kind.rawValue) made no PDF of \(output.path(of: page)): \(cause)")
      case .stopped: break
      }
      unmade.insert(page)
    }
    return unmade
  }

  /// The name of the PDF of a page.
  static func name(of page: String) -> String {
    (page.hasSuffix(".html") ? String(page.dropLast(5)) : page) + ".pdf"
  }

  /// Makes one PDF of a copy of its page in a folder of its own, and puts it beside the page when it is whole.
  private func make(_ page: String, _ number: Int, scratch: String) -> Result {
    guard !Interruption.isWished else { return .stopped }
    let name = Self.name(of: page)
    let aside = OutputFolder(scratch)
    defer { TemporaryFolder.remove(scratch) }
    do throws(FileError) {
      guard let html = output.read(page, limit: Self.largest) else {
        return .failed("the page is not there")
      }
      _ = try aside.write(html, to: page)
      guard let folder = InputFile.fullPath(scratch) else { return .failed("it lost its folder") }
      let target = "\(folder)/made.pdf"
      let problem = try engine.print("\(folder)/\(page)", to: target, profile: "\(folder)/profile")
      if Interruption.isWished { return .stopped }
      if let problem { return .failed(problem) }
      guard let bytes = aside.read("made.pdf", limit: Self.largest), !bytes.isEmpty else {
        return .failed("the program wrote nothing")
      }
      let clean = PDFCleaning.clean(
        bytes, root: PDFEngine.address(folder) + "/", page: page)
      _ = try output.write(clean, to: name, draft: staging.map { "\($0)/\(number).pdf" })
      return .made
    } catch {
      return .failed(error.cause)
    }
  }
}
