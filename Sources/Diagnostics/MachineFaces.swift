/// Shows messages to programs: plain JSON, SARIF 2.1.0 for code scanners, GitHub's annotations.
package enum MachineFace {
  /// Returns `{"messages": […], "summary": {…}}`.
  ///
  /// Lines and columns count from 1, columns in Unicode scalars; a message about a file as a whole
  /// has no line.
  package static func json(_ diagnostics: [Diagnostic]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("messages")
      json.array { json in
        for diagnostic in diagnostics {
          json.object { json in
            json.member("code", diagnostic.code.rawValue)
            json.member("severity", diagnostic.severity.rawValue)
            json.place(diagnostic.place)
            json.member("message", diagnostic.message)
            json.key("notes")
            json.array { json in
              for note in diagnostic.notes {
                json.object { json in
                  if let place = note.place { json.place(place) }
                  json.member("message", note.text)
                }
              }
            }
            json.member("help", diagnostic.advice)
          }
        }
      }
      json.key("summary")
      json.object { json in
        json.member("errors", diagnostics.count { $0.severity == .error })
        json.member("warnings", diagnostics.count { $0.severity == .warning })
        json.member("notes", diagnostics.count { $0.severity == .note })
      }
    }
    return json.finish()
  }

  /// Returns a SARIF 2.1.0 log with one run.
  package static func sarif(_ diagnostics: [Diagnostic], version: String) -> [UInt8] {
    let codes = Set(diagnostics.map(\.code)).sorted { $0.rawValue < $1.rawValue }
    var json = JSONWriter()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.key("tool")
          json.object { json in
            json.key("driver")
            json.object { json in
              json.member("name", "trustwright")
              json.member("version", version)
              json.key("rules")
              json.array { json in
                for code in codes {
                  json.object { json in
                    json.member("id", code.rawValue)
                    json.key("shortDescription")
                    json.object { $0.member("text", code.summary) }
                  }
                }
              }
            }
          }
          json.member("columnKind", "unicodeCodePoints")
          json.key("results")
          json.array { json in
            for diagnostic in diagnostics { json.sarifResult(diagnostic, codes: codes) }
          }
        }
      }
    }
    return json.finish()
  }

  /// Returns one workflow command a message, which GitHub shows beside the line in a pull request.
  package static func github(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
      var properties = ["file=\(githubProperty(diagnostic.place.file.path))"]
      if let start = diagnostic.place.start, let end = diagnostic.place.end {
        properties.append("line=\(start.line)")
        if end.line == start.line {
          properties.append("col=\(start.column)")
          properties.append("endColumn=\(max(start.column, end.column - 1))")
        } else {
          properties.append("endLine=\(end.line)")
        }
      }
      properties.append("title=\(githubProperty(diagnostic.code.rawValue))")
      let message = githubData(diagnostic.wholeMessage)
      return "::\(command) \(properties.joined(separator: ","))::\(message)\n"
    }.joined()
  }

  private static func githubData(_ text: String) -> String {
    replacing(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static func githubProperty(_ text: String) -> String {
    replacing(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }

  private static func replacing(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
    text.unicodeScalars.map { table[$0] ?? String($0) }.joined()
  }
}

extension Diagnostic {
  /// The label and the help as one text.
  package var advice: String {
    [label, help].compactMap { $0 }.joined(separator: "; ")
  }
}

extension Diagnostic {
  /// The message, what to do, and the notes that point at no place, which these formats have no other room for.
  fileprivate var wholeMessage: String {
    let advice = advice.isEmpty ? "" : ": \(advice)"
    let remarks = notes.filter { $0.place == nil }.map { "; \($0.text)" }.joined()
    return message + advice + remarks
  }
}

extension JSONWriter {
  /// Writes `file`, and where the place is not a whole file its lines and columns.
  fileprivate mutating func place(_ place: Place) {
    member("file", place.file.path)
    guard let start = place.start, let end = place.end else { return }
    member("line", start.line)
    member("column", start.column)
    member("endLine", end.line)
    member("endColumn", end.column)
  }

  fileprivate mutating func sarifResult(_ diagnostic: Diagnostic, codes: [DiagnosticCode]) {
    object { json in
      json.member("ruleId", diagnostic.code.rawValue)
      json.member("ruleIndex", codes.firstIndex(of: diagnostic.code) ?? 0)
      json.member("level", diagnostic.severity.rawValue)
      json.key("message")
      json.object { $0.member("text", diagnostic.wholeMessage) }
      json.key("locations")
      json.array { $0.sarifLocation(diagnostic.place, text: nil, id: nil) }
      let related = diagnostic.notes.compactMap { note in note.place.map { (note.text, $0) } }
      guard !related.isEmpty else { return }
      json.key("relatedLocations")
      json.array { json in
        for (index, (text, place)) in related.enumerated() {
          json.sarifLocation(place, text: text, id: index)
        }
      }
    }
  }

  private mutating func sarifLocation(_ place: Place, text: String?, id: Int?) {
    object { json in
      if let id { json.member("id", id) }
      json.key("physicalLocation")
      json.object { json in
        json.key("artifactLocation")
        json.object { $0.member("uri", uriReference(place.file.path)) }
        if let start = place.start, let end = place.end {
          json.key("region")
          json.object { json in
            json.member("startLine", start.line)
            json.member("startColumn", start.column)
            json.member("endLine", end.line)
            json.member("endColumn", end.column)
          }
        }
      }
      if let text {
        json.key("message")
        json.object { $0.member("text", text) }
      }
    }
  }
}

/// Returns a path as a URI reference (RFC 3986): what may not stand in one is percent-encoded.
private func uriReference(_ path: String) -> String {
  var result: [UInt8] = []
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
      result.append(byte)
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result.append(contentsOf: (byte < 16 ? "%0" : "%").utf8)
      result.append(contentsOf: digits.utf8)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
