import Configuration
import Diagnostics
import FileStore

/// The messages about files and folders, in alphabetical order.
extension Diagnostic {
  static func badSlug(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badSlug, "'\(name)' cannot be a school's folder", at: place,
      label: Identifier.slug(like: name).map { "did you mean '\($0)'?" },
      help:
        "use small letters, digits and single hyphens, at most 64; a folder that is no school starts with _"
    )
  }

  static func badTemplateName(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badIdentifier, "'\(name)' cannot be a document's id", at: place,
      label: Identifier.slug(like: name).map { "did you mean '\($0).md'?" },
      help: "a template's file name has small letters, digits and hyphens, and starts with a letter"
    )
  }

  static func deviceSlug(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badSlug, "'\(name)' cannot be a school's folder: on Windows it is the name of a device",
      at: place, help: "choose another name for the folder, such as '\(name)-school'")
  }

  static func deviceTemplate(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badIdentifier, "'\(name)' cannot be a document's id: on Windows it is the name of a device",
      at: place, help: "its pages could not be copied there; choose another name for the file")
  }

  static func duplicateSchool(_ name: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .duplicateSchool, "another school is called '\(name)' too", at: place,
      notes: [Diagnostic.Note("the other one", at: first)],
      help: "delete one of the two folders, or correct the name")
  }

  static func duplicateURN(_ urn: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .duplicateURN, .warning, "another school has the number \(urn) too", at: place,
      notes: [Diagnostic.Note("the other one", at: first)], help: "correct one of the two")
  }

  static func noCrest(_ name: String, folder: String, at place: Place) -> Self {
    Diagnostic(
      .missingFile,
      "there is no file '\(name)' in \(folder.isEmpty ? "Schools" : "the school's folder")",
      at: place,
      help: "put the picture there, or leave 'logo' out: logo.svg or logo.png is found by itself")
  }

  static func noFolder(at place: Place) -> Self {
    Diagnostic(
      .missingFile, "this folder is needed and not there", at: place,
      help:
        "start in the folder that holds Schools and Templates, or say with --schools and --templates where they are"
    )
  }

  /// - Parameters:
  ///   - misnamed: The file that is likely to be the manifest under another name.
  ///   - isEmpty: Whether the folder holds nothing, so that `new` may write to it.
  static func noManifest(
    _ name: String, misnamed: String?, isEmpty: Bool, at place: Place
  ) -> Self {
    let remedy =
      isEmpty
      ? "add one with 'trustwright new \(name) --name … --phase …'"
      : "put the school's manifest there"
    return Diagnostic(
      .missingFile, "'\(name)' has no school.yaml", at: place,
      help: misnamed.map { "rename '\($0)' to 'school.yaml'" }
        ?? "\(remedy), or start the folder's name with _")
  }

  static func noSchools(at place: Place) -> Self {
    Diagnostic(
      .noSchools, .warning, "there are no schools", at: place,
      help: "add one with 'trustwright new SLUG --name … --phase …'")
  }

  static func sameDocument(_ id: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .duplicateDocument, "another document is called '\(id)' too", at: place,
      notes: [Diagnostic.Note("the other one", at: first)],
      help: "documents of all kinds share one set of names; rename one of the files")
  }

  static func styleEnds(at place: Place) -> Self {
    Diagnostic(
      .badLayout, "the style ends itself with '</style'", at: place, help: "take it out")
  }

  static func takenSlug(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badSlug, "'\(name)' cannot be a school's folder, because the site has pages of that name",
      at: place, help: "choose another name for the folder")
  }

  /// - Parameter misnamed: A file that is likely to be the one under another name.
  static func unreadable(_ error: FileError, at place: Place, misnamed: String? = nil) -> Self {
    let isMissing = error.kind == .notFound
    let code: DiagnosticCode =
      switch error.kind {
      case .notFound: .missingFile
      case .tooLarge: .fileTooLarge
      default: .unreadableFile
      }
    let help: String? =
      switch error.kind {
      case .notFound:
        misnamed.map { "rename '\($0)' to '\(place.file.path.split(separator: "/").last ?? "")'" }
          ?? "add it, or say with --schools and --templates where your folders are"
      case .tooLarge: "divide it, or take out what it does not need"
      case .link: "put a copy of the file in the place of the link"
      case .notAFile: "put a file in its place"
      case .notAFolder: "put a folder in its place"
      case .notPermitted: "give yourself permission to read it"
      case .tooManyFiles, .broken, .memory: error.help
      default: nil
      }
    var message = Diagnostic(
      code, isMissing ? "this file is needed and not there" : "this cannot be read: \(error.cause)",
      at: place, help: help)
    message.isMachineFailure = error.isMachineFailure
    return message
  }
}
