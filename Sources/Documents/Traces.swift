package import Configuration
package import Diagnostics
package import Templating

/// Where a value matters in the documents of one school, section by section.
package struct Traces: Sendable {
  /// One section of a document that asks about the value or prints it.
  package struct Trace: Sendable {
    package var kind: Uses.Kind
    /// The document and the section, as a reader would look them up.
    package var title: String
    /// Whether the section is printed at this school as things are.
    package var isPrinted: Bool
    /// Where in the template or the clause; each place once.
    package var places: [Place]
  }

  package private(set) var traces: [Trace] = []

  /// Gathers the uses of subjects by the section they stand in.
  ///
  /// - Parameter set: The documents of the school; nil where they cannot be printed, and then no
  ///   section has a number.
  package init(of subjects: [Subject], in library: Library, _ set: SchoolDocuments?) {
    struct Key: Hashable {
      var kind: Uses.Kind
      var document: Int
      var heading: Int?
    }
    var order: [Key] = []
    var places: [Key: [Place]] = [:]
    for use in Uses(of: subjects, in: library).found {
      let key = Key(kind: use.kind, document: use.document, heading: use.heading)
      if places[key] == nil { order.append(key) }
      let isKnown = places[key]?.contains {
        $0.file.path == use.place.file.path && $0.range == use.place.range
      }
      if isKnown != true { places[key, default: []].append(use.place) }
    }
    for key in order {
      let resolved = set?.document(key.document)
      let program = library.programs[key.document]
      var title = resolved?.title ?? "'\(program.declaration.id)'"
      var isPrinted = resolved != nil
      if let heading = key.heading {
        if let section = resolved?.outline.section(ofHeading: heading) {
          let number = section.number.isEmpty ? "" : "section \(section.number), "
          title += ", \(number)‘\(section.title)’"
        } else {
          isPrinted = false
          title += program.headings[heading].id.map { ", the section '\($0)'" } ?? ""
        }
      }
      traces.append(
        Trace(kind: key.kind, title: title, isPrinted: isPrinted, places: places[key] ?? []))
    }
  }
}
