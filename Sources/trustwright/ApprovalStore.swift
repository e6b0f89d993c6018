import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Reviews

/// The folder of a school's approvals: a record for each, and beside it the pages as they were approved.
enum ApprovalStore {
  /// The folder in Schools that holds the approvals of the trust's own documents.
  static let trustFolder = "_trust"

  static let folder = "approvals"
  private static let largestPage = 16 << 20

  /// Returns the folder in Schools for a school, or for the trust.
  static func home(of slug: String) -> String { slug == "trust" ? trustFolder : slug }

  /// Reads all approvals of a school and its register of returns; what was altered is reported and left out.
  static func load(
    _ home: String, in schools: InputFolder, settings: ApprovalSettings, catalogue: Catalogue,
    report: inout Report
  ) -> SchoolApprovals {
    var approvals = records(home, in: schools, settings: settings, report: &report)
    let name = "\(home)/\(ReturnsReader.name)"
    guard schools.exists(name) else { return approvals }
    let path = schools.path(of: name)
    do {
      let bytes = try schools.read(name, limit: ReturnsReader.largest)
      approvals.returns = ReturnsReader.read(
        SourceFile(path: path, bytes: bytes),
        forms: catalogue.documents.filter { $0.kind == .agreement }.map(\.id), report: &report)
    } catch {
      report.add(.unreadable(error, at: SourceFile(path: path, bytes: []).place))
    }
    return approvals
  }

  private static func records(
    _ home: String, in schools: InputFolder, settings: ApprovalSettings, report: inout Report
  ) -> SchoolApprovals {
    let path = "\(home)/\(folder)"
    guard schools.exists(path) else { return SchoolApprovals(settings: settings) }
    let entries: [InputFolder.Entry]
    do {
      entries = try schools.list(path)
    } catch {
      let empty = SourceFile(path: schools.path(of: path), bytes: [])
      report.add(.unreadable(error, at: empty.place))
      return SchoolApprovals(settings: settings)
    }
    var records: [ApprovalRecord] = []
    var pages: [String: [UInt8]] = [:]
    for entry in entries where entry.name.hasSuffix(".yaml") && !entry.name.hasPrefix(".") {
      let name = String(entry.name.dropLast(5))
      guard
        let record = record(name, "\(path)/\(entry.name)", in: schools, report: &report)
      else { continue }
      records.append(record)
      for page in record.pages {
        if let bytes = self.page(page, of: record, path, in: schools, report: &report) {
          pages["\(name)/\(page.name)"] = bytes
        }
      }
    }
    return SchoolApprovals(settings: settings, records: records, pages: pages)
  }

  private static func record(
    _ name: String, _ path: String, in schools: InputFolder, report: inout Report
  ) -> ApprovalRecord? {
    let empty = SourceFile(path: schools.path(of: path), bytes: [])
    do {
      let bytes = try schools.read(path, limit: TextCheck.largestManifest)
      return ApprovalReader.read(
        SourceFile(path: empty.path, bytes: bytes), name: name, report: &report)
    } catch {
      report.add(.unreadable(error, at: empty.place))
      return nil
    }
  }

  private static func page(
    _ page: ApprovalRecord.Page, of record: ApprovalRecord, _ folder: String,
    in schools: InputFolder, report: inout Report
  ) -> [UInt8]? {
    let path = "\(folder)/\(record.name)/\(page.name)"
    let empty = SourceFile(path: schools.path(of: path), bytes: [])
    do {
      let bytes = ApprovalRecord.withoutCarriageReturns(
        try schools.read(path, limit: largestPage))
      if SHA256.hexadecimal(bytes) == page.digest { return bytes }
      report.add(.approvedPageAltered(page.name, at: empty.place, record: record.file.place))
    } catch {
      report.add(.unreadable(error, at: empty.place))
    }
    return nil
  }
}
