package import Diagnostics

/// A school's or the trust's crest, carried inside each page so that the page stands alone.
package struct Crest: Sendable {
  package enum Format: String, Sendable {
    case svg = "image/svg+xml"
    case png = "image/png"
  }

  /// The largest crest that is taken.
  package static let largest = 262_144

  /// The whole `img` element's address: `data:image/png;base64,…`.
  let address: [UInt8]

  /// Takes a file as a crest, or reports why it cannot be one.
  package init?(_ file: SourceFile, report: inout Report) {
    guard file.bytes.count <= Self.largest else {
      report.add(.badCrest("it is larger than 256 KiB", at: file.place))
      return nil
    }
    do {
      address = try Self.address(file)
    } catch let problem as SVGPicture.Problem {
      report.add(.badCrest(problem.rawValue, at: file.place))
      return nil
    } catch let problem as PNGPicture.Problem {
      report.add(.badCrest(problem.rawValue, at: file.place))
      return nil
    } catch {
      return nil
    }
  }

  private static func address(_ file: SourceFile) throws -> [UInt8] {
    let isPNG = file.path.hasSuffix(".png")
    let bytes = isPNG ? try PNGPicture.read(file.bytes) : try SVGPicture.read(file.bytes)
    let format: Format = isPNG ? .png : .svg
    return Array("data:\(format.rawValue);base64,".utf8) + Base64.encode(bytes)
  }
}
