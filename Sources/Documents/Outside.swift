import Bytes
import Configuration
import Templating

extension SchoolDocuments {
  /// What other pages can tell of the documents: which there are, where they stand, what they and their sections are called.
  ///
  /// A page that shows documents whose own text stays reads the same again where this stays too.
  package var outside: [UInt8] {
    var row = ByteWriter(capacity: 32_768)
    for index in catalogue.documents.indices {
      guard let document = document(index) else {
        row.number(0)
        continue
      }
      row.number(documents[index] == nil ? 1 : 2)
      row.text(document.title)
      row.text(document.flow.summary)
      row.text(document.flow.audience)
      row.text(document.flow.form?.signedBy ?? "")
      row.number(document.printsDefinitions ? 1 : 0)
      switch document.placement.kind {
      case .ownPage: row.number(0)
      case .part(let volume, let number):
        row.number(1)
        row.number(volume)
        row.number(number)
      case .attached(let policy, let letter):
        row.number(2)
        row.number(policy)
        row.text(letter)
      }
      row.text(document.placement.page)
      row.text(document.placement.anchorPrefix)
      row.text(document.placement.anchor)
      let program = document.program
      row.block(program.headingBytes)
      row.number(document.outline.sections.count)
      for section in document.outline.sections {
        row.number(section.heading)
        row.text(section.number)
        row.flag(section.isAppendix)
        // A title with a value in it, and the place of a heading that is printed twice, are this school's own.
        if program.titles[section.heading] == nil { row.text(section.title) }
        let isPlain = section.anchor == program.headings[section.heading].anchor
        row.flag(isPlain)
        if !isPlain { row.text(section.anchor) }
      }
    }
    return row.bytes
  }
}
