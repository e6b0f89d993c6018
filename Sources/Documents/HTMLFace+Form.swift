import Configuration
package import Templating

/// What stands on the lines of a printed form before anybody writes: nothing, or a person's name.
package struct PaperNames: Sendable {
  /// The person that the form is for; empty on a form that anybody can take.
  package var name = ""
  /// Their class.
  package var group = ""
  package var jobTitle = ""

  package init(name: String = "", group: String = "", jobTitle: String = "") {
    self.name = name
    self.group = group
    self.jobTitle = jobTitle
  }
}

/// A form in its two parts: what is read and kept, and what is signed.
package struct FormParts: Sendable {
  package var content: [UInt8]
  /// From the heading over the signatures to the end; empty where nothing is signed.
  package var signing: [UInt8]
  /// Whether the signed part is torn off and comes back by itself.
  package var isSlip: Bool
  /// What only our own pages know of both, one after the other.
  var ownMarkup: [OwnMarkup] = []
}

extension HTMLFace {
  /// Returns the inside of a form: for a screen, or with names on its lines for paper.
  ///
  /// - Parameter notesOwn: Whether it is noted what only our own pages know.
  package static func form(
    _ set: SchoolDocuments, document: Int, page: String, paper: PaperNames? = nil,
    notesOwn: Bool = false
  ) -> FormParts {
    guard let resolved = set.documents[document], let form = resolved.flow.form else {
      return FormParts(content: [], signing: [], isSlip: false)
    }
    var face = HTMLFace(
      set, resolved, page: page, headingOffset: 0, linksHeadings: false)
    face.paper = paper
    face.html = HTMLWriter(capacity: usualForm, notesOwn: notesOwn)
    let lines = FormLines(set, document: document)
    let start = lines.isEmpty ? nil : signingStart(resolved.flow)
    face.signingStart = start
    face.writePieces()
    var html = face.html.bytes
    // Of a thousand copies in one file no two may have the same anchors, and paper follows no link.
    guard let offset = face.signingOffset else {
      if paper != nil { html = PaperMarkup.strip(html) }
      return FormParts(
        content: html, signing: [], isSlip: false, ownMarkup: face.html.ownMarkup ?? [])
    }
    var parts = FormParts(
      content: Array(html[..<offset]), signing: Array(html[offset...]),
      isSlip: lines.isTornOff(form.slip), ownMarkup: face.html.ownMarkup ?? [])
    if paper != nil {
      parts.content = PaperMarkup.strip(parts.content)
      parts.signing = PaperMarkup.strip(parts.signing)
    }
    return parts
  }

  /// What most forms take, in bytes; a longer one only takes longer.
  private static var usualForm: Int { 16_384 }

  /// The piece with which the part that is signed begins: the heading that the template names, or else
  /// the one over the signatures.
  private static func signingStart(_ flow: Flow) -> Int? {
    var named: Int?
    var last: Int?
    for (index, piece) in flow.pieces.enumerated() {
      switch piece {
      case .heading(let number):
        last = index
        if named == nil, case .fromSection(let headings)? = flow.form?.slip,
          headings.contains(number)
        {
          named = index
        }
      case .computed(.signatures): return named ?? last ?? 0
      default: break
      }
    }
    return nil
  }

  // MARK: - Signatures

  mutating func signatures() {
    guard let document else { return }
    let lines = FormLines(set, document: document)
    for (number, signatory) in lines.signatories.enumerated() {
      signature(signatory, lines, isFirst: number == 0)
    }
  }

  private mutating func signature(_ signatory: Signatory, _ lines: FormLines, isFirst: Bool) {
    guard !signatory.fields.isEmpty else { return }
    raw("<div")
    own(" class=\"signed-by\"")
    raw(" role=\"group\" aria-label=\"")
    html.attribute(signatory.who ?? "To sign")
    raw("\">\n")
    if let who = signatory.who {
      ownTag("<p class=\"signatory\">")
      text(who)
      raw("</p>\n")
    }
    ownTag("<div class=\"fields\">\n")
    for field in signatory.fields {
      let label = field.label.isEmpty ? field.kind.label : field.label
      switch field.kind {
      case .date: dateBoxes(label)
      case .signature, .drawing: line(field.kind, label, "")
      default:
        let known = paper.map { lines.known(field.kind, $0, isFirst: isFirst) }
        if let known { line(field.kind, label, known) } else { input(field.kind, label) }
      }
    }
    raw("</div>\n</div>\n")
  }

  /// A line to write on by hand, with what is known of it.
  private mutating func line(_ kind: FieldKind, _ label: String, _ known: String) {
    raw("<div")
    fieldClass(kind)
    raw(">")
    ownTag("<span class=\"label\">")
    text(label)
    raw("</span>")
    ownTag("<span class=\"line\">")
    text(known)
    raw("</span></div>\n")
  }

  /// A line that can be typed on before the form is printed.
  private mutating func input(_ kind: FieldKind, _ label: String) {
    raw("<label")
    fieldClass(kind)
    raw(">")
    ownTag("<span class=\"label\">")
    text(label)
    raw("</span><input")
    own(" class=\"line\"")
    raw(" type=\"text\" autocomplete=\"")
    raw(kind.autocomplete)
    raw("\"></label>\n")
  }

  private mutating func fieldClass(_ kind: FieldKind) {
    let start = html.count
    raw(" class=\"field ")
    raw(kind.rawValue)
    raw("\"")
    html.noteOwn(from: start)
  }

  /// Boxes for day, month and year.
  private mutating func dateBoxes(_ label: String) {
    raw("<div")
    own(" class=\"field date\"")
    raw(" role=\"group\" aria-label=\"")
    html.attribute(label)
    raw("\">")
    ownTag("<span class=\"label\">")
    text(label)
    raw("</span>")
    ownTag("<span class=\"boxes\">")
    for (name, length) in [("Day", 2), ("Month", 2), ("Year", 4)] {
      ownTag(paper == nil ? "<label class=\"box\">" : "<span class=\"box\">")
      ownTag("<span class=\"hint\">")
      raw("\(name)</span>")
      if paper == nil {
        raw("<input")
        own(" class=\"line\"")
        raw(" type=\"text\" maxlength=\"\(length)\" autocomplete=\"off\"></label>")
      } else {
        ownTag("<span class=\"line\">")
        raw("</span></span>")
      }
    }
    raw("</span></div>\n")
  }
}

/// What is signed on a form here, by whom.
package struct FormLines: Sendable {
  package var signatories: [Signatory] = []
  /// Whether the form asks for a pupil's name as well as the signer's.
  private var namesPupil = false
  private var isReadAloud = false
  /// Whether the form is accepted on a screen, so that nothing is filled in on it.
  package private(set) var isConfirmedOnScreen = false
  /// Whether nobody signs here, though the template has a place for signatures for other schools.
  package private(set) var isUnsigned = false

  package init(_ set: SchoolDocuments, document: Int) {
    guard let flow = set.documents[document]?.flow, let form = flow.form else { return }
    // Where the text prints no place for signatures, as it says that nothing is signed, there is nothing to fill in.
    let hasPlace =
      flow.pieces.lastIndex { if case .computed(.signatures) = $0 { true } else { false } } != nil
    guard hasPlace else {
      isUnsigned = set.library.flatProgram(document).hasSignatures
      return
    }
    switch set.profile.documents[document].given {
    case .published: return
    case .acknowledged:
      isConfirmedOnScreen = true
      return
    case .signed: signatories = form.signatories.filter { !$0.fields.isEmpty }
    case .readAloud:
      isReadAloud = true
      signatories = [
        Signatory(
          who: "Read aloud and talked about by",
          fields: [(.name, ""), (.schoolClass, ""), (.date, "")])
      ]
    }
    namesPupil = signatories.contains { $0.fields.contains { $0.kind == .pupilName } }
  }

  package var isEmpty: Bool { signatories.isEmpty }

  /// Whether the part that is signed is torn off: where the template says so, and else where somebody at
  /// home signs, who is asked how they are related to the child.
  func isTornOff(_ slip: FormSlip) -> Bool {
    switch slip {
    case .none: false
    case .fromSection: !isReadAloud
    case .fromSignatures: !isReadAloud && has(.relationship)
    }
  }

  /// Whether anybody fills in such a field.
  package func has(_ kind: FieldKind) -> Bool {
    signatories.contains { $0.fields.contains { $0.kind == kind } }
  }

  /// What is known of a field: the pupil's name, or the signer's where no pupil is named.
  func known(_ kind: FieldKind, _ names: PaperNames, isFirst: Bool) -> String {
    switch kind {
    case .pupilName: names.name
    // Who reads a form aloud to a class is nobody on its list.
    case .name: !namesPupil && isFirst && !isReadAloud ? names.name : ""
    case .schoolClass: names.group
    case .jobTitle: isFirst ? names.jobTitle : ""
    default: ""
    }
  }
}

extension FieldKind {
  /// The words over the line, where the template gives none.
  package var label: String {
    switch self {
    case .signature: "Signature"
    case .date: "Date"
    case .name: "Name in capitals"
    case .jobTitle: "Job title"
    case .organisation: "Organisation"
    case .pupilName: "Pupil’s name"
    case .schoolClass: "Class"
    case .relationship: "Relationship to the child"
    case .drawing: "Name, or a drawing"
    case .other: ""
    }
  }

  /// What a browser may offer to fill in: only what it knows of the reader, never of a child.
  var autocomplete: String {
    switch self {
    case .name: "name"
    case .jobTitle: "organization-title"
    case .organisation: "organization"
    default: "off"
    }
  }
}
