import Diagnostics
import Documents
import Foundation
import Publishing
import Testing

@testable import trustwright

/// Forms as pages: in usual print, in large print and as plain text.
@Suite struct FormPagesTests {
  @Test func `a form comes in three faces that lead to each other`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let files = try trust.files()
    let standard = try #require(files["site/hill/agreements/home.html"])
    let large = try #require(files["site/hill/agreements/home-large.html"])
    let plain = try #require(files["site/hill/agreements/home.txt"])
    #expect(standard.contains("href=\"home-large.html\""))
    #expect(standard.contains("href=\"home.txt\""))
    #expect(large.contains("href=\"home.html\""))
    #expect(large.contains("class=\"form large\""))
    #expect(large.contains("--form-size:18.0pt"))
    #expect(plain.hasPrefix("\u{FEFF}Hill School\n\nLaptops at home\n"))
    #expect(plain.contains("- I am kind, as the Devices policy says."))
    #expect(plain.contains("\nPupil’s name: \nClass: \n"))
    #expect(!plain.contains("<"))
  }

  @Test func `the slip repeats every identifier`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let page = try #require(try trust.files()["site/hill/agreements/home.html"])
    let slip = page[try #require(page.range(of: "<section class=\"signing slip\"")).lowerBound...]
    for part in [
      "<dt>School:</dt> <dd>Hill School</dd>", "<dt>Form:</dt> <dd>Laptops at home</dd>",
      "<dt>Reference:</dt> <dd>home ", "Pupil’s name", ">Class<", "Relationship to the child",
      "I would like to talk about this", "this slip to the school office",
    ] {
      #expect(slip.contains(part), "\(part)")
    }
    let above = page[..<slip.startIndex]
    #expect(above.contains("My promises"))
    #expect(above.contains("We keep this form for a year."))
    #expect(!above.contains("My parent"))
  }

  @Test func `a form that lists people lists them as plain text too`() throws {
    let trust = try FormTrust([
      "Templates/agreements/home.md": FormTrust.form.replacing(
        "# Signing",
        with: "# Who to ask {#ask}\n\nAsk the {{ leads.officer }}.\n\n{% contacts %}\n\n# Signing")
    ])
    defer { trust.remove() }
    let files = try trust.files()
    #expect(files["site/hill/agreements/home.html"]?.contains("officer@elm.example") == true)
    let plain = try #require(files["site/hill/agreements/home.txt"])
    #expect(
      plain.contains("Ask the data officer.\n\n- Data officer: Ms R Vale, officer@elm.example\n\n"))
  }

  @Test func `a template says where the slip begins, or that there is none`() throws {
    let whole = FormTrust.form.replacing("keep: We", with: "slip: no\nkeep: We")
    let early = FormTrust.form.replacing("keep: We", with: "slip: promises\nkeep: We")
    let wrong = FormTrust.form.replacing("keep: We", with: "slip: promise\nkeep: We")
    var trust = try FormTrust(["Templates/agreements/home.md": whole])
    #expect(try trust.files()["site/hill/agreements/home.html"]?.contains("signing slip") == false)
    trust.remove()
    trust = try FormTrust(["Templates/agreements/home.md": early])
    let page = try #require(try trust.files()["site/hill/agreements/home.html"])
    let slip = page[try #require(page.range(of: "<section class=\"signing slip\"")).lowerBound...]
    #expect(slip.contains("My promises"))
    trust.remove()
    trust = try FormTrust(["Templates/agreements/home.md": wrong])
    defer { trust.remove() }
    let message = try #require(
      try trust.load().school.report.sorted().first { $0.severity == .error })
    #expect(message.code == .unknownSection)
    #expect(message.label == "did you mean 'promises'?")
  }

  @Test func `lines on the screen can be typed on and carry labels; a signature is made by hand`()
    throws
  {
    let trust = try FormTrust()
    defer { trust.remove() }
    let page = try #require(try trust.files()["site/hill/agreements/home.html"])
    #expect(
      page.contains(
        "<label class=\"field class\"><span class=\"label\">Class</span><input class=\"line\" type=\"text\""
      ))
    #expect(page.contains("<div class=\"field signature\"><span class=\"label\">Signature</span>"))
    #expect(
      page.contains("<div class=\"field drawing\"><span class=\"label\">My name or a drawing"))
    #expect(page.contains("<span class=\"hint\">Day</span><input"))
    // A browser offers what it knows of its reader, and never that for a child.
    #expect(page.contains("autocomplete=\"name\""))
    #expect(page.components(separatedBy: "<input").count - 1 == 8)
    #expect(page.components(separatedBy: "<label").count - 1 == 8)
  }

  @Test func `the day to return it by comes from the manifest, and else there is a line for it`()
    throws
  {
    let trust = try FormTrust()
    defer { trust.remove() }
    let undated = try trust.files()
    #expect(undated["site/hill/agreements/home.html"]?.contains("class=\"blank\"") == true)
    #expect(
      undated["site/hill/agreements/home.txt"]?.contains(
        "to the school office by the date that the school gives you.") == true)
    let school = try String(
      contentsOf: trust.root.appending(path: "Schools/hill/school.yaml"), encoding: .utf8)
    try trust.put("Schools/hill/school.yaml", school + "  home: {return-by: 2026-12-11}\n")
    let files = try trust.files()
    #expect(
      files["site/hill/agreements/home.html"]?.contains(
        "by <strong>Friday 11 December 2026</strong>") == true)
    #expect(files["site/hill/agreements/home.txt"]?.contains("by Friday 11 December 2026.") == true)
    try trust.put("Schools/hill/school.yaml", school + "  home: {return-by: soon}\n")
    let messages = try trust.load().school.report.sorted().filter { $0.severity == .error }
    #expect(messages.map(\.code) == [.wrongType])
    try trust.put(
      "Schools/hill/school.yaml",
      school.replacing("1 year}", with: "1 year, return-by: 2026-12-11}"))
    let unknown = try trust.load().school.report.sorted().filter { $0.severity == .error }
    #expect(unknown.map(\.code) == [.unknownKey])
  }

  @Test func `a form handed in at once asks for no date; one read aloud for no signature`() throws {
    let visit = FormTrust.form.replacing("keep: We", with: "return-by: no\nkeep: We")
    let trust = try FormTrust(["Templates/agreements/home.md": visit])
    defer { trust.remove() }
    let files = try trust.files()
    #expect(files["site/hill/agreements/home.html"]?.contains("class=\"blank\"") == false)
    #expect(
      files["site/hill/agreements/home.txt"]?.contains(
        "Please return this form to the school office.\n") == true)
    let school = try String(
      contentsOf: trust.root.appending(path: "Schools/hill/school.yaml"), encoding: .utf8)
    try trust.put("Schools/hill/school.yaml", school + "  home: {given: read-aloud}\n")
    let page = try #require(try trust.files()["site/hill/agreements/home.html"])
    #expect(page.contains("Read aloud and talked about by"))
    #expect(!page.contains("signing slip"))
    #expect(!page.contains("talk about this before I sign"))
  }

  @Test func `of a form that nobody fills in nothing is kept`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let school = try String(
      contentsOf: trust.root.appending(path: "Schools/hill/school.yaml"), encoding: .utf8)
    for (given, isKept) in [("signed", true), ("acknowledged", true), ("published", false)] {
      try trust.put("Schools/hill/school.yaml", school + "  home: {given: \(given)}\n")
      let files = try trust.files()
      for name in ["home.html", "home-large.html", "home.txt"] {
        let text = try #require(files["site/hill/agreements/\(name)"])
        #expect(text.contains("We keep this form for a year.") == isKept, "\(given) \(name)")
      }
      let pack = String(decoding: try trust.pack("home", "Name\nAda\n").file.bytes, as: UTF8.self)
      #expect(pack.contains("We keep this form for a year.") == isKept, "\(given)")
    }
  }

  @Test func `a form confirmed on screen says how, in every face and in a pack`() throws {
    let trust = try FormTrust()
    defer { trust.remove() }
    let school = try String(
      contentsOf: trust.root.appending(path: "Schools/hill/school.yaml"), encoding: .utf8)
    let how = "You confirm this form on screen when the school asks you to"
    let signed = try trust.files()
    for face in ["home.html", "home-large.html", "home.txt"] {
      #expect(signed["site/hill/agreements/\(face)"]?.contains(how) == false)
    }
    try trust.put("Schools/hill/school.yaml", school + "  home: {given: acknowledged}\n")
    let files = try trust.files()
    for face in ["home.html", "home-large.html", "home.txt"] {
      let text = try #require(files["site/hill/agreements/\(face)"])
      #expect(text.contains(how))
      #expect(text.contains("If you have not been asked, tell the school office."))
      #expect(!text.contains("Please return"))
      #expect(!text.contains("before I sign"))
    }
    let pack = String(decoding: try trust.pack("home", "Name\nAda\n").file.bytes, as: UTF8.self)
    #expect(pack.contains("We will ask you to confirm on screen"))
    #expect(pack.contains("A while ago we asked you to confirm this form on screen"))
    #expect(!pack.contains("Please return"))
    try trust.put("Schools/hill/school.yaml", school + "  home: {given: published}\n")
    #expect(try trust.files()["site/hill/agreements/home.txt"]?.contains(how) == false)
  }

  @Test(arguments: ["signed", "acknowledged", "read-aloud"])
  func `a form whose text has no place for signatures asks nobody to sign or return it`(
    given: String
  ) throws {
    let text = FormTrust.form.replacing(
      "{% signatures %}",
      with: """
        {% if school.phase is primary %}
        I do not sign it.
        {% else %}
        {% signatures %}
        {% endif %}
        """)
    let trust = try FormTrust(["Templates/agreements/home.md": text])
    defer { trust.remove() }
    let school = try String(
      contentsOf: trust.root.appending(path: "Schools/hill/school.yaml"), encoding: .utf8)
    try trust.put("Schools/hill/school.yaml", school + "  home: {given: \(given)}\n")
    let files = try trust.files()
    for face in ["home.html", "home-large.html", "home.txt"] {
      let text = try #require(files["site/hill/agreements/\(face)"])
      for words in [
        "Please return", "before I sign", "Relationship", "on screen when", "Read aloud",
        "We keep this form",
      ] {
        #expect(!text.contains(words))
      }
    }
    let front = try #require(files["site/hill/index.html"])
    let row = try #require(front.split(separator: "<tr>").first { $0.contains("Laptops at home") })
    #expect(row.contains("<td>Nothing to sign</td>") == (given == "signed"))
    #expect(!row.contains("Signed on paper"))
    let pack = String(decoding: try trust.pack("home", "Name\nAda\n").file.bytes, as: UTF8.self)
    #expect(pack.contains("There is nothing to sign or return."))
  }

  @Test func `the foot of each sheet names the document, the school, the version and the text`()
    throws
  {
    let trust = try FormTrust()
    defer { trust.remove() }
    let files = try trust.files()
    let page = try #require(files["site/hill/agreements/home.html"])
    #expect(page.contains("@bottom-left{content:\"Laptops at home · Hill School\\a Text "))
    #expect(page.contains("counter(page) \" of \" counter(pages)"))
    #expect(
      files["site/hill/index.html"]?.contains("@bottom-left{content:\"Hill School\"}") == true)
  }

  @Test func `a layout without a place for the signed part still prints it`() throws {
    let trust = try FormTrust([
      "Templates/site/agreement.html": "<h1>{{ document.title }}</h1>\n{% content %}\n"
    ])
    defer { trust.remove() }
    let page = try #require(try trust.files()["site/hill/agreements/home.html"])
    #expect(page.contains("Relationship to the child"))
  }
}
