/// The rules for the short names that manifests, vocabularies and templates use.
package enum Identifier {
  /// The words of conditions; nothing may be called by one of them.
  package static let reserved: Set<String> = [
    "and", "or", "not", "is", "one", "of", "exists", "issued",
  ]

  /// The longest name of a school's folder.
  package static let longestSlug = 64

  /// Whether a name is `[a-z][a-z0-9-]*`.
  package static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLowercaseLetter else { return false }
    return name.utf8.allSatisfy { isPart($0) }
  }

  /// Whether a folder's name can be a school's address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 64 long.
  package static func isSlug(_ name: String) -> Bool {
    guard name.utf8.count <= longestSlug else { return false }
    let hyphen = UInt8(ascii: "-")
    var last = hyphen
    for byte in name.utf8 {
      guard isPart(byte), byte != hyphen || last != hyphen else { return false }
      last = byte
    }
    return last != hyphen
  }

  /// Whether Windows takes a name for a device, whatever ending it has: nothing of that name can be copied there.
  package static func isDevice(_ name: String) -> Bool {
    if ["aux", "con", "nul", "prn"].contains(name) { return true }
    guard name.utf8.count == 4, name.utf8.last?.isDigit == true else { return false }
    return name.hasPrefix("com") || name.hasPrefix("lpt")
  }

  /// Returns a slug near to a name that is none, to offer in a message.
  package static func slug(like name: String) -> String? {
    var result: [UInt8] = []
    for byte in name.lowercased().utf8 {
      if byte.isLowercaseLetter || byte.isDigit {
        result.append(byte)
      } else if byte != UInt8(ascii: "'"), let last = result.last, last != 45 {
        result.append(45)
      }
    }
    let slug = String(decoding: result.prefix(longestSlug), as: UTF8.self)
    let trimmed = slug.hasSuffix("-") ? String(slug.dropLast()) : slug
    return isSlug(trimmed) ? trimmed : nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    byte.isLowercaseLetter || byte.isDigit || byte == 45
  }
}
