/// Reads an SVG picture tag by tag: refuses what could do more than be looked at, leaves out what is not looked at.
///
/// Left out are comments, metadata and what drawing programs note for themselves; they often hold the name and the
/// folders of whoever drew the crest, which have no business on a public page.
struct SVGPicture {
  /// Why a picture is refused.
  enum Problem: String, Error {
    case text = "it is not UTF-8 text"
    case none = "it is no SVG picture"
    case form = "it is not well-formed SVG"
    case entity = "it declares entities, which could grow without end"
    case script = "it holds a script"
    case document = "it holds another document"
    case event = "it reacts to events, which needs a script"
    case motion = "it moves or changes, which a crest need not"
    case outside = "it refers to something outside of itself"
    case compressed = "it is compressed; save it as plain SVG"
    case deep = "its groups are nested deeper than 64 levels"
    case heavy = "it draws its parts over and over"
    case vast = "it is larger than 20,000 units"
  }

  private static let deepest = 64
  private static let mostDrawn = 20_000
  private static let largestSide = 20_000.0

  private static let svgSpace = "http://www.w3.org/2000/svg"
  private static let linkSpace = "http://www.w3.org/1999/xlink"
  private static let xmlSpace = "http://www.w3.org/XML/1998/namespace"
  private static let pageSpace = "http://www.w3.org/1999/xhtml"

  /// An open element.
  private struct Open {
    var name: String
    /// Its name without a prefix, in small letters; empty for one that is not SVG's.
    var local: String
    var spaces: [String: String]
  }

  // All is read byte by byte: a letter may be joined to a sign of the syntax, and then they are one character.
  private let bytes: [UInt8]
  private var at = 0
  private var open: [Open] = []
  private var dropped: [Range<Int>] = []
  /// Where the element begins that is left out with all in it, and how many are open around it.
  private var leavingOut: (start: Int, depth: Int)?
  private var load = DrawingLoad()
  private var hasRoot = false
  private var style: [UInt8] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Returns the bytes of a picture as they may be shown.
  static func read(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
    if bytes.starts(with: [0x1F, 0x8B]) { throw .compressed }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .text }
    var picture = SVGPicture(bytes)
    return try picture.read()
  }

  private mutating func read() throws(Problem) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    while let mark = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      try take(text: at..<mark)
      at = mark
      if stands("<!--") {
        _ = try skip(through: "-->")
        drop(mark..<at)
      } else if stands("<![CDATA[") {
        guard !open.isEmpty else { throw .form }
        let inside = try skip(through: "]]>").dropFirst(9).dropLast(3)
        if open.last?.local == "style" { style += bytes[inside] }
      } else if stands("<!") {
        throw .entity
      } else if stands("<?") {
        try instruction()
      } else if stands("</") {
        try close()
      } else {
        try element()
      }
    }
    try take(text: at..<bytes.count)
    guard hasRoot else { throw .none }
    guard open.isEmpty else { throw .form }
    guard load.isBearable(Self.mostDrawn) else { throw .heavy }
    return kept()
  }

  // MARK: - Parts

  private func stands(_ word: String) -> Bool { bytes[at...].starts(with: word.utf8) }

  private mutating func take(text range: Range<Int>) throws(Problem) {
    guard !open.isEmpty else {
      guard bytes[range].allSatisfy(\.isXMLSpace) else { throw hasRoot ? .form : .none }
      return
    }
    if open.last?.local == "style" { style += try decoded(range) }
  }

  /// Passes over a stretch up to and with an ending.
  private mutating func skip(through ending: String) throws(Problem) -> Range<Int> {
    guard let end = bytes.place(of: ending, from: at) else { throw .form }
    defer { at = end + ending.utf8.count }
    return at..<(end + ending.utf8.count)
  }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at].isXMLSpace { at += 1 }
  }

  private mutating func drop(_ range: Range<Int>) {
    if leavingOut == nil { dropped.append(range) }
  }

  private mutating func instruction() throws(Problem) {
    let start = at
    let words = bytes[try skip(through: "?>")].map(\.small)
    guard words.starts(with: Array("<?xml ".utf8)), !hasRoot else {
      if words.place(of: "stylesheet") != nil { throw .outside }
      return drop(start..<at)
    }
    if words.place(of: "encoding") != nil, words.place(of: "utf-8") == nil { throw .text }
  }

  private mutating func close() throws(Problem) {
    at += 2
    let name = self.name()
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: ">") else { throw .form }
    at += 1
    guard let last = open.popLast(), last.name == name else { throw .form }
    load.close()
    if last.local == "style" {
      try check(style: style)
      style = []
    }
    endLeavingOut()
  }

  private mutating func endLeavingOut() {
    guard let left = leavingOut, left.depth == open.count else { return }
    leavingOut = nil
    drop(left.start..<at)
  }

  private mutating func name() -> String {
    let start = at
    while at < bytes.count, bytes[at].isXMLName { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func element() throws(Problem) {
    let start = at
    at += 1
    let name = self.name()
    guard let first = name.utf8.first, first.isXMLNameStart else { throw .form }
    var attributes: [Attribute] = []
    while let attribute = try attribute() { attributes.append(attribute) }
    let isEmpty = stands("/>")
    if isEmpty { at += 1 }
    guard stands(">") else { throw .form }
    at += 1
    guard open.count < Self.deepest else { throw .deep }
    var spaces = open.last?.spaces ?? ["xml": Self.xmlSpace]
    for attribute in attributes where attribute.isDeclaration {
      spaces[attribute.name == "xmlns" ? "" : attribute.local] = attribute.text
    }
    let parts = Attribute.split(name)
    // Without a declaration it is read as SVG, because that is what it would be in a page.
    let space = spaces[parts.prefix] ?? (parts.prefix.isEmpty ? Self.svgSpace : nil)
    guard let space else { throw .form }
    let local = parts.local.lowercased()
    if space == Self.pageSpace { throw .document }
    let isOwn = space == Self.svgSpace
    guard !open.isEmpty || (isOwn && local == "svg" && !hasRoot) else {
      throw hasRoot ? .form : .none
    }
    if isOwn { try check(element: local) }
    if leavingOut == nil, !isOwn || local == "metadata" { leavingOut = (start, open.count) }
    load.open()
    for attribute in attributes {
      try check(attribute, spaces[attribute.prefix], isRoot: !hasRoot)
    }
    hasRoot = true
    if isEmpty {
      load.close()
      endLeavingOut()
    } else {
      open.append(Open(name: name, local: isOwn ? local : "", spaces: spaces))
    }
  }

  // MARK: - Attributes

  private struct Attribute {
    var name: String
    var value: [UInt8]
    /// The attribute with the white space before it.
    var range: Range<Int>

    var prefix: String { Self.split(name).prefix }
    var local: String { Self.split(name).local }
    var text: String { String(decoding: value, as: UTF8.self) }
    var isDeclaration: Bool { name == "xmlns" || prefix == "xmlns" }

    static func split(_ name: String) -> (prefix: String, local: String) {
      guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return ("", name) }
      return (String(name[..<colon]), String(name[name.utf8.index(after: colon)...]))
    }
  }

  private mutating func attribute() throws(Problem) -> Attribute? {
    let start = at
    skipSpace()
    guard at < bytes.count, !stands("/"), !stands(">") else { return nil }
    guard at > start else { throw .form }
    let name = self.name()
    skipSpace()
    guard !name.isEmpty, stands("=") else { throw .form }
    at += 1
    skipSpace()
    guard stands("\"") || stands("'") else { throw .form }
    let quote = bytes[at]
    at += 1
    guard let end = bytes[at...].firstIndex(of: quote),
      !bytes[at..<end].contains(UInt8(ascii: "<"))
    else { throw .form }
    let value = try decoded(at..<end)
    at = end + 1
    return Attribute(name: name, value: value, range: start..<at)
  }

  /// Text with what stands for characters replaced; other entities there are none.
  private func decoded(_ range: Range<Int>) throws(Problem) -> [UInt8] {
    var result: [UInt8] = []
    var from = range.lowerBound
    while let mark = bytes[from..<range.upperBound].firstIndex(of: UInt8(ascii: "&")) {
      result += bytes[from..<mark]
      guard let end = bytes[mark..<range.upperBound].firstIndex(of: UInt8(ascii: ";")) else {
        throw .form
      }
      let name = String(decoding: bytes[(mark + 1)..<end], as: UTF8.self)
      if let plain = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name] {
        result += plain.utf8
      } else {
        guard name.hasPrefix("#") else { throw .entity }
        let digits = name.dropFirst()
        let number =
          digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let scalar = number.flatMap(Unicode.Scalar.init), scalar.value > 0 else {
          throw .form
        }
        result += String(scalar).utf8
      }
      from = end + 1
    }
    return result + bytes[from..<range.upperBound]
  }

  // MARK: - Checks

  private func check(element local: String) throws(Problem) {
    switch local {
    case "script", "handler", "listener": throw .script
    case "foreignobject", "iframe", "object", "embed", "audio", "video", "canvas": throw .document
    case "set", "discard": throw .motion
    case let name where name.hasPrefix("animat"): throw .motion
    default: return
    }
  }

  private mutating func check(
    _ attribute: Attribute, _ space: String?, isRoot: Bool
  ) throws(Problem) {
    if attribute.isDeclaration { return }
    let local = attribute.local.lowercased()
    if !attribute.prefix.isEmpty, space != Self.linkSpace, space != Self.xmlSpace,
      space != Self.svgSpace
    {
      guard space != nil else { throw .form }
      return drop(attribute.range)
    }
    let squeezed = attribute.value.filter { $0 > 0x20 }.map(\.small)
    for scheme in ["javascript:", "vbscript:"] where squeezed.place(of: scheme) != nil {
      throw .script
    }
    if local.hasPrefix("on") { throw .event }
    if space == Self.xmlSpace, local == "base" { throw .outside }
    if local == "href" || local == "src" {
      guard Self.isInside(squeezed) else { throw .outside }
      load.refers(to: squeezed.dropFirst())
    } else {
      try check(style: attribute.value)
    }
    if local == "id" { load.name(attribute.value.filter { $0 > 0x20 }.map(\.small)) }
    if isRoot, ["width", "height", "viewbox"].contains(local) {
      for number in attribute.text.split(whereSeparator: { " ,\t\n\r".contains($0) }) {
        let digits = number.prefix { $0.isNumber || "+-.eE".contains($0) }
        let figures = digits.last == "e" ? digits.dropLast() : digits
        guard let size = Double(figures) else { continue }
        guard size.magnitude <= Self.largestSide else { throw .vast }
      }
    }
  }

  /// Whether an address leads to a part of the picture or to dots inside it.
  private static func isInside(_ address: [UInt8]) -> Bool {
    address.first == UInt8(ascii: "#")
      || ["png", "jpeg", "gif", "webp"].contains {
        address.starts(with: "data:image/\($0);base64,".utf8)
      }
  }

  /// Looks through rules of style; any attribute may hold some.
  private mutating func check(style: [UInt8]) throws(Problem) {
    let style = style.map(\.small)
    // A sign written by its number could hide any of what follows.
    for mark in ["\\", "@import", "@font-face", "image-set(", "cross-fade(", "src("]
    where style.place(of: mark) != nil {
      throw .outside
    }
    for mark in ["expression(", "-moz-binding", "behavior:"] where style.place(of: mark) != nil {
      throw .script
    }
    for mark in ["animation", "transition:", "@keyframes"] where style.place(of: mark) != nil {
      throw .motion
    }
    var from = 0
    while let found = style.place(of: "url(", from: from) {
      from = found + 4
      let address = style[from...].drop { $0.isXMLSpace || $0 == 0x22 || $0 == 0x27 }
        .prefix { $0 != 0x29 && $0 != 0x22 && $0 != 0x27 }
      guard Self.isInside(Array(address)) else { throw .outside }
      load.refers(to: address.dropFirst().filter { $0 > 0x20 }[...])
    }
  }

  // MARK: - What is left

  private func kept() -> [UInt8] {
    var result: [UInt8] = []
    var from = 0
    for range in dropped.sorted(by: { $0.lowerBound < $1.lowerBound })
    where range.upperBound > from {
      if range.lowerBound > from { result += bytes[from..<range.lowerBound] }
      from = range.upperBound
    }
    return result + bytes[from...]
  }
}

/// How much there is to draw when every part is drawn wherever it is referred to.
///
/// A part that shows two others twice, which show two others twice, and so on, is a picture of a few lines that no
/// browser ever ends to draw.
private struct DrawingLoad {
  private struct Node {
    var parts: [Int] = []
    var targets: [[UInt8]] = []
  }

  private var nodes: [Node] = []
  private var path: [Int] = []
  private var names: [[UInt8]: Int] = [:]

  mutating func open() {
    if let outer = path.last { nodes[outer].parts.append(nodes.count) }
    path.append(nodes.count)
    nodes.append(Node())
  }

  mutating func close() { _ = path.popLast() }

  mutating func name(_ name: [UInt8]) {
    if let node = path.last, names[name] == nil { names[name] = node }
  }

  mutating func refers(to name: ArraySlice<UInt8>) {
    if let node = path.last { nodes[node].targets.append(Array(name)) }
  }

  /// Whether at most so many parts are drawn, and none inside itself.
  func isBearable(_ most: Int) -> Bool {
    var sums: [Int?] = Array(repeating: nil, count: nodes.count)
    var known = Set<Int>()
    func sum(_ node: Int, _ depth: Int) -> Int {
      if let sum = sums[node] { return sum }
      // A part that is drawn inside itself, or a chain that is longer than any drawing's.
      guard depth < 200, known.insert(node).inserted else { return most + 1 }
      var total = 1
      for part in nodes[node].parts { total = min(most + 1, total + sum(part, depth + 1)) }
      for target in nodes[node].targets {
        guard let index = names[target] else { continue }
        total = min(most + 1, total + sum(index, depth + 1))
      }
      sums[node] = total
      return total
    }
    return nodes.isEmpty || sum(0, 0) <= most
  }
}

extension UInt8 {
  fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

  fileprivate var isXMLNameStart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  fileprivate var isXMLName: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ":"):
      true
    default: isXMLNameStart
    }
  }

  /// The small letter for a capital one.
  fileprivate var small: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}

extension [UInt8] {
  /// The first place where a word stands.
  fileprivate func place(of word: String, from start: Int = 0) -> Int? {
    let word = Array(word.utf8)
    guard let first = word.first, count >= word.count else { return nil }
    var index = start
    while index <= count - word.count {
      if self[index] == first, self[index...].starts(with: word) { return index }
      index += 1
    }
    return nil
  }
}
