import Diagnostics
import FileStore

/// What one build leaves to the next in the same run of the program, as `watch` makes them.
struct BuildMemory {
  /// Whether pages lead to PDF files of themselves.
  var linksPDF = false
  /// The folders of the site that the last build brought up to date, and all that stand; nil where it did not come to
  /// that.
  var folders: (built: [String], all: [String])?
  /// The output, kept from other builds until the PDF files are made.
  var store: OutputStore?
  /// All that is the same for every school, as it was read last.
  struct Loaded {
    var shared: Fingerprint
    var workspace: Workspace?
    var report: Report
  }

  var loaded: Loaded?
  /// The texts of the templates as they were read last.
  var texts = TemplateReader.Memory()
  /// The messages that were shown last.
  var shown: MessageText?
  /// Whether the last build could not make everything.
  var hadErrors = false

  /// What was read last, if it was read from the same files, and each folder had its school's manifest and has it still.
  func loaded(for inputs: BuildInputs) -> Loaded? {
    guard let loaded, loaded.shared == inputs.shared, loaded.workspace?.slugs == inputs.slugs,
      inputs.slugs.allSatisfy({ inputs.schools.exists("\($0)/school.yaml") })
    else { return nil }
    return loaded
  }
}
