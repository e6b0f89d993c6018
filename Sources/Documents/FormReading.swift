import Configuration
package import Templating

extension ReadingAge {
  /// The age for a form's own sentences at one school: without headings, the names and numbers that
  /// values print, tables and definitions.
  package init(_ set: SchoolDocuments, form: Int) {
    self = DocumentText.reading(set, document: form)
  }

  /// The most that a form may need at a school, and whose limit that is: its own, or the least of those
  /// of the bands that it is for; nil where nobody sets one.
  package static func limit(
    of form: Int, _ set: SchoolDocuments
  ) -> (age: Int, band: String?)? {
    let program = set.library.programs[form]
    if let own = program.form?.readingAge { return (own.value, nil) }
    let vocabulary = set.catalogue.vocabulary
    let bands = (program.declaration.bands ?? []).filter(set.profile.bands.contains)
    return bands.compactMap { band in
      vocabulary.bands[band].readingAge.map { ($0, vocabulary.bands[band].title) }
    }.min { $0.0 < $1.0 }
  }
}
