/// Why a file could not be read or written.
package struct FileError: Error, Sendable {
  package enum Kind: Sendable, Equatable {
    case notFound, notPermitted, readOnly, diskFull, notAFile, notAFolder, tooManyFiles
    /// A symbolic link where none may be, or one that leads out of its folder.
    case link
    case tooLarge(limit: Int)
    /// What the system says.
    case other(String)
  }

  package var kind: Kind
  /// What was being done: `read`, `write`.
  package var operation: String
  package var path: String

  package init(_ kind: Kind, _ operation: String, _ path: String) {
    self.kind = kind
    self.operation = operation
    self.path = path
  }

  /// The cause in plain words.
  package var cause: String {
    switch kind {
    case .notFound: "it is not there"
    case .notPermitted: "you have no permission"
    case .readOnly: "the disk is read-only"
    case .diskFull: "the disk is full"
    case .notAFile: "it is no file"
    case .notAFolder: "something that is no folder is in the way"
    case .tooManyFiles: "too many files are open"
    case .link: "it is a link that leads out of the folder"
    case .tooLarge(let limit):
      limit < 1_048_576
        ? "it is larger than \(limit / 1024) KiB" : "it is larger than \(limit / 1_048_576) MiB"
    case .other(let text): text.prefix(1).lowercased() + text.dropFirst()
    }
  }

  /// What went wrong, in one sentence without a full stop.
  package var message: String { "cannot \(operation) \(path): \(cause)" }
}
