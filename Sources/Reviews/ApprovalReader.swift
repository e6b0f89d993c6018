import Configuration
package import Diagnostics
import Documents
import Manifests

/// Reads a record of an approval, and refuses one that is not as it was written.
package enum ApprovalReader {
  /// Returns the record; nil where its seal is broken or it cannot be understood, which is reported.
  ///
  /// - Parameter name: The name of the file without its ending, which must be the record's own.
  package static func read(
    _ file: SourceFile, name: String, report: inout Report
  ) -> ApprovalRecord? {
    guard let sealed = sealedLength(file.bytes) else {
      report.add(.approvalAltered("it has no seal", at: file.place))
      return nil
    }
    let seal = file.bytes[sealed...].drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix { $0 > 32 }
    guard seal.elementsEqual(ApprovalRecord.seal(file.bytes[..<sealed]).utf8),
      file.bytes[(seal.endIndex)...].allSatisfy({ $0 == 10 || $0 == 13 })
    else {
      report.add(.approvalAltered("its seal does not fit what it says", at: file.place))
      return nil
    }
    var own = Report()
    let manifest = ManifestParser.parse(file, report: &own)
    guard !own.hasErrors, let record = record(manifest.root, file) else {
      report.add(.approvalUnreadable(at: file.place))
      return nil
    }
    guard record.name == name else {
      report.add(.approvalAltered("it is the record of '\(record.name)'", at: file.place))
      return nil
    }
    return record
  }

  /// How many bytes stand before the line of the seal, the last of the file.
  private static func sealedLength(_ bytes: [UInt8]) -> Int? {
    let mark = Array("seal: ".utf8)
    var end = bytes.count
    while end > 0, bytes[end - 1] == 10 || bytes[end - 1] == 13 { end -= 1 }
    guard let start = bytes[..<end].lastIndex(of: 10).map({ $0 + 1 }),
      bytes[start..<end].starts(with: mark)
    else { return nil }
    return start
  }

  private static func record(_ root: Node, _ file: SourceFile) -> ApprovalRecord? {
    guard let head = root["approval"], let document = head.string("document"),
      let title = head.string("title"),
      let version = head.string("version").flatMap(DocumentVersion.init),
      let body = head.string("approved-by"),
      let day = head.string("approved-on").flatMap({ CalendarDate($0) })
    else { return nil }
    let texts = root.items("documents").map(text)
    let pages = root.items("pages").map(page)
    guard !texts.isEmpty, !texts.contains(where: { $0 == nil }),
      !pages.contains(where: { $0 == nil })
    else { return nil }
    return ApprovalRecord(
      document: document, title: title, version: version, body: body, day: day,
      minute: head.string("minute"), nextReview: head.string("next-review"),
      texts: texts.compactMap { $0 }, pages: pages.compactMap { $0 }, file: file)
  }

  /// Reads a text; nil where it is not the text whose digests stand with it.
  private static func text(_ node: Node) -> ReviewedText? {
    guard let document = node.string("document"), let title = node.string("title") else {
      return nil
    }
    let own = Set(node.items("own-choices").compactMap(\.string))
    let text = ReviewedText(
      document: document, title: title, version: node.string("version"),
      beside: node.items("beside").compactMap(\.string),
      sections: node.items("text").map { section in
        ReviewedText.Section(
          title: section.string("section") ?? "", number: section.string("number") ?? "",
          anchor: section.string("anchor") ?? "",
          says: section.items("says").compactMap(\.string))
      },
      facts: node.pairs("facts").map { PrintedFact(name: $0, value: $1) },
      choices: node.pairs("choices").map {
        ReviewedText.Choice(path: $0, answer: $1, isOwn: own.contains($0))
      })
    return text.digest == node.string("digest") && text.wordingDigest == node.string("wording")
      ? text : nil
  }

  private static func page(_ node: Node) -> ApprovalRecord.Page? {
    guard let name = node.string("page"), let digest = node.string("digest"),
      !name.hasPrefix("/"), !name.split(separator: "/").contains("..")
    else { return nil }
    return ApprovalRecord.Page(
      name: name, digest: digest,
      holds: node.pairs("holds").map { ApprovalRecord.Held(document: $0, digest: $1) })
  }
}

extension Node {
  fileprivate subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  fileprivate var string: String? {
    if case .scalar(let scalar) = content { scalar.text } else { nil }
  }

  fileprivate func string(_ key: String) -> String? { self[key]?.string }

  fileprivate func items(_ key: String) -> [Node] {
    guard case .sequence(let items)? = self[key]?.content else { return [] }
    return items
  }

  fileprivate func pairs(_ key: String) -> [(String, String)] {
    guard case .mapping(let entries)? = self[key]?.content else { return [] }
    return entries.map { ($0.key, $0.value.string ?? "") }
  }
}
