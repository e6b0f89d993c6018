import Diagnostics
import Publishing
import Testing

/// A roster as a spreadsheet saves it, and who is on it or what is wrong with it.
struct RosterCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var bytes: [UInt8]
  /// `name|class|job title` for each person.
  var people: [String]?
  /// `line:column [code] message` for each message; a place of a whole file has no line.
  var messages: [String]

  init(
    _ description: String, _ text: String, people: [String]? = nil, messages: [String] = []
  ) {
    self.init(description, bytes: Array(text.utf8), people: people, messages: messages)
  }

  init(
    _ description: String, bytes: [UInt8], people: [String]? = nil, messages: [String] = []
  ) {
    testDescription = description
    self.bytes = bytes
    self.people = people
    self.messages = messages
  }
}

@Suite struct RosterTests {
  @Test(arguments: [
    RosterCase(
      "names alone", "Name\nAda Okafor\nBo Lund\n", people: ["Ada Okafor||", "Bo Lund||"]),
    RosterCase(
      "names and classes", "Name,Class\nAda Okafor,3B\n", people: ["Ada Okafor|3B|"]),
    RosterCase(
      "surname and forename, in any order", "Form,Surname,Forename\n3B,Okafor,Ada\n",
      people: ["Ada Okafor|3B|"]),
    RosterCase(
      "surname and forename in one cell", "\"Surname, Forename\",Reg Group\n\"Okafor, Ada\",3B\n",
      people: ["Ada Okafor|3B|"]),
    RosterCase(
      "a comma in a name is left alone", "Name\n\"Lund, Jr\"\n", people: ["Lund, Jr||"]),
    RosterCase("staff", "Name,Job title\nR Pell,Cook\n", people: ["R Pell||Cook"]),
    RosterCase(
      "headings in capitals, with signs and spaces", "PUPIL'S NAME , Tutor-Group\nAda,3B\n",
      people: ["Ada|3B|"]),
    RosterCase(
      "a byte order mark, CRLF and semicolons", "\u{FEFF}Name;Class\r\nAda;3B\r\n",
      people: ["Ada|3B|"]),
    RosterCase("tabs", "Name\tClass\nAda\t3B\n", people: ["Ada|3B|"]),
    RosterCase(
      "the line that Excel puts first", "sep=;\r\nName;Class\r\nAda;3B\r\n", people: ["Ada|3B|"]),
    RosterCase(
      "quotes, doubled quotes and a line break in a cell",
      "Name,Class\n\"Ada\nOkafor\",\"3 \"\"B\"\"\"\n", people: ["Ada Okafor|3 \"B\"|"]),
    RosterCase(
      "empty lines, empty cells at the end, no last line end",
      "\nName,Class,,\n,,,\nAda,3B,,\n\nBo,3B", people: ["Ada|3B|", "Bo|3B|"]),
    RosterCase(
      "spaces and spaces that do not break", "Name,Class\n  Ada \u{A0} Okafor ,\u{A0}3B\n",
      people: ["Ada Okafor|3B|"]),
    RosterCase(
      "letters of all languages and signs of all kinds",
      "Name\nŁucja Żak\nSéan O’Neill\n=1+1\n<b>&\"\n",
      people: ["Łucja Żak||", "Séan O’Neill||", "=1+1||", "<b>&\"||"]),
    RosterCase("a class with two numbers", "Name,Class\nAda,10-11\n", people: ["Ada|10-11|"]),
    RosterCase(
      "a year in place of a class", "Name,Year\nAda,7\nBo,Reception\nCem,Year 8\n",
      people: ["Ada|Year 7|", "Bo|Reception|", "Cem|Year 8|"]),
    RosterCase("a year group", "Year Group,Name\n10,Ada\n", people: ["Ada|Year 10|"]),
  ])
  func `is read`(_ test: RosterCase) {
    let (roster, messages) = read(test)
    #expect(messages == test.messages)
    #expect(roster?.people.map { "\($0.name)|\($0.group)|\($0.jobTitle)" } == test.people)
  }

  @Test(arguments: [
    RosterCase(
      "other columns, each by its name", "Name,Date of birth,Class,SEN\nAda,2016-02-01,3B,K\n",
      messages: [
        "1:6 [roster-column] a roster has no column 'Date of birth'",
        "1:26 [roster-column] a roster has no column 'SEN'",
      ]),
    RosterCase(
      "a column with text and no heading", "Name,\nAda,late\n",
      messages: ["2:5 [roster-column] this stands in a column without a heading"]),
    RosterCase(
      "a table with more columns than a roster",
      "Name" + String(repeating: ",", count: 100) + "\nAda\n",
      messages: ["[too-many] the roster has more than 100 columns"]),
    RosterCase(
      "more people than a school", "Name\n" + String(repeating: "Ada\n", count: 20_001),
      messages: ["[too-many] the roster has more than 20000 people"]),
    RosterCase(
      "no headings", "Ada Okafor,3B\n",
      messages: ["1:1 [roster-column] the first line has none of the headings of a roster"]),
    RosterCase(
      "no name", "Class\n3B\n", messages: ["1:1 [roster-column] no column gives the name"]),
    RosterCase(
      "half a name", "Surname,Class\nOkafor,3B\n",
      messages: ["1:1 [roster-column] the surname alone does not make a name"]),
    RosterCase(
      "two columns for one thing", "Name,Class,Form\nAda,3B,3B\n",
      messages: ["1:12 [roster-column] two columns give the class"]),
    RosterCase(
      "a year beside a class", "Name,Year,Class\nAda,7,7B\n",
      messages: ["1:11 [roster-column] two columns give the class"]),
    RosterCase(
      "a year of birth", "Name,Birth year\nAda,2016\n",
      messages: ["1:6 [roster-column] a roster has no column 'Birth year'"]),
    RosterCase(
      "a name whole and in parts", "Name,Surname\nAda Okafor,Okafor\n",
      messages: ["1:6 [roster-column] the name is given whole, and in parts too"]),
    RosterCase(
      "cells that are no names and classes",
      "Name,Class\nAda,01/02/2016\nbo@hill.example,3B\nCem,A123456789012\n",
      messages: [
        "2:5 [roster-cell] this should be the class, and it looks like a date",
        "3:1 [roster-cell] this should be the name, and it looks like an e-mail address",
        "4:5 [roster-cell] this should be the class, and it holds a long number",
      ]),
    RosterCase(
      "letters that turn the direction of writing, and what is to be seen of no letter",
      "Name,Class\nAda \u{202E}rofakO,3B\nBo,\u{2067}3B\nCem\u{2066},3B\nDee\u{7},3B\nEli \u{200F}x,3B\n",
      messages: [
        "2:1 [roster-cell] this should be the name, and it holds an invisible character that turns the direction of writing",
        "3:4 [roster-cell] this should be the class, and it holds an invisible character that turns the direction of writing",
        "4:1 [roster-cell] this should be the name, and it holds an invisible character that turns the direction of writing",
        "5:1 [roster-cell] this should be the name, and it holds an invisible control character",
      ]),
    RosterCase(
      "a line without a name", "Name,Class\n,3B\n",
      messages: ["2:1 [roster-row] this line has no name"]),
    RosterCase(
      "more cells than headings", "Name,Class\nOkafor, Ada,3B\n",
      messages: ["2:13 [roster-row] this line has more cells than the 2 headings"]),
    RosterCase(
      "a quotation mark that is not closed", "Name\n\"Ada\nBo\n",
      messages: ["2:1 [roster-quotes] this quotation mark is never closed"]),
    RosterCase(
      "text behind a quotation mark", "Name\n\"Ada\" Okafor\n",
      messages: [
        "2:7 [roster-quotes] text stands behind a cell that was closed with a quotation mark"
      ]),
    RosterCase(
      "nobody", "Name,Class\n", messages: ["[roster-empty] there is nobody in this roster"]),
    RosterCase("nothing", "", messages: ["[roster-empty] there is nobody in this roster"]),
    RosterCase(
      "saved for Windows", bytes: Array("Name\nS".utf8) + [0xE9] + Array("an\n".utf8),
      messages: [
        "2:2 [roster-encoding] this file is not UTF-8, so letters beyond plain English would come out wrong"
      ]),
    RosterCase(
      "UTF-16", bytes: [0xFF, 0xFE, 0x4E, 0, 0x61, 0],
      messages: ["[roster-encoding] this file is UTF-16, which spreadsheets call 'Unicode text'"]),
    RosterCase(
      "UTF-16 without a mark", bytes: [0x4E, 0, 0x61, 0],
      messages: ["[roster-encoding] this file is UTF-16, which spreadsheets call 'Unicode text'"]),
    RosterCase(
      "a workbook", bytes: [0x50, 0x4B, 3, 4, 0],
      messages: ["[roster-encoding] this file is a workbook, whatever its name says"]),
    RosterCase(
      "an old Macintosh", "Name\rAda\r",
      messages: ["[roster-encoding] this file is with the line ends of an old Macintosh"]),
  ])
  func `is refused`(_ test: RosterCase) {
    let (roster, messages) = read(test)
    #expect(messages == test.messages)
    #expect(roster == nil)
  }

  @Test func `a name that comes twice is told, and kept`() {
    let (roster, messages) = read(RosterCase("", "Name,Class\nAda,3B\nAda,4A\nAda,3B\n"))
    #expect(messages == ["4:1 [roster-twice] Ada is in the roster twice"])
    #expect(roster?.people.count == 3)
  }

  @Test func `a person without a class is told, and comes last`() {
    let (roster, messages) = read(RosterCase("", "Name,Class\nBo,\nAda,3B\n"))
    #expect(messages == ["2:1 [roster-row] Bo has no class"])
    #expect(roster?.groups.map(\.name) == ["3B", ""])
    let (years, told) = read(RosterCase("", "Name,Year\nBo,\nAda,3\n"))
    #expect(told == messages)
    #expect(years?.groups.map(\.name) == ["Year 3", ""])
  }

  @Test func `classes and people keep the order of the file`() {
    let (roster, _) = read(RosterCase("", "Name,Class\nC,4A\nA,3B\nB,4A\n"))
    #expect(
      roster?.groups.map { [$0.name] + $0.people.map(\.name) } == [["4A", "C", "B"], ["3B", "A"]])
  }

  @Test func `every prefix of a roster is read or refused`() {
    let whole = Array(
      "\u{FEFF}\"Surname, Forename\";Class\r\n\"Okafor, \"\"Ada\"\"\nM\";3B\r\nŻak;4\r\n".utf8)
    for count in 0...whole.count {
      let (roster, messages) = read(RosterCase("", bytes: Array(whole.prefix(count))))
      #expect((roster == nil) != messages.isEmpty || roster != nil)
    }
  }

  private func read(_ test: RosterCase) -> (Roster?, [String]) {
    let file = SourceFile(path: "list.csv", bytes: test.bytes)
    var report = Report()
    let roster = RosterReader.read(file, report: &report)
    let messages = report.sorted().map { message in
      let place = message.place.start.map { "\($0.line):\($0.column) " } ?? ""
      #expect(message.help != nil)
      return "\(place)[\(message.code.rawValue)] \(message.message)"
    }
    return (roster, messages)
  }
}
