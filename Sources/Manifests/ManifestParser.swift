package import Diagnostics
package enum ManifestParser {
  package static func parse(_ file: SourceFile, range: TextRange, report: inout Report) -> Manifest
  { Manifest(file: file, root: Node(.none, range: range)) }
}
