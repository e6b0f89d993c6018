package import Configuration
import Documents
import Templating

/// The style that all pages share, made ready once for all schools.
package struct CommonStyle: Sendable {
  /// The element that every page carries.
  let element: [UInt8]
  /// The element that the central pages carry after it.
  let central: [UInt8]
  /// What a Content-Security-Policy allows them by.
  let source: String
  let centralSource: String

  /// - Parameters:
  ///   - style: `style.css`, which every page carries.
  ///   - central: `central.css`, which only the central pages carry; it may be missing.
  package init(_ style: [UInt8], central: [UInt8]) {
    let common = StyleSqueezer.squeeze(style)
    let more = StyleSqueezer.squeeze(central)
    element = Self.element(common)
    source = SecurityPolicy.source(common)
    self.central = more.isEmpty ? [] : Self.element(more)
    centralSource = more.isEmpty ? "" : SecurityPolicy.source(more)
  }

  fileprivate static func element(_ style: [UInt8]) -> [UInt8] {
    var element: [UInt8] = []
    element.reserveCapacity(style.count + 16)
    element.append(contentsOf: "<style>".utf8)
    element.append(contentsOf: style)
    element.append(contentsOf: "</style>\n".utf8)
    return element
  }
}

/// The style of one school's pages: the common one, and the school's colour made fit for its uses.
struct SchoolStyle {
  /// What is used where neither the school nor the trust chose a colour.
  static let plain = Colour(red: 29, green: 63, blue: 114)

  /// The element with the school's colours.
  private let element: [UInt8]
  /// What a Content-Security-Policy allows the styles of all pages by, and those of pages for the central team.
  private let sources: String
  private let centralSources: String
  private let common: CommonStyle

  init(_ profile: SchoolProfile, common: CommonStyle) {
    let brand =
      profile.details.colour?.value ?? profile.trustDetails.colour?.value ?? Self.plain
    self.common = common
    let onBrand: Colour =
      brand.contrast(with: .white) >= brand.contrast(with: .black) ? .white : .black
    let pairs = [
      ("brand", brand), ("on-brand", onBrand), ("brand-text", brand.onLightPages),
      ("brand-text-dark", brand.onDarkPages), ("wash", brand.wash), ("wash-dark", brand.darkWash),
    ]
    let text = pairs.map { "--\($0.0):\($0.1.hexadecimal)" }.joined(separator: ";")
    let rule = Array(":root{\(text)}".utf8)
    element = CommonStyle.element(rule)
    sources = "\(SecurityPolicy.source(rule)) \(common.source)"
    centralSources = common.central.isEmpty ? sources : "\(sources) \(common.centralSource)"
  }

  /// The style elements of a page, one after another.
  ///
  /// - Parameter own: The style of that page alone.
  func elements(central: Bool, own: [UInt8]) -> [[UInt8]] {
    [element, common.element, central ? common.central : []]
      + (own.isEmpty ? [] : [CommonStyle.element(own)])
  }

  /// The Content-Security-Policy of a page, with the scripts that it runs.
  ///
  /// - Parameter own: What allows the style of that page alone.
  func policy(central: Bool, own: String, scripts: [PageScript]) -> String {
    SecurityPolicy.write(
      styles: central ? centralSources : sources, own: own, scripts: scripts.map(\.source))
  }
}

extension Colour {
  // The grounds of style.css: the page's own, and the one nearest to grey that text stands on.
  private static let lightPage = Colour(red: 0xFD, green: 0xFC, blue: 0xFA)
  private static let lightSunk = Colour(red: 0xF4, green: 0xF2, blue: 0xED)
  private static let darkPage = Colour(red: 0x16, green: 0x18, blue: 0x1C)
  private static let darkSunk = Colour(red: 0x25, green: 0x28, blue: 0x2E)

  /// The ground of the head of a light page: a breath of the colour.
  var wash: Colour { Self.lightPage.mixed(with: self, share: 7, of: 100) }
  var darkWash: Colour { Self.darkPage.mixed(with: self, share: 16, of: 100) }

  /// The colour, made as dark as text on every ground of a light page needs it.
  package var onLightPages: Colour {
    readable(on: wash.luminance < Self.lightSunk.luminance ? wash : Self.lightSunk)
  }

  /// The colour, made as light as text on every ground of a dark page needs it.
  var onDarkPages: Colour {
    readable(on: darkWash.luminance > Self.darkSunk.luminance ? darkWash : Self.darkSunk)
  }
}

/// Says what a page may load and run: nothing but the style and the scripts it carries, and pictures in it.
enum SecurityPolicy {
  /// What allows one style or script: the digest of its text.
  static func source(_ text: [UInt8]) -> String { source(ofDigest: SHA256.digest(text)) }

  /// The same of several texts, digested together.
  static func sources(_ texts: [[UInt8]]) -> [String] {
    SHA256.digests(texts).map { source(ofDigest: $0) }
  }

  private static func source(ofDigest digest: [UInt8]) -> String {
    "'sha256-\(String(decoding: Base64.encode(digest), as: UTF8.self))'"
  }

  /// What most policies take, in bytes.
  private static let usual = 512

  static func write(styles: String, own: String, scripts: [String]) -> String {
    var policy = "default-src 'none'; style-src "
    policy.reserveCapacity(usual)
    policy += styles
    policy += " "
    policy += own
    if !scripts.isEmpty {
      policy += "; script-src"
      for source in scripts {
        policy += " "
        policy += source
      }
    }
    policy += "; img-src data:; base-uri 'none'; form-action 'none'"
    return policy
  }
}

/// Takes out of a style sheet what only its authors need: comments, and space where none is needed.
enum StyleSqueezer {
  static func squeeze(_ style: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(style.count)
    var index = 0
    var needsSpace = false
    while index < style.count {
      let byte = style[index]
      if byte == UInt8(ascii: "/"), index + 1 < style.count, style[index + 1] == UInt8(ascii: "*") {
        index = endOfComment(style, from: index + 2)
        // A comment parts words as white space does.
        needsSpace = true
        continue
      }
      if byte.isWhitespace {
        needsSpace = true
        index += 1
        continue
      }
      if needsSpace, let last = result.last, !opens(last), !closes(byte) {
        result.append(UInt8(ascii: " "))
      }
      needsSpace = false
      if byte == UInt8(ascii: "}"), result.last == UInt8(ascii: ";") { result.removeLast() }
      let end =
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        ? endOfString(style, from: index) : endOfPlain(style, from: index + 1)
      result.append(contentsOf: style[index..<end])
      index = end
    }
    return result
  }

  /// Whether no space is needed after a byte, and before one.
  private static func opens(_ byte: UInt8) -> Bool { "{};,>".utf8.contains(byte) }
  private static func closes(_ byte: UInt8) -> Bool { "{};,>".utf8.contains(byte) }

  /// Where something comes that is more than a byte to be kept.
  private static func endOfPlain(_ style: [UInt8], from start: Int) -> Int {
    var index = start
    while index < style.count {
      switch style[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "'"):
        return index
      case let byte: if byte.isWhitespace { return index }
      }
      index += 1
    }
    return index
  }

  private static func endOfComment(_ style: [UInt8], from start: Int) -> Int {
    var index = start
    while index + 1 < style.count {
      if style[index] == UInt8(ascii: "*"), style[index + 1] == UInt8(ascii: "/") {
        return index + 2
      }
      index += 1
    }
    return style.count
  }

  private static func endOfString(_ style: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < style.count {
      if style[index] == UInt8(ascii: "\\") {
        index += 1
      } else if style[index] == style[start] {
        return index + 1
      }
      index += 1
    }
    return style.count
  }
}
