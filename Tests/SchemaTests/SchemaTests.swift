import Configuration
import Diagnostics
import FileStore
import Foundation
import Manifests
import Testing

@testable import trustwright

/// What `schema` prints is asked of a validator that is not ours, and of our own readers beside it.
@Suite struct SchemaTests {
  @Test func `the schema is made of the vocabulary`() throws {
    let json = Data(ManifestSchema.json(.school, try SchemaCase.catalogue()))
    let school = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(school["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(school["additionalProperties"] as? Bool == false)
    let definitions = try #require(school["$defs"] as? [String: [String: Any]])
    let rules = try #require(definitions["rules"]?["properties"] as? [String: [String: Any]])
    let byod = try #require(rules["byod"])
    #expect(byod["title"] as? String == "May pupils bring a laptop?")
    #expect(byod["description"] as? String == "A committee decides this. Default: not-allowed.")
    #expect(byod["enum"] as? [String] == ["not-allowed", "handed-in"])
    #expect(
      byod["enumDescriptions"] as? [String] == ["Laptops stay at home.", "Laptops are handed in."])
    let leads = try #require(definitions["leads"]?["properties"] as? [String: [String: Any]])
    #expect(leads["head"]?["title"] as? String == "Headteacher")
    #expect(
      leads["head"]?["description"] as? String
        == "The person who runs the school. Needed at every school.")
    #expect(definitions["documents"].map { "\($0)".contains("trust-staff") } == false)
  }

  /// The program itself must accept what the schema accepts, and find fault with what it refuses.
  @Test(arguments: SchemaCase.all)
  func `our readers judge alike`(_ test: SchemaCase) throws {
    let found = try test.messages().filter { $0.severity != .note }
    #expect(found.isEmpty == test.isGood, "\(TextFace().render(found))")
  }

  @Test(.enabled(if: Validator.isAvailable, "python3 with jsonschema and PyYAML is not here"))
  func `an outside validator accepts the good and refuses the bad`() throws {
    let answers = try Validator.mistakes(SchemaCase.all, try SchemaCase.catalogue())
    #expect(SchemaCase.all.count { !$0.isGood } >= 20)
    for test in SchemaCase.all {
      let answer = try #require(answers[test.name])
      for reading in answer.keys.sorted() {
        let mistakes = answer[reading] ?? []
        #expect(
          mistakes.isEmpty == test.isGood, "\(test.name), read as \(reading): \(mistakes)")
      }
    }
  }

  @Test(.enabled(if: Validator.isAvailable, "python3 with jsonschema and PyYAML is not here"))
  func `an outside validator accepts every manifest of the sample`() throws {
    let root = SchemaCase.folder.deletingLastPathComponent().deletingLastPathComponent()
    let schools = root.appending(path: "Schools")
    var cases = [
      SchemaCase(
        name: "trust", kind: .trust, isGood: true, file: schools.appending(path: "trust.yaml"))
    ]
    for slug in try FileManager.default.contentsOfDirectory(atPath: schools.path).sorted() {
      let file = schools.appending(path: "\(slug)/school.yaml")
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      cases.append(SchemaCase(name: slug, kind: .school, isGood: true, file: file))
    }
    #expect(cases.count > 5)
    let answers = try Validator.mistakes(
      cases, try SchemaCase.catalogue(root.appending(path: "Templates").path))
    for (name, answer) in answers {
      let mistakes = answer.values.flatMap(\.self)
      #expect(mistakes.isEmpty, "\(name): \(mistakes)")
    }
  }
}
