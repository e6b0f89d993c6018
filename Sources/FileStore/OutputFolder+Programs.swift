/// Files that another program makes for the folder: under another name first, like all others.
extension OutputFolder {
  /// Where a program is to write a file, until `takeIn` puts it in its place.
  package func draft(of name: String) throws(FileError) -> String {
    let draft = path(of: name) + ".trustwright-draft"
    try System.removeFile(draft)
    return draft
  }

  /// Puts a file that a program wrote in its place; an empty one is refused.
  package func takeIn(_ name: String) throws(FileError) {
    let draft = path(of: name) + ".trustwright-draft"
    guard try System.status(draft, followLinks: false).size > 0 else {
      try System.removeFile(draft)
      throw FileError(.other("the program wrote nothing"), "write", path(of: name))
    }
    try System.rename(draft, to: path(of: name))
  }

  /// Takes away a draft that came to nothing.
  package func dropDraft(of name: String) {
    try? System.removeFile(path(of: name) + ".trustwright-draft")
  }

  /// Whether there is a file of this name.
  package func hasFile(_ name: String) -> Bool {
    (try? System.status(path(of: name), followLinks: false))?.kind == .file
  }
}
