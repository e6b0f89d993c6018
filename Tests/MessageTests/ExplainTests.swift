import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Testing

@testable import trustwright

/// What `explain` tells of the base with the files of `Explained` laid over it.
@Suite struct ExplainTests {
  /// Returns what `explain hill PATH` prints; for a path that names nothing the message.
  private func explain(_ path: String?, slug: String = "hill") throws -> String {
    let options = CaseOptions("")
    return try CaseWorkspace.with(
      overlay: MessageCase.folder.appending(path: "Explained"), options: options
    ) { root in
      var loader = WorkspaceLoader(
        templates: try InputFolder("\(root)/Templates"),
        schools: try InputFolder("\(root)/Schools"), day: options.day)
      let loaded = loader.load()
      let workspace = try #require(loaded)
      do throws(UsageError) {
        let text = try ExplainCommand.text(slug, path: path, workspace)
        return (text ?? "nothing").replacing("\(root)/", with: "")
      } catch {
        return "\(error.message); \(error.help ?? "")"
      }
    }
  }

  @Test func `a rule per band shows the whole chain and what it decides`() throws {
    let text = try explain("rules.laptops.juniors")
    #expect(
      text == """
        rules.laptops.juniors at Hill School
          Where are lent laptops kept?

          It is: go-home
            They may go home.
            Needed at every school.

          Who says what, the nearest first:
            * school         go-home  (Schools/hill/school.yaml:12)
              group north    says nothing
              phase primary  stay-here  (Schools/trust.yaml:13), overridden
              trust          says nothing
              vocabulary     says nothing

          The answers there are:
            stay-here  They stay at school.
          * go-home    They may go home.

          Text that depends on it:
            Devices policy, section 2, ‘Laptops’
              Templates/policies/devices.md:21, Templates/policies/devices.md:22
            Laptop agreement
              Templates/agreements/pupil.md:13

        """)
  }

  @Test func `a whole rule shows each band`() throws {
    let text = try explain("rules.laptops")
    #expect(text.contains("rules.laptops.infants at Hill School"))
    #expect(text.contains("* phase primary  stay-here  (Schools/trust.yaml:13)\n"))
    #expect(text.contains("rules.laptops.juniors at Hill School"))
    #expect(text.components(separatedBy: "The answers there are:").count == 2)
  }

  @Test func `a person may be added to, and a lock is named`() throws {
    let text = try explain("leads.officer.phone")
    #expect(text.contains("  It is: Ms R Vale (officer@elm.example, 01632 960155)\n"))
    #expect(text.contains("      group north    adds 01632 960155  (Schools/trust.yaml:17)\n"))
    #expect(
      text.contains(
        "    * trust          Ms R Vale (officer@elm.example)  (Schools/trust.yaml:6)\n"))
    #expect(
      text.contains(
        "The trust has locked it (Schools/trust.yaml:18): a school cannot decide it."))
  }

  @Test func `without a path every value has its layer, file and line`() throws {
    let text = try explain(nil)
    #expect(
      text.hasPrefix(
        "Hill School\nLooked up in: school, then group north, then phase primary, then trust, then vocabulary."
      ))
    for lines in [
      "  phase: primary\n    school, Schools/hill/school.yaml:3\n",
      "  head: Mr T Brook\n    school, Schools/hill/school.yaml:6\n",
      "    trust, Schools/trust.yaml:6; with more from the group north, Schools/trust.yaml:17; locked by the trust\n",
      "  phones: handed-in\n    trust, Schools/trust.yaml:9; in place of stay-home (vocabulary, Templates/vocabulary.yaml:18)\n",
      "  laptops.infants: stay-here\n    phase primary, Schools/trust.yaml:13\n",
      "  pupil: pupil\n    vocabulary, Templates/vocabulary.yaml:27\n",
      "  devices: issued\n    issued, because nobody says no\n",
      "  devices.next-review: 1 September 2027\n    computed from the day of adoption, 1 September 2026, and the period\n",
      "  care.adopted: 1 September 2026\n    reviewed with documents.devices\n",
      "  no value: behaviour\n",
    ] { #expect(text.contains(lines), "no \(lines) in\n\(text)") }
  }

  @Test func `a block shows what is in it and nothing else`() throws {
    let text = try explain("rules")
    #expect(text.contains("  phones: handed-in\n"))
    #expect(!text.contains("Mr T Brook"))
  }

  @Test(arguments: [
    ("phones", "rules.phones"), ("rules.labtops", "rules.laptops"), ("leads.haed", "leads.head"),
    ("facts.office-hour", "facts.office-hours"), ("it-support", "providers.it-support"),
  ])
  func `an unknown path names the nearest`(path: String, near: String) throws {
    #expect(try explain(path) == "nothing is called '\(path)'; did you mean '\(near)'?")
  }

  @Test func `an unknown school names the nearest`() throws {
    #expect(
      try explain(nil, slug: "hil") == "there is no school 'hil'; did you mean 'hill'?")
  }

  @Test func `the trust is explained for its own documents`() throws {
    let text = try explain("rules.phones", slug: "trust")
    #expect(text.hasPrefix("rules.phones at Elm Trust\n"))
    #expect(text.contains("    * trust       handed-in  (Schools/trust.yaml:9)\n"))
  }
}
