import Configuration
import Documents
import Foundation
import TestSupport
import Testing

@testable import trustwright

/// Looks through every byte that would be uploaded for what must not be there.
@Suite struct PrivacyTests {
  /// The public files of a whole build of the sample trust.
  private static func site() throws -> (root: URL, files: [String: String]) {
    let output = try TestFolder("private")
    defer { output.remove() }
    let repository = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let arguments = try Arguments.parse([
      "build", "--schools", repository.appending(path: "Schools").path, "--templates",
      repository.appending(path: "Templates").path, "--output", output.root.path, "--as-of",
      SampleTrust.day,
    ])
    #expect(try Main.run(arguments, Terminal()) == .done)
    let files = output.files("site").mapValues { String(decoding: $0, as: UTF8.self) }
    return (output.root, files)
  }

  @Test func `nothing private, no path, no user and no time of day is public`() throws {
    let (root, files) = try Self.site()
    let trust = try SampleTrust.shared.get()
    var secrets: [String] = []
    for (slug, documents) in trust.bodies {
      var own: [String] = []
      let people = documents.profile.leads.flatMap(\.people)
      let shown = Set(people.filter { $0.mayShow(.name) }.map(\.name))
      for person in people {
        if !person.mayShow(.name), !shown.contains(person.name) { own.append(person.name) }
        if let phone = person.phone, person.publicPhone == nil {
          own += [phone.written, phone.link]
        }
        if let email = person.email, !person.mayShow(.email) { own.append(email) }
      }
      for (name, text) in files where name.hasPrefix("\(slug)/") {
        for secret in own { #expect(!text.contains(secret), "\(name) shows \(secret)") }
      }
      secrets += own
    }
    #expect(!secrets.isEmpty, "the sample has something to hide")
    let repository = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let machine = [
      root.path, repository, NSHomeDirectory(), FileManager.default.currentDirectoryPath,
    ]
    .filter { $0.count > 1 }
    let time = /T(?!00:?00:?00)[0-2][0-9]:?[0-5][0-9]:?[0-5][0-9]/
    for (name, text) in files {
      for path in machine { #expect(!text.contains(path), "\(name) has \(path)") }
      // Inside a picture's or a digest's Base64 any letters may stand side by side.
      let readable = text.replacing(/(base64,|sha256-)[A-Za-z0-9+\/=]+/, with: "")
      #expect(readable.firstMatch(of: time) == nil, "\(name) tells a time of day")
      #expect(!readable.contains("/home/") && !readable.contains("/Users/"), "\(name) has a path")
    }
  }
}
