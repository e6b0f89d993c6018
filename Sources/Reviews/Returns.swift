package import Configuration
package import Diagnostics

/// A line of a school's register of returned forms: how many were signed under which reference.
package struct FormReturn: Sendable, Equatable {
  package var form: String
  package var reference: TextReference
  package var signed: Int
  /// How many were asked to sign, where the school counts that.
  package var asked: Int?
  package var day: CalendarDate?
}

/// What is printed at the foot of a page or a form: the document, its version and its digest.
package struct TextReference: Sendable, Equatable {
  package var document: String?
  package var version: String?
  /// The first digits of the text's digest.
  package var digest: String

  /// Reads `staff v4 1a2b3c4d5e6f`, with the words `v4` and `draft` or without; nil where there is no digest.
  package init?(_ text: String) {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "·" }).map(String.init)
    guard let last = words.last?.lowercased(), last.utf8.count >= 8, last.utf8.count <= 64,
      last.utf8.allSatisfy({ $0.isDigit || (97...102).contains($0) })
    else { return nil }
    digest = last
    for word in words.dropLast() where word != "draft" {
      if word.hasPrefix("v"), DocumentVersion(String(word.dropFirst())) != nil {
        version = String(word.dropFirst())
      } else if document == nil {
        document = word
      } else {
        return nil
      }
    }
  }

  /// Whether a digest is the one of which the first digits stand here.
  package func matches(_ whole: String) -> Bool { whole.hasPrefix(digest) }

  /// The reference as it is printed.
  package var written: String {
    ([document, version.map { "v\($0)" }].compactMap { $0 } + [digest]).joined(separator: " ")
  }
}

/// Reads `Schools/<slug>/returns.csv`.
package enum ReturnsReader {
  package static let name = "returns.csv"
  package static let largest = 1 << 20
  private static let columns = ["form", "reference", "signed", "asked", "on"]

  /// - Parameter forms: The ids of the forms there are.
  package static func read(
    _ file: SourceFile, forms: [String], report: inout Report
  ) -> [FormReturn] {
    var returns: [FormReturn] = []
    var start = file.byteOrderMarkLength
    var number = 0
    while start < file.bytes.count {
      let range = file.lineRange(around: start)
      number += 1
      let line = String(decoding: file.bytes[range.clamped(to: file.bytes.count)], as: UTF8.self)
      let next = file.bytes[start...].firstIndex(of: 10).map { $0 + 1 } ?? file.bytes.count
      start = next
      let cells = cells(line)
      if number == 1 {
        if cells.map({ $0.lowercased() }) != columns {
          report.add(
            .badReturns("must be \(columns.joined(separator: ","))", line: 1, at: file.place(range))
          )
          return []
        }
        continue
      }
      if cells.allSatisfy(\.isEmpty) { continue }
      switch entry(cells, forms) {
      case .success(let entry): returns.append(entry)
      case .failure(let problem):
        report.add(.badReturns(problem.words, line: number, at: file.place(range)))
      }
    }
    return returns
  }

  private struct Problem: Error {
    var words: String
  }

  private static func entry(
    _ cells: [String], _ forms: [String]
  ) -> Result<FormReturn, Problem> {
    guard cells.count == columns.count else {
      return .failure(Problem(words: "has \(cells.count) cells, not \(columns.count)"))
    }
    let form = cells[0]
    guard forms.contains(form) else {
      let near = Suggestion.nearest(to: form, in: forms).map { ", but there is '\($0)'" }
      return .failure(
        Problem(words: form.isEmpty ? "names no form" : "names no form: '\(form)'\(near ?? "")"))
    }
    guard let reference = TextReference(cells[1]) else {
      return .failure(Problem(words: "has no reference such as staff v4 1a2b3c4d5e6f"))
    }
    if let other = reference.document, other != form {
      return .failure(Problem(words: "has a reference of '\(other)', and is about '\(form)'"))
    }
    guard let signed = count(cells[2]), cells[3].isEmpty || count(cells[3]) != nil else {
      return .failure(Problem(words: "must give whole numbers for signed and asked"))
    }
    if let asked = count(cells[3]), asked < signed {
      return .failure(Problem(words: "counts \(signed) signed of \(asked) asked"))
    }
    let day = CalendarDate(cells[4])
    guard cells[4].isEmpty || day != nil else {
      return .failure(Problem(words: "must give a day such as 2026-09-15"))
    }
    return .success(
      FormReturn(
        form: form, reference: reference, signed: signed, asked: count(cells[3]), day: day))
  }

  private static func count(_ text: String) -> Int? {
    text.utf8.count <= 7 && !text.isEmpty && text.utf8.allSatisfy(\.isDigit) ? Int(text) : nil
  }

  /// The cells of a line (RFC 4180); no cell of this register has a line break.
  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells.map { cell in
      var text = cell[...]
      while text.first == " " || text.first == "'" { text.removeFirst() }
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }
}
