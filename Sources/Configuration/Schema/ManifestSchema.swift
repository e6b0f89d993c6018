import Diagnostics

/// The JSON Schema of a manifest, made from the vocabulary, so that an editor completes and checks it.
package struct ManifestSchema {
  /// The two manifests there are.
  package enum Kind: String, CaseIterable, Sendable { case trust, school }

  let catalogue: Catalogue
  let kind: Kind
  var vocabulary: Vocabulary { catalogue.vocabulary }

  /// Returns the schema as JSON.
  package static func json(_ kind: Kind, _ catalogue: Catalogue) -> [UInt8] {
    var json = JSONWriter()
    ManifestSchema(catalogue: catalogue, kind: kind).root.write(to: &json)
    return json.finish()
  }

  private var root: SchemaNode {
    let title = kind == .trust ? "Schools/trust.yaml" : "Schools/<slug>/school.yaml"
    var properties: [(String, SchemaNode)]
    switch kind {
    case .trust:
      properties =
        [("trust", body)] + references + [
          ("phases", phases), ("groups", groups), ("locked", locked),
        ] + approvalSettings
    case .school:
      properties = [("school", body), ("bands", bands)] + references
    }
    return SchemaNode([
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text(title)),
      ("description", .text("Made by trustwright from Templates/vocabulary.yaml")),
    ])
    .merging(.object(properties, required: [kind.rawValue]))
    .with("$defs", .named(SchemaTypes.definitions + forms + blocks))
  }

  /// The blocks that every layer may have, each declared once.
  private var references: [(String, SchemaNode)] {
    LayerReader.blocks.map { ($0, .reference($0)) }
  }

  /// How approvals are kept, and what is published.
  private var approvalSettings: [(String, SchemaNode)] {
    func choice(_ options: [String], _ words: String) -> SchemaNode {
      SchemaNode.choice(options).described(words)
    }
    return [
      (
        "approvals",
        choice(
          ApprovalSettings.Keeping.allCases.map(\.rawValue),
          "Whether every adoption needs a record of its approval")
      ),
      (
        "publish",
        choice(
          ApprovalSettings.Publishing.allCases.map(\.rawValue),
          "Whether the site shows the latest text, or the approved one as long as it stands")
      ),
      (
        "changed-facts",
        choice(
          ApprovalSettings.FactChanges.allCases.map(\.rawValue),
          "Whether a changed name or number is only noted, or needs an approval")
      ),
    ]
  }

  // MARK: - The school and the trust themselves

  private var body: SchemaNode {
    var properties: [(String, SchemaNode)] = [
      ("name", .reference("name")),
      ("short-name", SchemaNode.reference("name").described("What people call it")),
    ]
    if kind == .school {
      properties += [
        ("urn", SchemaNode.reference("urn").described("Unique reference number, six digits")),
        (
          "phase",
          SchemaNode.choice(
            vocabulary.phases.map { Choice(id: $0.id, meaning: $0.title, range: .zero) }
          ).described("The kind of school")
        ),
        ("bands", bands),
      ]
    }
    properties += [
      ("website", .reference("url")), ("address", .reference("text")),
      ("phone", .reference("phone")), ("email", .reference("email")),
      ("colour", SchemaNode.reference("colour").described("Such as \"#1d4f91\", in quotes")),
      ("logo", SchemaNode.reference("file").described("An SVG or PNG file beside the manifest")),
    ]
    return .object(properties, required: kind == .school ? ["name", "phase"] : ["name"])
  }

  private var bands: SchemaNode {
    let choice = SchemaNode.choice(
      vocabulary.bands.map { Choice(id: $0.id, meaning: $0.title, range: .zero) })
    return SchemaNode.any([.list(of: choice), choice])
      .described("The age bands that this school has, where it has not all of its phase")
  }

  private var phases: SchemaNode {
    .object(
      vocabulary.phases.map { phase in
        (phase.id, SchemaNode.object(references).described("What \(phase.title) schools share"))
      })
  }

  private var groups: SchemaNode {
    let schools = SchemaNode.any([.list(of: slug), slug]).described("The folders of its schools")
    let group = SchemaNode.object([("schools", schools)] + references, required: ["schools"])
    return SchemaNode([
      ("type", .text("object")), ("additionalProperties", .node(group)),
    ]).described("Named sets of schools, each with what they share")
  }

  private var slug: SchemaNode {
    .text(pattern: "^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$")
  }

  /// Everything that can be locked: blocks, groups of rules, entries, and parts of them.
  private var locked: SchemaNode {
    var paths: [String] = []
    var known: Set<String> = []
    func add(_ path: String) {
      if known.insert(path).inserted { paths.append(path) }
    }
    for block in LayerReader.blocks {
      add(block)
      switch block {
      case "leads":
        for role in vocabulary.roles {
          add("leads.\(role.head.id)")
          for part in ["title", "name", "email", "phone", "public", "private", "same-as"] {
            add("leads.\(role.head.id).\(part)")
          }
        }
      case "providers":
        for provider in vocabulary.providers {
          add("providers.\(provider.head.id)")
          for part in ["title", "name", "phone", "email", "url"] {
            add("providers.\(provider.head.id).\(part)")
          }
        }
      case "words": for word in vocabulary.words { add("words.\(word.head.id)") }
      case "rules":
        for rule in vocabulary.rules {
          let parts = rule.path.split(separator: ".")
          for count in 1...parts.count {
            add("rules." + parts.prefix(count).joined(separator: "."))
          }
          guard rule.perBand else { continue }
          for band in vocabulary.bands { add("rules.\(rule.path).\(band.id)") }
        }
      case "facts": for fact in vocabulary.facts { add("facts.\(fact.head.id)") }
      case "related": for related in vocabulary.related { add("related.\(related.head.id)") }
      case "documents":
        for document in catalogue.documents {
          add("documents.\(document.id)")
          for part in DocumentPart.allCases.map(\.rawValue) + ["given"] {
            add("documents.\(document.id).\(part)")
          }
        }
      default: break
      }
    }
    return SchemaNode.list(of: .any([.choice(paths), .text(pattern: "^volumes\\..+$")]))
      .described("What a school may not decide for itself")
  }
}

extension SchemaNode {
  /// The keywords of two nodes together.
  func merging(_ other: SchemaNode) -> SchemaNode { SchemaNode(keywords + other.keywords) }
}
