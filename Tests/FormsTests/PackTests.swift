import FileStore
import Foundation
import Publishing
import Testing

@testable import trustwright

/// Packs: a form a person, names filled in.
@Suite struct PackTests {
  private func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func `each person has a form with their name and class`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let made = try trust.pack("home", "Name,Class\nAda Okafor,3B\nBo Lund,4A\n", spares: 2)
    let text = String(decoding: made.file.bytes, as: UTF8.self)
    #expect(made.file.name == "central/packs/hill-home.html")
    #expect(made.formCount == 2)
    #expect(made.groupCount == 2)
    #expect(made.missingLayouts.isEmpty)
    #expect(count("class=\"sheet\"", in: text) == 2 + 2 + 2)
    // The sheet's name, the line at its head, the line in the slip; and once in the checklist.
    #expect(count("Ada Okafor", in: text) == 4)
    #expect(text.contains("<span class=\"label\">Class</span><span class=\"line\">3B</span>"))
    #expect(text.contains("For: <strong>Ada Okafor</strong>, 3B"))
    #expect(text.contains("Checklist: 4A"))
    #expect(text.contains("Dear parents and carers"))
    #expect(text.contains("A reminder: Laptops at home"))
    #expect(text.contains("Without a name, for joiners</th><td>2</td>"))
    // The parent's own name is not known.
    #expect(
      count("<span class=\"label\">Name in capitals</span><span class=\"line\"></span>", in: text)
        == 4)
  }

  @Test func `nothing in a name can become markup`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let roster = "Name,Class\n\"<script>alert(1)</script>\",\"\"\"><b>\"\n=1+1,&amp;\n"
    let text = String(decoding: try trust.pack("home", roster).file.bytes, as: UTF8.self)
    #expect(!text.contains("<script"))
    #expect(!text.contains("<b>"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(text.contains("=1+1"))
    #expect(text.contains("&amp;amp;"))
  }

  @Test func `a pack of 1500 keeps everybody, in order, and no anchor twice`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let names = (1...1500).map { "Pupil No\($0)x" }
    let rows = names.enumerated().map { "\($1),\($0 / 30)" }
    let made = try trust.pack("home", "Name,Class\n" + rows.joined(separator: "\n"), spares: 0)
    let text = String(decoding: made.file.bytes, as: UTF8.self)
    #expect(made.formCount == 1500)
    #expect(made.groupCount == 50)
    let found = text.components(separatedBy: "For: <strong>").dropFirst().compactMap {
      $0.components(separatedBy: "<").first
    }
    #expect(found == names)
    #expect(!text.contains(" id=\""))
    #expect(!text.contains("<a "))
    #expect(!text.contains("\u{10FFF0}"))
    #expect(made.file.bytes.count < 12_000_000)
  }

  @Test func `a roster without classes makes one list; staff have their job titles`() throws {
    let staff = """
      ---
      title: Staff form
      kind: agreement
      for: Staff
      policy: devices
      sign: [name, job-title, signature, date]
      ---

      # Signing

      I agree.

      {% signatures %}
      """
    let trust = try FormTrust(["Templates/agreements/staff.md": staff])
    defer { trust.remove() }
    let made = try trust.pack("staff", "Name,Job title\nR Pell,Cook\n")
    let text = String(decoding: made.file.bytes, as: UTF8.self)
    #expect(text.contains("Checklist: Everybody"))
    #expect(text.contains("<span class=\"label\">Job title</span><span class=\"line\">Cook</span>"))
    #expect(text.contains("For: <strong>R Pell</strong>, Cook"))
    #expect(!text.contains("parents and carers"))
    #expect(!text.contains("Cut here"))
  }

  @Test(arguments: [
    ("signed", "Returned", true), ("acknowledged", "Confirmed", true),
    ("published", "Given", false),
  ])
  func `the office keeps count of what comes of a form, as it is given`(
    given: String, column: String, isReminded: Bool
  ) throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let manifest = trust.root.appending(path: "Schools/hill/school.yaml")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    try (text.replacing("documents:\n", with: "documents:\n  home: {given: \(given)}\n")).write(
      to: manifest, atomically: true, encoding: .utf8)
    let pack = try trust.pack("home", "Name,Class\nAda Okafor,3B\n")
    let html = String(decoding: pack.file.bytes, as: UTF8.self)
    for title in ["Returned", "Confirmed", "Given"] {
      // On the sheet for the office, and on the checklist of the class.
      #expect(
        count("<th scope=\"col\">\(title)</th>", in: html) == (title == column ? 2 : 0), "\(title)")
    }
    #expect(html.contains("A reminder: Laptops at home") == isReminded)
    #expect(html.contains("<dt>Return to:</dt>") == (given == "signed"))
    #expect(pack.missingLayouts.isEmpty)
  }

  @Test func `a trust without a letter has packs without one, and is told`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    for name in ["letter", "reminder"] {
      try FileManager.default.removeItem(
        at: trust.root.appending(path: "Templates/site/\(name).html"))
    }
    #expect(try trust.pack("home", "Name\nAda\n").missingLayouts == ["letter", "reminder"])
  }

  @Test func `the command writes the pack and leaves the roster where it is`() throws {
    let trust = try FormTrust(["list.csv": "Name,Class\nAda Okafor,3B\n"])
    defer { trust.remove() }
    let list = trust.root.appending(path: "list.csv").path
    #expect(try trust.run("build") == 0)
    #expect(try trust.run("forms", "hill", "home", "--roster", list, "--spare", "0") == 0)
    let files = trust.output.files()
    #expect(files.contains("central/packs/hill-home.html"))
    for name in files where name.hasPrefix("site/") {
      let bytes = trust.output.read(name, limit: 1 << 24) ?? []
      #expect(!String(decoding: bytes, as: UTF8.self).contains("Okafor"), "\(name)")
    }
    #expect(
      !files.contains {
        $0.hasSuffix(".csv") && !$0.hasPrefix("site/data/") && $0 != "central/signatures.csv"
      })
    // A build does not take the pack away, nor call it a stranger's.
    #expect(try trust.run("build") == 0)
    #expect(trust.output.files().contains("central/packs/hill-home.html"))
    #expect(try trust.run("forms", "hill", "home", "--roster", list, "--spare", "0") == 0)
  }

  @Test func `a wrong command line is said, and nothing is written`() throws {
    let trust = try FormTrust(["list.csv": "Name\nAda\n", "bad.csv": "Name,Notes\nAda,x\n"])
    defer { trust.remove() }
    let list = trust.root.appending(path: "list.csv").path
    let bad = trust.root.appending(path: "bad.csv").path
    for words in [
      ["forms", "hill", "home"], ["forms", "hil", "home", "--roster", list],
      ["forms", "hill", "hom", "--roster", list],
      ["forms", "hill", "home", "--roster", list + "x"],
      ["forms", "hill", "home", "--roster", list, "--spare", "many"],
      ["forms", "hill", "home", "--roster", list, "--pdf-engine", "chromium"],
      ["forms", "hill", "home", "--roster", list, "--pdf", "--pdf-engine", "quill"],
    ] {
      let folders = ["schools", "templates", "output"].flatMap {
        ["--\($0)", trust.root.appending(path: $0.capitalized).path]
      }
      #expect(throws: UsageError.self, "\(words)") {
        try Main.run(try Arguments.parse(words + folders), Terminal())
      }
    }
    #expect(try trust.run("forms", "hill", "home", "--roster", bad) == 1)
    #expect(trust.output.files().isEmpty)
  }

  @Test func `a roster among the public pages is refused`() throws {
    let trust = try FormTrust(["Output/site/list.csv": "Name\nAda\n"])
    defer { trust.remove() }
    let error = #expect(throws: UsageError.self) {
      try trust.run(
        "forms", "hill", "home", "--roster", trust.root.appending(path: "Output/site/list.csv").path
      )
    }
    #expect(error?.message.contains("lies among the public pages") == true)
  }
}
