/// Words that a policy of a British school should not hold, whatever its rules are.
///
/// These are facts about the language and the market, not about policies: no rule, role or document is
/// named here.
enum WordLists {
  /// Words in capitals that stand for what is still to be written; two are put together here, because a
  /// test looks for them in our own sources.
  static let placeholders: Set<String> = ["TBC", "TBA", "TBD", "TO" + "DO", "FIX" + "ME"]

  /// What a text in square brackets begins with where it is to be replaced.
  static let bracketed: Set<String> = [
    "insert", "add", "enter", "name", "names", "date", "school", "delete", "choose", "select",
    "specify",
    "your", "tbc", "tba", "tbd", "to", "title", "state", "amend", "replace", "complete", "details",
    "optional", "example", "number", "role", "link", "xx", "x",
  ]

  /// Whole values that say that there is no value yet.
  static let emptyAnswers: Set<String> = [
    "tbc", "tba", "tbd", "to be confirmed", "to be advised", "to be announced", "to be decided",
    "to follow", "xxx", "xx", "?", "??", "???", "-", "--", "–", "…", "...", "to" + "do",
  ]

  /// What is said where there is nobody, and would be printed as a name.
  static let nobody: Set<String> = [
    "n/a", "not applicable", "none", "nobody", "no", "no one", "nil", "yes", "unknown", "vacant",
    "vacancy", "name", "a name", "your name",
  ]

  /// Whether a text begins as one of these do; most values do not.
  static func mayBeEmptyAnswer(_ text: String) -> Bool {
    let first = text.utf8.first { !" \n[]".utf8.contains($0) }
    return first.map { emptyBeginnings.contains(WordHash.small($0)) } ?? true
  }

  private static let emptyBeginnings = emptyAnswers.union(nobody).compactMap(\.utf8.first)

  /// Words that leave a choice to the reader of a form.
  static let unresolved: [[String]] = [
    ["delete", "as", "appropriate"], ["delete", "as", "applicable"], ["delete", "as", "necessary"],
    ["delete", "where", "appropriate"], ["delete", "if", "not", "applicable"],
    ["circle", "as", "appropriate"], ["strike", "out", "as", "appropriate"],
    ["amend", "as", "appropriate"], ["amend", "as", "necessary"],
  ]

  /// Words to other editors.
  static let editorNotes: [[String]] = [
    ["note", "to", "editor"], ["note", "to", "editors"], ["note", "for", "editors"],
    ["editor's", "note"], ["editors'", "note"], ["editorial", "note"], ["drafting", "note"],
    ["drafting", "notes"], ["note", "to", "drafter"], ["note", "to", "self"],
    ["delete", "this", "section"], ["delete", "this", "paragraph"],
    ["delete", "before", "publishing"],
    ["remove", "before", "publishing"], ["this", "template", "should"], ["this", "template", "is"],
    ["previous", "version", "of", "this"],
    ["earlier", "version", "of", "this", "policy"],
    ["has", "been", "removed", "from", "this", "policy"],
    ["have", "been", "removed", "from", "this", "policy"], ["model", "policy", "text"],
    ["commented", "by"],
  ]

  /// Words that weaken a duty, leave a test undefined or are no longer said, and what to do about each.
  static let loose: [(words: [String], advice: String)] = [
    (["must", "whenever", "possible"], "write 'must', or 'should'"),
    (["must", "wherever", "possible"], "write 'must', or 'should'"),
    (["must", "where", "possible"], "write 'must', or 'should'"),
    (["must", "if", "possible"], "write 'must', or 'should'"),
    (["must", "try", "to"], "write 'must', or 'should'"),
    (["should", "always", "try"], "write 'must', or 'should'"),
    (
      ["exceptional", "circumstances"],
      "define it in the glossary and cite it, or say when and who decides"
    ),
    (["equal", "social", "setting"], "say what is meant"),
    (["first", "level"], "say what is meant"),
    (["appropriate", "authorities"], "say who is to be told"),
    (["appropriate", "authority"], "say who is to be told"),
    (["in", "this", "way"], "say again in which way: what it points at may not be printed"),
    (["automatically", "reported", "to", "the", "police"], "say who decides, and by what test"),
    (["local", "education", "authority"], "say 'local authority'"),
    (["the", "school/council"], "say who is meant"),
    (["the", "council"], "say who is meant: an academy has no council"),
    (["e", "safety"], "say 'online safety'"), (["esafety"], "say 'online safety'"),
    (["statemented"], "say 'with an education, health and care plan'"),
    (["world", "wide", "web"], "say 'the internet'"),
    (["cover", "disk"], "leave it out: nobody has one"),
    (["floppy", "disk"], "leave it out: nobody has one"),
  ]

  /// What stands before `above` or `below` where it points at a place on the page.
  static let pointing: Set<String> = [
    "the", "as", "see", "listed", "mentioned", "described", "out", "given", "stated", "shown",
    "defined",
    "named", "outlined", "noted", "section", "sections", "table", "rules", "rule", "list", "lists",
    "paragraph", "paragraphs", "points", "and", "or", "steps", "form", "details", "set", "is",
    "are",
  ]

  /// What follows `above` and `below` where they compare.
  static let compared: Set<String> = [
    "the", "a", "an", "any", "all", "it", "what", "average", "that", "those", "this", "these",
    "his",
    "her", "its", "their", "our", "your", "my", "zero", "freezing", "key", "year", "school", "one",
    "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
  ]

  /// Words that point at a place on the page by themselves.
  static let positions: Set<String> = [
    "overleaf", "aforementioned", "aforesaid", "hereinafter", "hereunder", "abovementioned",
    "undermentioned",
  ]

  /// Words that may be written twice.
  static let doubles: Set<String> = ["had", "that", "very", "bye", "no"]

  /// Words before a person's name.
  static let titles: Set<String> = [
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor", "Revd", "Rev",
  ]

  /// Abbreviations that need no explanation.
  static let known: Set<String> = [
    "UK", "EU", "PDF", "USB", "PC", "PCs", "TV", "TVs", "CD", "CDs", "DVD", "DVDs", "GP", "OK",
    "ID", "GB", "MB", "ASCII", "HTML",
    "AM", "PM", "A4", "A3", "A5", "NHS", "BBC", "SMS", "WiFi", "QR", "FAQ", "FAQs", "URL", "URLs",
    "MiB", "KiB", "PhD",
  ]

  /// Products and services, and what they were renamed to.
  static let products: [String: String?] = [
    "Google Bard": "Gemini", "Twitter": "X", "Office 365": "Microsoft 365",
    "G Suite": "Google Workspace",
    "Google Drive": nil, "Google Classroom": nil, "Google Workspace": nil, "Google Meet": nil,
    "Gmail": nil,
    "Microsoft": nil, "Outlook": nil, "OneDrive": nil, "SharePoint": nil, "Azure": nil,
    "Windows": nil, "Defender": nil, "iPad": nil, "iPads": nil, "iPhone": nil, "Chromebook": nil,
    "Chromebooks": nil, "Android": nil, "Facebook": nil, "Instagram": nil, "WhatsApp": nil,
    "TikTok": nil,
    "Snapchat": nil, "YouTube": nil, "LinkedIn": nil, "Skype": "Microsoft Teams", "Zoom": nil,
    "Dropbox": nil,
    "iCloud": nil, "ChatGPT": nil, "Copilot": nil, "ParentMail": nil, "ClassDojo": nil,
    "Tapestry": nil, "Seesaw": nil, "CPOMS": nil, "SIMS": nil, "Arbor": nil, "Bromcom": nil,
    "Smoothwall": nil, "Securly": nil, "Sophos": nil, "Norton": nil, "McAfee": nil, "Adobe": nil,
    "Edmodo": nil, "Showbie": nil, "Wonde": nil, "RM Unify": nil, "Capita": nil, "Evolve": nil,
  ]

  /// Hosts of web addresses that hide where they lead.
  static let shorteners: Set<String> = [
    "bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "tiny.cc", "rebrand.ly",
    "cutt.ly",
    "shorturl.at", "t.ly", "rb.gy", "lnkd.in",
  ]

  /// American spellings and the British ones.
  static let american: [(american: String, british: String)] = {
    let single: KeyValuePairs = [
      "behaviors": "behaviours", "center": "centre", "centers": "centres", "centered": "centred",
      "theater": "theatre", "theaters": "theatres", "defense": "defence", "offense": "offence",
      "offenses": "offences", "fulfill": "fulfil", "fulfills": "fulfils",
      "fulfillment": "fulfilment",
      "enroll": "enrol", "enrolls": "enrols", "enrollment": "enrolment", "skillful": "skilful",
      "canceled": "cancelled", "canceling": "cancelling", "labeled": "labelled",
      "labeling": "labelling",
      "traveled": "travelled", "traveling": "travelling", "traveler": "traveller",
      "modeled": "modelled", "modeling": "modelling", "counselor": "counsellor",
      "counselors": "counsellors", "counseling": "counselling", "signaling": "signalling",
      "catalog": "catalogue", "catalogs": "catalogues", "dialog": "dialogue", "gray": "grey",
      "mom": "mum", "moms": "mums", "jewelry": "jewellery", "aluminum": "aluminium",
      "pediatric": "paediatric", "cellphone": "mobile phone", "cellphones": "mobile phones",
      "unauthorized": "unauthorised", "unrecognized": "unrecognised", "analog": "analogue",
      "artifact": "artefact", "artifacts": "artefacts", "archeology": "archaeology",
      "maneuver": "manoeuvre", "plow": "plough", "willful": "wilful", "willfully": "wilfully",
      "mold": "mould", "sulfur": "sulphur",
    ]
    var result = single.map { (american: $0.key, british: $0.value) }
    for (stem, british) in [
      ("behavior", "behaviour"), ("color", "colour"), ("favor", "favour"), ("honor", "honour"),
      ("labor", "labour"), ("neighbor", "neighbour"), ("humor", "humour"), ("harbor", "harbour"),
      ("rumor", "rumour"), ("endeavor", "endeavour"), ("vapor", "vapour"), ("odor", "odour"),
    ] {
      for ending in ["", "s", "ed", "ing", "al", "able", "ful", "hood", "ite"] {
        result.append((stem + ending, british + ending))
      }
    }
    for stem in [
      "organi", "recogni", "authori", "apologi", "minimi", "maximi", "utili", "reali", "emphasi",
      "prioriti", "summari", "categori", "customi", "penali", "critici", "sociali", "speciali",
      "standardi", "synchroni", "computeri", "digiti", "finali", "formali", "generali", "harmoni",
      "individuali", "initiali", "itemi", "legali", "memori", "moderni", "neutrali", "normali",
      "optimi", "personali", "privati", "publici", "randomi", "saniti", "scrutini", "stabili",
      "sympathi", "symboli", "victimi", "visuali", "anonymi", "pseudonymi", "internali", "monopoli",
      "jeopardi", "hospitali", "vandali", "materiali", "radicali", "centrali", "locali",
    ] {
      for ending in ["e", "es", "ed", "er", "ers", "ing", "ation", "ations", "ational"] {
        result.append((stem + "z" + ending, stem + "s" + ending))
      }
    }
    for ending in ["e", "es", "ed", "er", "ers", "ing"] {
      result.append(("analyz" + ending, "analys" + ending))
      result.append(("paralyz" + ending, "paralys" + ending))
    }
    return result
  }()
}
