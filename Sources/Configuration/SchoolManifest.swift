package import Diagnostics
package import Manifests

/// What one `Schools/<slug>/school.yaml` says.
package struct SchoolManifest: Sendable {
  package var slug: String
  package var file: SourceFile
  package var details: BodyDetails
  package var phase: Located<Int>?
  /// The bands the school narrowed its phase to, where it did.
  package var bands: Located<[Int]>?
  package var layer: Layer
  package var root: Node
}

/// Reads a school's manifest.
package enum SchoolReader {
  /// Returns the school; nil where the manifest cannot be used at all.
  package static func read(
    _ manifest: Manifest, slug: String, catalogue: Catalogue, report: inout Report
  ) -> SchoolManifest? {
    let file = manifest.file
    let count = report.count
    defer { manifest.forgetConsequences(since: count, report: &report) }
    let headings = LostHeadings(
      catalogue: catalogue, file: file, blocks: ["school"] + LayerReader.blocks,
      others: ["bands"])
    let title = "a school's manifest"
    let root = headings.mended(manifest, called: title, first: "school", report: &report)
    guard var fields = Fields(root, of: file, called: title, report: &report) else { return nil }
    let schoolEntry = fields.entry("school")
    guard let schoolEntry,
      var inner = Fields(schoolEntry.value, of: file, called: "'school'", report: &report)
    else {
      if schoolEntry == nil {
        report.add(
          .missing(
            "school", in: title, at: file.place,
            help: "begin with 'school:', and below it 'name:' and 'phase:'"))
      }
      return nil
    }
    if case .none = schoolEntry.value.content {
      for key in ["name", "phase"] {
        report.add(.missing(key, in: "'school'", at: file.place(schoolEntry.keyRange)))
      }
      return nil
    }
    let key = schoolEntry.keyRange
    let details = BodyDetails(&inner, isSchool: true, at: key, report: &report)
    let phase = phase(&inner, at: key, catalogue: catalogue, report: &report)
    // `bands:` narrows the phase, and may stand beside the phase or at the top.
    let bands =
      bands(&inner, phase: phase?.value, catalogue: catalogue, report: &report)
      ?? bands(&fields, phase: phase?.value, catalogue: catalogue, report: &report)
    inner.finish(report: &report)
    var reader = LayerReader(.school, file: file, catalogue: catalogue)
    var layer = reader.readBlocks(&fields, report: &report)
    layer.blocks["school"] = schoolEntry.keyRange
    fields.finish(hint: catalogue.names.home, report: &report)
    return SchoolManifest(
      slug: slug, file: file, details: details, phase: phase, bands: bands, layer: layer,
      root: root)
  }

  private static func phase(
    _ fields: inout Fields, at key: TextRange, catalogue: Catalogue, report: inout Report
  ) -> Located<Int>? {
    let file = fields.file
    let entry = fields.entry("phase")
    guard let entry, entry.value.isGiven else {
      // Of one that was misspelt enough is said.
      if fields.misspells("phase") { return nil }
      let place = entry?.keyRange ?? key
      let known = catalogue.vocabulary.phases.map(\.id)
      report.add(
        .missing(
          "phase", in: "'school'", at: file.place(place),
          help: "add 'phase:' with \(Prose.list(known, joinedBy: "or"))"))
      return nil
    }
    guard let text = Fields.text(entry.value, key: "phase", file: file, report: &report) else {
      return nil
    }
    guard let index = catalogue.vocabulary.phaseIndex(text.value) else {
      report.add(
        .unknownName(
          .phase, text.value, known: catalogue.vocabulary.phases.map(\.id),
          at: file.place(text.range)))
      return nil
    }
    return Located(index, text.range)
  }

  private static func bands(
    _ fields: inout Fields, phase: Int?, catalogue: Catalogue, report: inout Report
  ) -> Located<[Int]>? {
    let file = fields.file
    guard fields.take("bands", report: &report) != nil, let entry = fields.entry("bands"),
      let texts = fields.texts("bands", orOne: true, report: &report)
    else { return nil }
    var bands: Set<Int> = []
    for text in texts {
      guard let band = catalogue.vocabulary.bandIndex(text.value) else {
        report.add(
          .unknownBand(
            text.value, known: catalogue.vocabulary.bands.map(\.id), at: file.place(text.range)))
        continue
      }
      if let phase, !catalogue.vocabulary.phases[phase].bands.contains(band) {
        report.add(
          .bandNotOfPhase(
            text.value, phase: catalogue.vocabulary.phases[phase], catalogue.vocabulary,
            at: file.place(text.range)))
        continue
      }
      bands.insert(band)
    }
    // An empty list is not given: a school has at least one band.
    return bands.isEmpty ? nil : Located(bands.sorted(), entry.value.range)
  }
}

extension Node {
  /// Whether there is a value.
  package var isGiven: Bool {
    if case .none = content { false } else { true }
  }
}
