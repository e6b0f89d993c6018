/// Tells two people in one name, such as `Mr J Okoro and Ms P Lindqvist`, from a name that has such a sign in it.
///
/// It is made to miss a pair rather than to doubt a name: firms and teams are named with the same words.
enum JoinedNames {
  /// The people in a name; nil where it seems to name one, or no person.
  static func people(in name: String) -> [String]? {
    guard mayJoin(name) else { return nil }
    var parts: [[Substring]] = [[]]
    var needsTitles = false
    for word in spaced(name).split(separator: " ") {
      switch word {
      case "and", "&", "/", "+": parts.append([])
      case ",", ";":
        needsTitles = true
        parts.append([])
      default: parts[parts.count - 1].append(word)
      }
    }
    guard parts.count > 1, parts.allSatisfy({ (1...5).contains($0.count) }),
      parts.joined().allSatisfy(isOfName)
    else { return nil }
    // `Mr and Mrs Hale` share the name that comes last.
    if let last = parts.last, last.count > 1, isTitle(last[0]),
      parts.dropLast().allSatisfy({ $0.count == 1 && isTitle($0[0]) })
    {
      let shared = last.dropFirst().joined(separator: " ")
      return parts.map { "\($0[0]) \(shared)" }
    }
    let areNames = parts.allSatisfy { $0.count > 1 && (!needsTitles || isTitle($0[0])) }
    return areNames ? parts.map { $0.joined(separator: " ") } : nil
  }

  /// Whether a name has a sign that may stand between two people, or the letters of `and`; hardly any has.
  private static func mayJoin(_ name: String) -> Bool {
    let bytes = name.utf8.span
    return bytes.indices.contains { index in
      switch bytes[index] {
      case UInt8(ascii: "&"), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: ","),
        UInt8(ascii: ";"):
        true
      case UInt8(ascii: "a"):
        index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "n")
          && bytes[index + 2] == UInt8(ascii: "d")
      default: false
      }
    }
  }

  /// The name with spaces around the signs that may stand between two people.
  private static func spaced(_ name: String) -> String {
    var spaced = ""
    for letter in name {
      switch letter {
      case "&", "/", "+", ",", ";": spaced += " \(letter) "
      default: spaced.append(letter)
      }
    }
    return spaced
  }

  private static func isTitle(_ word: Substring) -> Bool {
    titles.contains(word.last == "." ? String(word.dropLast()) : String(word))
  }

  /// Whether a word may stand in a person's name: it has a capital or is one of the small words of surnames,
  /// and is none by which firms and teams are called.
  private static func isOfName(_ word: Substring) -> Bool {
    guard let first = word.unicodeScalars.first else { return false }
    return (first.properties.isUppercase || smallWords.contains(String(word)))
      && !word.utf8.contains { (48...57).contains($0) }
      && !businessWords.contains(word.lowercased())
  }

  private static let titles = WordLists.titles.union([
    "Fr", "Sr", "Sir", "Dame", "Lord", "Lady", "Cllr", "Canon",
  ])
  private static let smallWords: Set<String> = [
    "al", "ap", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la",
    "le", "ten", "ter", "van", "von",
  ]
  private static let businessWords: Set<String> = [
    "academies", "academy", "agency", "associates", "authority", "board", "brothers", "business",
    "care", "centre", "children", "co", "college", "committee", "communications", "compliance",
    "computing", "consultancy", "consultants", "consulting", "council", "cyber", "data", "desk",
    "digital", "director", "directorate", "education", "executive", "families", "finance",
    "governance", "governor", "governors", "group", "head", "headteacher", "health", "help", "hr",
    "human", "ict", "inc", "information", "it", "law", "lead", "leader", "learning", "legal",
    "limited", "llp", "ltd", "manager", "management", "media", "network", "networks", "office",
    "officer", "online", "operations", "partners", "partnership", "people", "plc", "police",
    "principal", "privacy", "protection", "records", "resources", "risk", "safeguarding", "safety",
    "school", "schools", "security", "service", "services", "social", "solicitors", "solutions",
    "sons", "staff", "support", "systems", "team", "technical", "technologies", "technology",
    "training", "trust", "welfare", "young",
  ]
}
