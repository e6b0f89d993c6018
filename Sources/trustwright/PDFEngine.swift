import Configuration
import Diagnostics
import FileStore

/// A program of the machine that makes PDF files of pages.
struct PDFEngine: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case weasyprint, chromium

    /// The names it goes by, and where it lies when it is on no path.
    var names: [String] {
      switch self {
      case .weasyprint: ["weasyprint"]
      case .chromium:
        [
          "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
          "microsoft-edge", "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        ]
      }
    }
  }

  let kind: Kind
  let path: String
  /// Rules of style that only this engine understands, as a file; nil for none.
  var style: String?

  /// Finds the engine that is asked for, or else the first that is there.
  ///
  /// - Returns: nil where there is none.
  static func find(_ kind: Kind?) -> PDFEngine? {
    for kind in kind.map({ [$0] }) ?? Kind.allCases {
      if let path = kind.names.lazy.compactMap(Subprocess.find).first {
        return PDFEngine(kind: kind, path: path)
      }
    }
    return nil
  }

  /// What to say where there is no engine.
  static func missing(_ kind: Kind?) -> UsageError {
    let wanted = kind.map { "--pdf-engine \($0.rawValue)" } ?? "--pdf"
    let program =
      kind.map { $0 == .weasyprint ? "WeasyPrint" : "Chromium" } ?? "WeasyPrint or Chromium"
    let install: [String] = (kind.map { [$0] } ?? Kind.allCases).map {
      switch $0 {
      case .weasyprint: "WeasyPrint: pip install weasyprint (brew install weasyprint on a Mac)"
      case .chromium:
        "Chromium: apt install chromium on Debian or Ubuntu; Chrome and Edge will do too"
      }
    }
    return UsageError(
      "\(wanted) needs \(program), which is not on this machine",
      help: "the pages are written and print from any browser; to install "
        + install.joined(separator: "; "))
  }

  /// How long a page may take: a policy is done in seconds, a pack of a thousand forms takes minutes.
  private static let patience = 1800.0

  /// Makes a PDF of a page.
  ///
  /// - Parameters:
  ///   - page: The page, as a file in a folder of its own, which stands for the site.
  ///   - profile: A folder for whatever the engine leaves behind.
  /// - Returns: What went wrong; nil where it went well.
  func print(_ page: String, to target: String, profile: String) throws(FileError) -> String? {
    // WeasyPrint gets the page as its input: of a file it would write the path into every link.
    let outcome = try Subprocess.run(
      path, arguments(page, target, profile), input: kind == .weasyprint ? page : nil,
      seconds: Self.patience)
    if outcome.wasStopped { return "it was stopped" }
    if outcome.ranOutOfTime { return "it took longer than half an hour" }
    guard outcome.succeeded else {
      let last = outcome.errors.split(separator: "\n").last.map(String.init)
      return last ?? "it ended with status \(outcome.status)"
    }
    return nil
  }

  private func arguments(_ page: String, _ target: String, _ profile: String) -> [String] {
    switch kind {
    case .weasyprint:
      return ["--pdf-variant", "pdf/ua-1", "--base-url", ""] + (style.map { ["-s", $0] } ?? [])
        + ["-", target]
    case .chromium:
      // Its sandbox needs a user of its own, which the superuser is not.
      let sandbox = SystemConsole.isSuperuser ? ["--no-sandbox"] : []
      return sandbox + [
        "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-extensions", "--disable-background-networking", "--disable-sync",
        "--user-data-dir=\(profile)", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--export-tagged-pdf", "--print-to-pdf=\(target)",
        Self.address(page),
      ]
    }
  }

  /// A path as the address of a file.
  static func address(_ path: String) -> String {
    var address = "file://"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return address
  }
}

/// That PDF files are wanted, and with which engine; nil for the first that is there.
struct PDFWish: Sendable {
  var kind: PDFEngine.Kind?

  /// Finds the engine, with the rules of style that the trust has for it; says what to do where there is none.
  ///
  /// - Parameter templates: The folder with the look of the pages.
  func engine(templates: String, _ terminal: Terminal) -> PDFEngine? {
    guard var engine = PDFEngine.find(kind) else {
      let error = PDFEngine.missing(kind)
      terminal.say("error: \(error.message)")
      if let help = error.help { terminal.say("  = \(help)") }
      return nil
    }
    engine.style = InputFile.fullPath("\(templates)/site/\(engine.kind.rawValue).css")
    return engine
  }
}

extension Arguments {
  /// Whether PDF files are wanted, and how; nil where they are not.
  func pdfWish() throws(UsageError) -> PDFWish? {
    guard let name = value(.pdfEngine) else { return has(.pdf) ? PDFWish() : nil }
    guard has(.pdf) else {
      throw UsageError("'--pdf-engine' says how to make PDF files", help: "add --pdf")
    }
    guard let kind = PDFEngine.Kind(rawValue: name) else {
      throw UsageError(
        "there is no engine '\(name)'",
        help: "choose \(Prose.list(PDFEngine.Kind.allCases.map(\.rawValue), joinedBy: "or"))")
    }
    return PDFWish(kind: kind)
  }
}
