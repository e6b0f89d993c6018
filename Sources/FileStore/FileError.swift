/// Why a file could not be read or written.
package struct FileError: Error, Sendable {
  package enum Kind: Sendable, Equatable {
    case notFound, notPermitted, readOnly, diskFull, notAFile, notAFolder, tooManyFiles
    /// Another program writes it faster than it can be read.
    case changing
    /// The system allows this user no larger file.
    case limit
    /// The disk does not answer as a disk should.
    case broken
    /// The machine has no memory left.
    case memory
    /// It cannot be moved to where it belongs: a part of the folder is mounted, or comes from an image of a container.
    case otherDisk
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
    case .changing: "it keeps changing while it is read"
    case .limit: "the system allows no larger file"
    case .broken: "the disk, or the way to it, is at fault"
    case .memory: "the machine has no memory left"
    case .otherDisk:
      "a part of the folder lies on another disk, or in an image that nothing can be moved out of"
    case .link: "it is a link that leads out of the folder"
    case .tooLarge(let limit):
      limit < 1_048_576
        ? "it is larger than \(limit / 1024) KiB" : "it is larger than \(limit / 1_048_576) MiB"
    case .other(let text): text.prefix(1).lowercased() + text.dropFirst()
    }
  }

  /// What to do about it, where that can be said.
  package var help: String? {
    switch kind {
    case .notPermitted: "let this user write there, or choose another folder with --output"
    case .readOnly: "choose a folder on another disk with --output"
    case .diskFull: "make room on the disk, then build again"
    case .notAFolder, .notAFile: "move it somewhere else, then build again"
    case .link: "put a folder in the place of the link, then build again"
    case .tooManyFiles: "close other programs, or raise the limit (ulimit -n), then build again"
    case .limit: "raise the limit (ulimit -f), then build again"
    case .broken: "copy what you can to another disk, and have this one looked at"
    case .memory: "close other programs, then build again"
    case .otherDisk: "choose a folder that lies on one disk with --output"
    case .notFound, .changing, .tooLarge, .other: nil
    }
  }

  /// Whether the machine or its settings failed, and not what somebody put there.
  package var isMachineFailure: Bool {
    switch kind {
    case .tooManyFiles, .broken, .memory, .notPermitted: true
    default: false
    }
  }

  /// What went wrong, in one sentence without a full stop.
  package var message: String { "cannot \(operation) \(path): \(cause)" }
}
