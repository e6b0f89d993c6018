import Configuration
import Diagnostics
import Manifests
import Testing

@testable import trustwright

/// A new manifest leaves open exactly what its school must give, whatever its phase.
struct NewManifestTests {
  @Test(arguments: ["nursery", "primary", "secondary", "all-through", "special"])
  func whatStandsOpenIsWhatIsNeeded(_ phaseName: String) throws {
    let sample = try SampleTrust.shared.get()
    let vocabulary = sample.workspace.catalogue.vocabulary
    let phase = try #require(vocabulary.phaseIndex(phaseName))
    let new = try #require(
      NewManifest(
        workspace: sample.workspace, slug: "hazelmere", name: "St Anne’s: “Hazel” & Mere",
        phase: phase))
    var report = Report()
    let file = SourceFile(path: "hazelmere/school.yaml", bytes: Array(new.text.utf8))
    let manifest = ManifestParser.parse(file, report: &report)
    let school = try #require(
      SchoolReader.read(
        manifest, slug: "hazelmere", catalogue: sample.workspace.catalogue, report: &report))
    #expect(school.details.name.value == "St Anne’s: “Hazel” & Mere")
    let builder = ProfileBuilder(
      catalogue: sample.workspace.catalogue, trust: sample.workspace.trust,
      asOf: sample.workspace.day)
    _ = builder.profile(of: school, report: &report)
    let errors = report.sorted().filter { $0.severity == .error }
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { $0.code == .missingRequirement }, "\(TextFace().render(errors))")
    // Each is reported at the key that stands open for it, so the counts agree.
    #expect(errors.count == school.layer.unfinished.count, "\(TextFace().render(errors))")
  }

  /// Every question of the vocabulary that can be asked of the phase stands in the file.
  @Test func everyQuestionIsThere() throws {
    let sample = try SampleTrust.shared.get()
    let vocabulary = sample.workspace.catalogue.vocabulary
    let phase = try #require(vocabulary.phaseIndex("all-through"))
    let new = try #require(
      NewManifest(workspace: sample.workspace, slug: "hazelmere", name: "Hazelmere", phase: phase))
    for rule in vocabulary.rules where rule.phases?.contains(phase) ?? true {
      if let question = rule.question { #expect(new.text.contains("# \(question)\n")) }
    }
    for role in vocabulary.roles { #expect(new.text.contains("\(role.head.id):\n")) }
    for document in sample.workspace.catalogue.documents where document.scope == .school {
      #expect(new.text.contains("#\(document.id): {adopted"))
    }
  }

  /// What the trust has answered already stands beside the question, and options as they are to be typed.
  @Test func whatIsGivenAlreadyIsShown() throws {
    let sample = try SampleTrust.shared.get()
    let phase = try #require(sample.workspace.catalogue.vocabulary.phaseIndex("secondary"))
    let new = try #require(
      NewManifest(workspace: sample.workspace, slug: "hazelmere", name: "Hazelmere", phase: phase))
    for (key, given) in [
      ("it-support", "Ottle Valley ICT"), ("ico-registration", "ZX990017"),
      ("complaints", "https://ottlevalley.example/policies/complaints"),
    ] {
      #expect(new.text.contains("# Given already: \(given)\n  #\(key):"), "\(key)")
    }
    #expect(
      new.text.contains("# Choose not-tested, partially-compliant or fully-compliant\n"))
  }
}
