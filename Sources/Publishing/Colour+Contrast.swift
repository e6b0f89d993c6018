package import Configuration
import Diagnostics

extension Colour {
  package static let white = Colour(red: 255, green: 255, blue: 255)
  package static let black = Colour(red: 0, green: 0, blue: 0)

  /// The least contrast that text needs against its ground (WCAG 2.2, criterion 1.4.3, level AA).
  package static let readable = 4.5

  /// The relative luminance, from 0 for black to 1 for white, as WCAG 2.2 defines it.
  package var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// The contrast ratio between two colours, from 1 to 21.
  package func contrast(with other: Colour) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// The nearest colour, going darker or lighter, that can be read on a ground.
  package func readable(on ground: Colour) -> Colour {
    let towards = ground.luminance > 0.18 ? Colour.black : .white
    return (0..<64).lazy.map { mixed(with: towards, share: $0, of: 64) }
      .first { $0.contrast(with: ground) >= Self.readable } ?? towards
  }

  /// `#1d4f91`.
  package var hexadecimal: String {
    var text = [UInt8(ascii: "#")]
    for channel in [red, green, blue] {
      text.append(hexDigit(channel >> 4))
      text.append(hexDigit(channel & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  package func mixed(with other: Colour, share: Int, of whole: Int) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Int(a) * (whole - share) + Int(b) * share) / whole)
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// The linear value of one channel (IEC 61966-2-1).
  private static func linear(_ channel: UInt8) -> Double { linear[Int(channel)] }

  /// Reckoned once: to find a colour that can be read, many are tried at each school.
  private static let linear = (0...255).map { channel in
    let value = Double(channel) / 255
    guard value > 0.04045 else { return value / 12.92 }
    // x to the 2.4 is x squared times the square of its fifth root: no library of mathematics needed.
    let x = (value + 0.055) / 1.055
    let root = fifthRoot(x)
    return x * x * root * root
  }

  /// The fifth root of a number between 0 and 1, by Newton's method.
  private static func fifthRoot(_ x: Double) -> Double {
    var root = 1.0
    for _ in 0..<40 {
      root -= (root * root * root * root * root - x) / (5 * root * root * root * root)
    }
    return root
  }
}
