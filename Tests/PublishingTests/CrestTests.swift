import Foundation
import Testing

@testable import Publishing

/// Pictures that want to be more than a picture.
struct CrestTests {
  struct Refused: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var problem: SVGPicture.Problem
    var svg: String

    init(_ problem: SVGPicture.Problem, _ what: String, _ svg: String) {
      self.problem = problem
      testDescription = what
      self.svg = svg
    }

    /// Something inside a picture.
    static func inside(_ problem: SVGPicture.Problem, _ what: String, _ parts: String) -> Refused {
      Refused(problem, what, "<svg xmlns=\"http://www.w3.org/2000/svg\">\(parts)</svg>")
    }
  }

  private static let fanOut = (0..<20).map { level in
    "<g id=\"g\(level)\">"
      + String(repeating: "<use href=\"#g\(level + 1)\"/>", count: level < 19 ? 4 : 0)
      + "<path/></g>"
  }.joined()

  private static let refused: [Refused] = [
    .inside(.script, "a script", "<script>alert(1)</script>"),
    .inside(.script, "a script in capitals", "<SCRIPT/>"),
    .inside(
      .script, "a script by another prefix",
      "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>"),
    .inside(
      .script, "a script behind a letter that joins the sign before it",
      "<g>\u{301}<script>alert(1)</script></g>"),
    .inside(.script, "a script in metadata", "<metadata><script/></metadata>"),
    .inside(.script, "an address of a script", "<a href=\" java\tscript:alert(1)\"><path/></a>"),
    .inside(
      .script, "an address of a script, signs by number",
      "<a href=\"&#106;ava&#x73;cript:alert(1)\"><path/></a>"),
    .inside(
      .motion, "an animated address",
      "<a><animate attributeName=\"href\" values=\"x:y\"/><path/></a>"),
    .inside(.motion, "a changed attribute", "<set attributeName=\"onload\" to=\"alert(1)\"/>"),
    .inside(.event, "a handler", "<path onload=\"alert(1)\"/>"),
    .inside(.event, "a handler in capitals and single quotes", "<path\nOnClick = 'alert(1)'/>"),
    .inside(.document, "HTML", "<foreignObject><b/></foreignObject>"),
    .inside(.document, "HTML by its name space", "<b xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
    .inside(.document, "a frame", "<iframe src=\"#x\"/>"),
    .inside(.outside, "a picture elsewhere", "<image href=\"https://x.example/a.png\"/>"),
    .inside(
      .outside, "a picture elsewhere, by another prefix",
      "<image xmlns:l=\"http://www.w3.org/1999/xlink\" l:href=\"//x.example/a.png\"/>"),
    .inside(.outside, "a file", "<image href=\"file:///etc/passwd\"/>"),
    .inside(.outside, "a part of another picture", "<use href=\"other.svg#a\"/>"),
    .inside(.outside, "a picture in a picture", "<image href=\"data:image/svg+xml;base64,AAAA\"/>"),
    .inside(.outside, "a page in a picture", "<image href=\"data:text/html,x\"/>"),
    .inside(.outside, "a base", "<g xml:base=\"https://x.example/\"/>"),
    .inside(.outside, "a fill from elsewhere", "<path fill=\"URL( 'https://x.example/#a')\"/>"),
    .inside(.outside, "a style from elsewhere", "<style>@import 'https://x.example/a';</style>"),
    .inside(
      .outside, "a style from elsewhere, signs by number",
      "<style>&#64;import 'https://x.example/a';</style>"),
    .inside(
      .outside, "a style from elsewhere, by escapes",
      "<path style=\"fill:u\\72l(https://x.example/a)\"/>"),
    .inside(
      .outside, "a style in a stretch of plain text",
      "<style><![CDATA[path{fill:url(https://x.example/a)}]]></style>"),
    .inside(
      .outside, "a set of pictures", "<path style=\"mask:image-set('https://x.example/a' 1x)\"/>"),
    .inside(.script, "an expression", "<path style=\"width:expression(alert(1))\"/>"),
    Refused(
      .outside, "a sheet of style",
      "<?xml-stylesheet href=\"https://x.example/a.css\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    ),
    Refused(
      .entity, "a bomb",
      "<!DOCTYPE svg [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><svg><text>&b;</text></svg>"),
    Refused(
      .entity, "a file as an entity",
      "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>"),
    .inside(.entity, "an entity in an attribute", "<path d=\"&a;\"/>"),
    .inside(.heavy, "parts that show parts that show parts", fanOut),
    .inside(.heavy, "a part that shows itself", "<g id=\"a\"><use href=\"#a\"/></g>"),
    .inside(
      .heavy, "patterns in patterns",
      "<mask id=\"a\"><path fill=\"url(#b)\"/></mask><mask id=\"b\"><path fill=\"url(#a)\"/></mask>"
    ),
    .inside(
      .deep, "10,000 groups in groups",
      String(repeating: "<g>", count: 10_000) + String(repeating: "</g>", count: 10_000)),
    Refused(.vast, "a picture as wide as the world", "<svg width=\"40075016685\" height=\"1\"/>"),
    Refused(.vast, "a view without end", "<svg viewBox=\"0 0 1e9 1e9\"/>"),
    Refused(.none, "no picture", "<html><svg/></html>"),
    Refused(.none, "nothing", ""),
    Refused(.none, "words", "svg"),
    Refused(.form, "an element that is not closed", "<svg><g></svg>"),
    Refused(.form, "a picture that is not closed", "<svg>"),
    Refused(.form, "two pictures", "<svg/><svg/>"),
    Refused(.form, "an attribute without quotes", "<svg><path d=M0/></svg>"),
    Refused(.form, "an attribute that never ends", "<svg d=\"/>"),
    Refused(.form, "a prefix that nobody declared", "<svg><x:path/></svg>"),
    Refused(.form, "a comment that never ends", "<svg/><!-- "),
    Refused(.text, "another encoding", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><svg/>"),
  ]

  @Test(arguments: refused)
  func `is refused`(_ refused: Refused) {
    #expect(throws: refused.problem) { try SVGPicture.read(Array(refused.svg.utf8)) }
  }

  @Test func `a compressed picture and other bytes are refused`() {
    #expect(throws: SVGPicture.Problem.compressed) { try SVGPicture.read([0x1F, 0x8B, 8, 0]) }
    #expect(throws: SVGPicture.Problem.text) { try SVGPicture.read([0x3C, 0xFF, 0xFE]) }
  }

  @Test func `of every beginning of a picture, none traps and none but the whole is shown`() throws
  {
    let whole = Array(
      "<?xml version='1.0'?><svg a='&#65;'><style>a{b:url(#c)}</style><g><!-- x --></g></svg>".utf8)
    for count in 0..<whole.count {
      #expect(throws: SVGPicture.Problem.self) { try SVGPicture.read(Array(whole.prefix(count))) }
    }
    _ = try SVGPicture.read(whole)
  }

  /// Pictures, and what of them is shown.
  @Test(arguments: [
    ("<svg><path d=\"M0 0\"/></svg>", "<svg><path d=\"M0 0\"/></svg>"),
    (
      "<svg><g id=\"a\"/><use href=\"#a\"/><use href=\"#a\" fill=\"url(#b)\"/></svg>",
      "<svg><g id=\"a\"/><use href=\"#a\"/><use href=\"#a\" fill=\"url(#b)\"/></svg>"
    ),
    ("<!-- /home/jo/crest.svg --><svg><!-- Jo --><g/></svg>", "<svg><g/></svg>"),
    (
      "<svg xmlns:i=\"urn:i\" i:file=\"C:\\Users\\jo\\a.png\" id=\"a\"><i:view name=\"jo\"/></svg>",
      "<svg xmlns:i=\"urn:i\" id=\"a\"></svg>"
    ),
    (
      "<svg><metadata><a>Jo</a></metadata><title>Oak</title></svg>", "<svg><title>Oak</title></svg>"
    ),
    ("<svg><style>.a{fill:#fff}</style></svg>\n", "<svg><style>.a{fill:#fff}</style></svg>\n"),
    (
      "<svg><image href=\"data:image/png;base64,AAAA\"/></svg>",
      "<svg><image href=\"data:image/png;base64,AAAA\"/></svg>"
    ),
  ])
  func `is shown without what is not looked at`(svg: String, expected: String) throws {
    let shown = try SVGPicture.read(Array(svg.utf8))
    #expect(String(decoding: shown, as: UTF8.self) == expected)
  }

  private static func png(_ middle: String) throws -> [UInt8] {
    try #require(
      Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUg\(middle)")
    ).map { $0 }
  }

  private static let plain =
    "AAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="

  @Test func `a PNG is shown without its notes of time, place and person`() throws {
    let noted = try Self.png(
      "AAAAEAAAABCAAAAAA6fptVAAAAEHRFWHRBdXRob3IASm8gQmxvZ2dz2Tjb8wAAAAd0SU1FB+oLHBMAAAh0VlsAAAAG"
        + "ZVhJZk1NIEdQU03hCB4AAAAKSURBVHicY2AAAAACAAFIr6RxAAAAAElFTkSuQmCCL2hvbWUvam8gdHJhaWxpbmc="
    )
    #expect(String(decoding: noted, as: UTF8.self).contains("Jo Bloggs"))
    #expect(try PNGPicture.read(noted) == Self.png(Self.plain))
    #expect(try PNGPicture.read(Self.png(Self.plain)) == Self.png(Self.plain))
  }

  @Test(arguments: [
    (
      PNGPicture.Problem.vast,
      "ABEXAAAAABCAAAAADXKCKXAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    ),
    (.damaged, "AAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+lcQAAAABJRU5ErkJggg=="),
    (.damaged, "AAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRQ=="),
    (.damaged, "AAAAEAAAABCAAAAAA6fptVAAAAAElFTkSuQmCC"),
  ])
  func `a PNG that is none is refused`(problem: PNGPicture.Problem, middle: String) throws {
    let bytes = try Self.png(middle)
    #expect(throws: problem) { try PNGPicture.read(bytes) }
  }

  @Test func `of every beginning of a PNG, none traps`() throws {
    let whole = try Self.png(Self.plain)
    for count in 0..<whole.count {
      #expect(throws: PNGPicture.Problem.self) { try PNGPicture.read(Array(whole.prefix(count))) }
    }
    #expect(throws: PNGPicture.Problem.none) { try PNGPicture.read([0xFF, 0xD8, 0xFF, 0xE0]) }
  }
}
