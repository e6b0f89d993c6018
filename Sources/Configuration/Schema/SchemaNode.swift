import Diagnostics

/// A piece of a JSON Schema (draft 2020-12): an object of keywords, in the order they are given.
struct SchemaNode: Sendable {
  /// The value of a keyword.
  indirect enum Value: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case texts([String])
    case node(SchemaNode)
    case nodes([SchemaNode])
    case values([Value])
    case named([(String, SchemaNode)])
  }

  private(set) var keywords: [(key: String, value: Value)]

  init(_ keywords: [(key: String, value: Value)] = []) {
    self.keywords = keywords
  }

  /// Returns the node with one more keyword, in front of the others where it describes.
  func with(_ key: String, _ value: Value?) -> SchemaNode {
    guard let value else { return self }
    return SchemaNode(keywords + [(key, value)])
  }

  /// Returns the node with a title and a description before everything else.
  func described(_ title: String?, _ description: String? = nil) -> SchemaNode {
    var head: [(key: String, value: Value)] = []
    if let title, !title.isEmpty { head.append(("title", .text(title))) }
    if let description, !description.isEmpty { head.append(("description", .text(description))) }
    return SchemaNode(head + keywords)
  }

  /// Something declared once, under `$defs`.
  static func reference(_ name: String) -> SchemaNode {
    SchemaNode([("$ref", .text("#/$defs/\(name)"))])
  }

  /// One of several forms.
  static func any(_ nodes: [SchemaNode]) -> SchemaNode {
    nodes.count == 1 ? nodes[0] : SchemaNode([("anyOf", .nodes(nodes))])
  }

  /// Text of a form; what other readers of YAML take for a number is given apart.
  static func text(pattern: String) -> SchemaNode {
    SchemaNode([("type", .text("string")), ("pattern", .text(pattern))])
  }

  static func integer(from least: Int? = nil, to most: Int? = nil) -> SchemaNode {
    SchemaNode([("type", .text("integer"))])
      .with("minimum", least.map(Value.number)).with("maximum", most.map(Value.number))
  }

  static func list(of node: SchemaNode) -> SchemaNode {
    SchemaNode([("type", .text("array")), ("items", .node(node))])
  }

  /// One of the answers, each with its meaning for editors that show it.
  static func choice(_ options: [Choice]) -> SchemaNode {
    var values: [Value] = []
    var meanings: [String] = []
    for option in options {
      values.append(.text(option.id))
      meanings.append(option.meaning)
      // What YAML 1.1 readers, and editors that follow them, make of the words yes and no.
      if option.id == "yes" || option.id == "no" {
        values += [.text(option.id == "yes" ? "true" : "false"), .flag(option.id == "yes")]
        meanings += [option.meaning, option.meaning]
      }
    }
    return SchemaNode([("enum", .values(values)), ("enumDescriptions", .texts(meanings))])
  }

  static func choice(_ options: [String]) -> SchemaNode {
    SchemaNode([("enum", .texts(options))])
  }

  /// A mapping with these keys and no others.
  static func object(_ properties: [(String, SchemaNode)], required: [String] = []) -> SchemaNode {
    SchemaNode([
      ("type", .text("object")), ("properties", .named(properties)),
      ("additionalProperties", .flag(false)),
    ]).with("required", required.isEmpty ? nil : .texts(required))
  }
}

extension SchemaNode {
  /// Writes the node as JSON.
  func write(to json: inout JSONWriter) {
    json.object { json in
      for (key, value) in keywords {
        json.key(key)
        Self.write(value, to: &json)
      }
    }
  }

  private static func write(_ value: Value, to json: inout JSONWriter) {
    switch value {
    case .text(let text): json.string(text)
    case .number(let number): json.number(number)
    case .flag(let flag): json.bool(flag)
    case .texts(let texts): json.array { json in for text in texts { json.string(text) } }
    case .values(let values):
      json.array { json in for value in values { write(value, to: &json) } }
    case .node(let node): node.write(to: &json)
    case .nodes(let nodes): json.array { json in for node in nodes { node.write(to: &json) } }
    case .named(let named):
      json.object { json in
        for (key, node) in named {
          json.key(key)
          node.write(to: &json)
        }
      }
    }
  }
}
