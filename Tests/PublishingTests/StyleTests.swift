import Configuration
import Testing

@testable import Publishing

/// The style of the pages: small, allowed by its digest, and readable whatever colour a school has.
struct StyleTests {
  @Test(arguments: [
    ("a { color: red; }\n", "a{color:red}"),
    ("/* note */\nh1 ,\nh2 > b { margin : 0 auto }", "h1,h2>b{margin : 0 auto}"),
    (
      "@media (min-width: 4rem) and (x) { p { top: calc(1px + 2px) } }",
      "@media (min-width: 4rem) and (x){p{top: calc(1px + 2px)}}"
    ),
    ("p::before { content: \"a  ; /* b */ }\" ; }", "p::before{content: \"a  ; /* b */ }\"}"),
    ("p { content: '\\'  x' }", "p{content: '\\'  x'}"),
    ("a/**/b { x: y }", "a b{x: y}"),
    ("a :hover { x: y }", "a :hover{x: y}"),
    ("/* never closed", ""), ("p { content: \"never closed", "p{content: \"never closed"),
    ("", ""),
  ])
  func squeezesOnlyWhatMeansNothing(style: String, expected: String) {
    let squeezed = String(decoding: StyleSqueezer.squeeze(Array(style.utf8)), as: UTF8.self)
    #expect(squeezed == expected.replacing("color:red", with: "color: red"))
  }

  @Test func aPolicyAllowsOnlyWhatThePageCarries() {
    // The digest of "abc" as FIPS 180-4 gives it, in base 64.
    let abc = SecurityPolicy.source(Array("abc".utf8))
    #expect(abc == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='")
    let policy = SecurityPolicy.write(styles: "'sha256-0='", own: abc, scripts: [])
    #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-0=' 'sha256-ungWv"))
    #expect(!policy.contains("script-src"))
    #expect(!policy.contains("unsafe"))
    let withScript = SecurityPolicy.write(
      styles: abc, own: abc, scripts: [PageScript.sort.source])
    #expect(withScript.contains("script-src \(PageScript.sort.source)"))
  }

  /// Colours from black to white, in every sixth part of each channel.
  static let colours: [Colour] = {
    let steps: [UInt8] = [0, 51, 102, 153, 204, 255]
    return steps.flatMap { red in
      steps.flatMap { green in steps.map { Colour(red: red, green: green, blue: $0) } }
    }
  }()

  @Test func everyColourIsMadeReadable() {
    let light = Colour(red: 0xF4, green: 0xF2, blue: 0xED)
    let dark = Colour(red: 0x25, green: 0x28, blue: 0x2E)
    let softOnLight = Colour(red: 0x52, green: 0x55, blue: 0x5D)
    let softOnDark = Colour(red: 0xB3, green: 0xB6, blue: 0xBD)
    for colour in Self.colours {
      for ground in [light, colour.wash, .white] {
        #expect(colour.onLightPages.contrast(with: ground) >= Colour.readable)
        #expect(softOnLight.contrast(with: ground) >= Colour.readable)
      }
      for ground in [dark, colour.darkWash] {
        #expect(colour.onDarkPages.contrast(with: ground) >= Colour.readable)
        #expect(softOnDark.contrast(with: ground) >= Colour.readable)
      }
      let best = max(colour.contrast(with: .white), colour.contrast(with: .black))
      #expect(best >= Colour.readable)
    }
  }

  @Test func aColourThatIsReadableStaysAsItIs() {
    let navy = Colour(red: 0x1D, green: 0x3F, blue: 0x72)
    #expect(navy.onLightPages == navy)
  }
}
