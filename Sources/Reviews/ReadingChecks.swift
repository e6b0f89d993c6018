import Configuration
package import Diagnostics
package import Documents
import Templating

/// Checks that the people a form is for can read it.
package enum ReadingChecks {
  /// Warns of forms that need an older reader than their band's, or their own, limit allows.
  package static func check(_ set: SchoolDocuments, report: inout Report) {
    for form in set.agreements {
      guard let limit = ReadingAge.limit(of: form, set) else { continue }
      let age = ReadingAge(set, form: form)
      guard let tenths = age.tenths, tenths > limit.age * 10 else { continue }
      let program = set.library.programs[form]
      let own = program.form?.readingAge?.range
      report.add(
        .readsTooOld(
          set.catalogue.documents[form].id, age: tenths, limit: limit.age, band: limit.band,
          longest: age.longest, school: set.profile.details.name.value,
          at: Place(file: program.declaration.file, range: own)))
    }
  }
}
