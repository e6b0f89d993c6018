import Configuration
import Diagnostics
import Manifests
import TestSupport
import Testing

/// The grammar of conditions, and what each asks.
@Suite struct ConditionTests {
  static let vocabulary =
    SmallTrust.phases + """
      roles: {head: {title: Head}, deputy: {title: Deputy}}
      providers: {wifi: {title: Wi-Fi}}
      rules:
        a: {options: [x, y, z], default: x}
        b: {options: [x, y, z], default: y}
        c: {options: [x, y, z], default: z}
        flag: {type: yes/no, default: no}
        days: {type: number, required: no}
        lunch: {options: [in, out], per: band, default: in}
      facts:
        kind: {type: choice, options: [good, bad], default: good}
        note: {type: text}
      related: {conduct: {title: Conduct policy}}

      """

  /// Here `rules.a is x`, `rules.b is y`, `rules.c is z`; there is a head, and no deputy.
  @Test(arguments: [
    ("rules.a is x", true), ("rules.a is y", false), ("rules.a is not y", true),
    ("rules.a is not x", false), ("rules.a is one of x, y", true),
    ("rules.a is one of y, z", false),
    ("rules.a is one of x", true), ("rules.a is not one of y, z", true),
    ("rules.a is not one of x, z", false), ("rules.flag is no", true), ("rules.flag is yes", false),
    ("facts.kind is good", true), ("facts.kind is not bad", true), ("facts.note exists", false),
    ("not facts.note exists", true), ("leads.head exists", true), ("leads.deputy exists", false),
    ("leads.head.email exists", true), ("leads.head.phone exists", false),
    ("providers.wifi exists", true), ("providers.wifi.name exists", true),
    ("providers.wifi.url exists", false), ("rules.days exists", false),
    ("related.conduct exists", true),
    ("school.phase is primary", true), ("school.phase is one of secondary, primary", true),
    ("school.website exists", false), ("school.short-name exists", true),
    ("trust.name exists", true),
    ("bands.infants exists", true), ("bands.seniors exists", false),
    // `not` before `and` before `or`.
    ("not rules.a is y and rules.b is y", true), ("not (rules.a is y and rules.b is y)", true),
    ("not rules.a is x and rules.b is x", false), ("not (rules.a is x and rules.b is x)", true),
    ("rules.a is x or rules.b is x and rules.c is x", true),
    ("(rules.a is x or rules.b is x) and rules.c is x", false),
    ("rules.a is y and rules.b is y or rules.c is z", true),
    ("rules.a is y and (rules.b is y or rules.c is z)", false),
    ("rules.a is one of x, y and rules.b is one of y, z", true),
    ("not not rules.a is x", true), ("((rules.a is x))", true),
    ("rules.a\n is\n x", true), ("rules.a is one of x,y", true),
    // A per-band rule asked of the whole school: in some band.
    ("rules.lunch is out", true), ("rules.lunch is in", true),
  ])
  func `a condition is decided`(_ text: String, _ expected: Bool) {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.schools = [
      "hill": """
      school: {name: Hill School, phase: primary}
      leads: {head: {name: Ms A, email: a@hill.example}}
      providers: {wifi: Wirework}
      rules: {lunch: {infants: out}}
      related: {conduct: https://hill.example}

      """
    ]
    let front = text.split(separator: "\n").map { $0.trimmedSpaces }.joined(separator: " ")
    small.templates = [
      "policies/one": SmallTrust.policy("Text.", front: "issued-when: \"\(front)\"\n")
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect((made.lines() != nil) == expected)
  }

  @Test func `whether a document is issued can be asked, also through others`() {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.schools = ["hill": "school: {name: H, phase: primary}\ndocuments: {c: no}\n"]
    small.templates = [
      "policies/a": SmallTrust.policy("T.", front: "issued-when: documents.b is issued\n"),
      "policies/b": SmallTrust.policy("T.", front: "issued-when: documents.c is issued\n"),
      "policies/c": SmallTrust.policy("T."),
      "policies/d": SmallTrust.policy("T.", front: "issued-when: documents.c is not issued\n"),
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect(["a", "b", "c", "d"].map { made.lines($0) != nil } == [false, false, false, true])
  }

  @Test(arguments: [
    ("adopted: 2026-09-01", true), ("version: 2", false), ("version: 2, adopted: 2026-09-01", true),
  ])
  func `whether a document is issued can hang on what is said of it`(
    _ said: String, _ isIssued: Bool
  ) {
    var small = SmallTrust(vocabulary: Self.vocabulary)
    small.schools = [
      "hill": "school: {name: H, phase: primary}\ndocuments: {one: {\(said)}, two: {version: 1}}\n"
    ]
    small.templates = [
      "policies/one": SmallTrust.policy("T.", front: "issued-when: document.adopted exists\n"),
      "policies/two": SmallTrust.policy("T.", front: "issued-when: documents.one is issued\n"),
    ]
    let made = small.make()
    #expect(made.errors.isEmpty, "\(made.messages)")
    #expect((made.lines("one") != nil) == isIssued)
    #expect((made.lines("two") != nil) == isIssued)
  }

  /// Any prefix of a condition, and any condition with a letter changed, is answered.
  @Test func `no condition traps`() {
    let text =
      "not (rules.a is one of x, y and leads.head exists) or documents.one is not issued and rules.b is z"
    let bytes = Array(text.utf8)
    for end in 0...bytes.count { check(bytes[..<end]) }
    for index in bytes.indices {
      for byte in [UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), 0x80, 0xFF, 32] {
        var changed = bytes
        changed[index] = byte
        check(changed[...])
      }
    }
  }

  private func check(_ bytes: ArraySlice<UInt8>) {
    var report = Report()
    let file = SourceFile(path: "a", bytes: Array(bytes))
    let catalogue = Self.catalogue
    _ = ConditionParser.parse(
      MappedText(file: file, range: TextRange(0, file.bytes.count)),
      names: SchoolNames(catalogue, bands: .some(nil)), table: catalogue.questions, report: &report)
    _ = TextFace().render(report.sorted())
  }

  private static let catalogue: Catalogue = {
    var small = SmallTrust(vocabulary: vocabulary)
    small.templates = ["policies/one": SmallTrust.policy("Text.")]
    return small.make().catalogue
  }()
}

extension Substring {
  fileprivate var trimmedSpaces: String {
    var copy = self
    while copy.first == " " { copy.removeFirst() }
    while copy.last == " " { copy.removeLast() }
    return String(copy)
  }
}
