import Configuration
package import Diagnostics

/// The people that a pack of forms is for: their names, and a class or a job title, and no more.
package struct Roster: Sendable {
  package struct Person: Sendable, Equatable {
    package var name: String
    package var group: String
    package var jobTitle: String
  }

  /// The people of one class, in the order of the file.
  package struct Group: Sendable, Equatable {
    /// The class; empty where the file has none.
    package var name: String
    package var people: [Person]
  }

  package var people: [Person]
  package var hasGroups: Bool
  package var hasJobTitles: Bool

  /// The classes in the order in which they first come, those without a class last.
  package var groups: [Group] {
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for person in people {
      if let place = places[person.group] {
        groups[place].people.append(person)
      } else {
        places[person.group] = groups.count
        groups.append(Group(name: person.group, people: [person]))
      }
    }
    guard hasGroups else { return groups }
    return groups.filter { !$0.name.isEmpty } + groups.filter(\.name.isEmpty)
  }
}

/// Reads a roster, and refuses whatever a form does not need.
package struct RosterReader {
  package static let largest = 8 << 20
  package static let longestText = 120
  /// The most columns and people: a pack is made in memory, and no school has so many.
  private static let mostColumns = 100
  private static let mostPeople = 20_000

  private let file: SourceFile
  private var report = Report()

  /// Returns the roster; nil where anything is wrong with it, all of which is reported.
  package static func read(_ file: SourceFile, report: inout Report) -> Roster? {
    var reader = RosterReader(file: file)
    let roster = reader.isText() ? reader.read() : nil
    report.add(contentsOf: reader.report)
    return reader.report.hasErrors ? nil : roster
  }

  private init(file: SourceFile) {
    self.file = file
  }

  // MARK: - The file

  /// Reports a file that is no UTF-8 text, with what it seems to be.
  private mutating func isText() -> Bool {
    let bytes = file.bytes
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
      || start.count > 1 && (start[0] == 0) != (start[1] == 0)
    {
      report.add(.rosterEncoding("UTF-16, which spreadsheets call 'Unicode text'", at: file.place))
      return false
    }
    if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      report.add(.rosterEncoding("a workbook, whatever its name says", at: file.place))
      return false
    }
    if let fault = Self.firstFault(bytes) {
      report.add(
        .rosterBytes(
          Self.windowsLetter(bytes[fault]), at: file.place(TextRange(fault, fault + 1))))
      return false
    }
    if bytes.contains(13), !bytes.contains(10) {
      report.add(.rosterEncoding("with the line ends of an old Macintosh", at: file.place))
      return false
    }
    return true
  }

  /// The first byte that cannot stand in UTF-8.
  private static func firstFault(_ bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// What a byte above 127 means to Windows, so that it can be found in the spreadsheet.
  private static func windowsLetter(_ byte: UInt8) -> String? {
    switch byte {
    case 0x91: "‘"
    case 0x92: "’"
    case 0x93: "“"
    case 0x94: "”"
    case 0x96: "–"
    case 0x97: "—"
    case 0x8A: "Š"
    case 0x9A: "š"
    case 0x8E: "Ž"
    case 0x9E: "ž"
    case 0xA0...0xFF: String(Unicode.Scalar(byte))
    default: nil
    }
  }

  // MARK: - Columns

  private enum Column: Equatable {
    case name, surname, forename, surnameAndForename, group, year, jobTitle

    /// What it gives, in words.
    var words: String {
      switch self {
      case .name, .surnameAndForename: "the name"
      case .surname: "the surname"
      case .forename: "the forename"
      case .group, .year: "the class"
      case .jobTitle: "the job title"
      }
    }
  }

  /// Headings as management information systems and people write them, letters alone.
  private static let headings: [(column: Column, names: Set<String>)] = [
    (
      .name,
      [
        "name", "fullname", "names", "pupil", "pupilname", "pupilsname", "student", "studentname",
        "studentsname", "learner", "learnername", "child", "childname", "childsname",
        "childrensname",
        "staff", "staffname", "employee", "employeename", "preferredname", "legalname",
        "displayname",
        "person",
      ]
    ),
    (
      .surname,
      [
        "surname", "lastname", "familyname", "legalsurname", "preferredsurname", "legallastname",
        "preferredlastname",
      ]
    ),
    (
      .forename,
      [
        "forename", "forenames", "firstname", "firstnames", "givenname", "givennames",
        "legalforename", "preferredforename", "legalfirstname", "preferredfirstname", "knownas",
      ]
    ),
    (
      .surnameAndForename,
      [
        "surnameforename", "surnameforenames", "surnamefirstname", "lastnamefirstname",
        "lastnameforename", "namesurnameforename",
      ]
    ),
    (
      .group,
      [
        "class", "classname", "form", "formgroup", "tutorgroup", "tutorform", "reg", "reggroup",
        "regform", "registration", "registrationgroup", "registrationform", "group", "classgroup",
      ]
    ),
    (.year, ["year", "yeargroup", "yr", "yrgroup", "ncyear"]),
    (.jobTitle, ["jobtitle", "job", "role", "post", "posttitle", "position", "jobrole"]),
  ]

  private static func column(_ heading: String) -> Column? {
    let letters = heading.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic }
    let name = String(String.UnicodeScalarView(letters))
    return headings.first { $0.names.contains(name) }?.column
  }

  // MARK: - Rows

  private mutating func read() -> Roster? {
    let table = CSVReader.read(file)
    for fault in table.faults {
      report.add(.rosterQuotes(fault.problem, at: file.place(fault.range)))
    }
    guard let head = table.rows.first else {
      report.add(.rosterEmpty(at: file.place))
      return nil
    }
    guard isOfUse(head, table.rows.count),
      let columns = columns(head, Array(table.rows.dropFirst()))
    else { return nil }
    var roster = Roster(
      people: [], hasGroups: columns.contains(.group) || columns.contains(.year),
      hasJobTitles: columns.contains(.jobTitle))
    var seen: [Roster.Person: TextRange] = [:]
    for row in table.rows.dropFirst() {
      guard let (person, range) = person(row, columns) else { continue }
      if let first = seen[person] {
        report.add(
          .rosterTwice(person.name, at: file.place(range), first: file.place(first)))
      } else {
        seen[person] = range
      }
      roster.people.append(person)
    }
    if roster.people.isEmpty, !report.hasErrors { report.add(.rosterEmpty(at: file.place)) }
    return roster
  }

  /// Reports a table that is no roster of a school, whatever stands in it.
  private mutating func isOfUse(_ head: CSVReader.Row, _ rows: Int) -> Bool {
    func tooMany(_ unit: String, _ limit: Int) -> Bool {
      report.add(
        .tooMany(
          "the roster has", unit, limit: limit, at: file.place,
          help: "check that it is the right file, or divide it"))
      return false
    }
    if head.cells.count > Self.mostColumns { return tooMany("columns", Self.mostColumns) }
    return rows > Self.mostPeople + 1 ? tooMany("people", Self.mostPeople) : true
  }

  /// What each column gives; nil for one that is empty throughout, and for the file where the headings
  /// are not such as a roster has.
  private mutating func columns(
    _ head: CSVReader.Row, _ rows: [CSVReader.Row]
  ) -> [Column?]? {
    if head.cells.allSatisfy({ Self.column($0.text) == nil }) {
      report.add(.rosterWithoutHeadings(at: file.place(head.cells[0].range)))
      return nil
    }
    var columns: [Column?] = []
    var places: [(Column, Place)] = []
    /// The first row that has something in each column: once for all columns, of which there may be many.
    var filled: [Int: Int] = [:]
    for (number, row) in rows.enumerated() {
      for (index, cell) in row.cells.enumerated() where !cell.text.isEmpty && filled[index] == nil {
        filled[index] = number
      }
    }
    for (index, cell) in head.cells.enumerated() {
      let place = file.place(cell.range)
      guard let column = Self.column(cell.text) else {
        columns.append(nil)
        if !cell.text.isEmpty {
          report.add(.rosterColumn(cell.text, at: place))
        } else if let row = filled[index] {
          report.add(.rosterCellWithoutHeading(at: file.place(rows[row].cells[index].range)))
        }
        continue
      }
      if let other = places.first(where: { $0.0.words == column.words }) {
        report.add(.rosterColumnTwice(column.words, at: place, first: other.1))
      }
      places.append((column, place))
      columns.append(column)
    }
    let hasName = columns.contains(.name) || columns.contains(.surnameAndForename)
    let parts: [Column] = [.surname, .forename].filter { columns.contains($0) }
    if hasName, let part = parts.first, let other = places.first(where: { $0.0 == part }) {
      report.add(.rosterNameTwice(at: other.1))
    } else if !hasName, parts.count < 2 {
      report.add(
        .rosterWithoutName(parts.first?.words, at: file.place(head.cells[0].range)))
    }
    return report.hasErrors ? nil : columns
  }

  private mutating func person(
    _ row: CSVReader.Row, _ columns: [Column?]
  ) -> (Roster.Person, TextRange)? {
    var person = Roster.Person(name: "", group: "", jobTitle: "")
    var surname = ""
    var forename = ""
    var range = row.cells[0].range
    var isTold = false
    for (index, cell) in row.cells.enumerated() where !cell.text.isEmpty {
      guard index < columns.count else {
        report.add(.rosterRowTooLong(columns.count, at: file.place(cell.range)))
        return nil
      }
      guard let column = columns[index] else { continue }
      if let problem = Self.problem(cell.text) {
        report.add(.rosterCell(problem, gives: column.words, at: file.place(cell.range)))
        isTold = true
        continue
      }
      switch column {
      case .name:
        person.name = cell.text
        range = cell.range
      case .surname:
        surname = cell.text
        range = cell.range
      case .forename: forename = cell.text
      case .surnameAndForename:
        person.name = Self.turned(cell.text)
        range = cell.range
      case .group: person.group = cell.text
      case .year:
        // Under this heading the number alone is clear; on a form it is not.
        let isNumber = cell.text.utf8.allSatisfy { (48...57).contains($0) }
        person.group = isNumber ? "Year \(cell.text)" : cell.text
      case .jobTitle: person.jobTitle = cell.text
      }
    }
    if isTold { return nil }
    if !surname.isEmpty || !forename.isEmpty {
      person.name = [forename, surname].filter { !$0.isEmpty }.joined(separator: " ")
    }
    guard !person.name.isEmpty else {
      report.add(.rosterRowWithoutName(at: file.place(range)))
      return nil
    }
    if columns.contains(.group) || columns.contains(.year), person.group.isEmpty {
      report.add(.rosterRowWithoutClass(person.name, at: file.place(range)))
    }
    return (person, range)
  }

  /// `Okafor, Ada` as it is said.
  private static func turned(_ name: String) -> String {
    let parts = name.split(separator: ",", maxSplits: 1).map { part in
      String(part.drop { $0 == " " })
    }
    return parts.count == 2 ? "\(parts[1]) \(parts[0])" : name
  }

  /// What a cell holds that is no name, no class and no job title.
  private static func problem(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    if scalars.count > longestText { return "is longer than \(longestText) characters" }
    if scalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "holds an invisible control character"
    }
    if scalars.contains(where: {
      (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
    }) {
      return "holds an invisible character that turns the direction of writing"
    }
    if text.contains("@") { return "looks like an e-mail address" }
    if isDate(text) { return "looks like a date" }
    if scalars.count(where: { ("0"..."9").contains($0) }) > 5 { return "holds a long number" }
    return nil
  }

  /// Whether a text is three numbers with signs between them.
  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { "/-. ".contains($0) }
    return parts.count == 3
      && parts.allSatisfy {
        (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) }
      }
  }
}

extension Roster.Person: Hashable {}
