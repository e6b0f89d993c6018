import Diagnostics

/// The messages about rosters, in alphabetical order.
extension Diagnostic {
  static func rosterBytes(_ letter: String?, at place: Place) -> Self {
    Diagnostic(
      .rosterEncoding,
      "this file is not UTF-8, so letters beyond plain English would come out wrong", at: place,
      label: letter.map { "this is '\($0)', if it was saved for Windows" },
      help: rosterSaving)
  }

  static func rosterCell(_ problem: String, gives: String, at place: Place) -> Self {
    Diagnostic(
      .rosterCell, "this should be \(gives), and it \(problem)", at: place,
      help: "a roster holds names, classes and job titles, and nothing else about anybody")
  }

  static func rosterCellWithoutHeading(at place: Place) -> Self {
    Diagnostic(
      .rosterColumn, "this stands in a column without a heading", at: place,
      help: "give the column a heading (Name, Surname, Forename, Class or Job title), or empty it")
  }

  static func rosterColumn(_ heading: String, at place: Place) -> Self {
    let known = ["Name", "Surname", "Forename", "Class", "Form", "Job title"]
    return Diagnostic(
      .rosterColumn, "a roster has no column '\(heading)'", at: place,
      label: Suggestion.label(for: heading, in: known),
      help:
        "take the column out: a form needs Name (or Surname and Forename), Class and Job title, and no more of anybody is to be copied"
    )
  }

  static func rosterColumnTwice(_ words: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .rosterColumn, "two columns give \(words)", at: place,
      notes: [Diagnostic.Note("the other one", at: first)], help: "take one of the two out")
  }

  static func rosterEmpty(at place: Place) -> Self {
    Diagnostic(
      .rosterEmpty, "there is nobody in this roster", at: place,
      help: "put headings such as Name and Class in the first line, and a person in each line below"
    )
  }

  static func rosterEncoding(_ kind: String, at place: Place) -> Self {
    Diagnostic(.rosterEncoding, "this file is \(kind)", at: place, help: rosterSaving)
  }

  static func rosterNameTwice(at place: Place) -> Self {
    Diagnostic(
      .rosterColumn, "the name is given whole, and in parts too", at: place,
      help: "keep Name, or keep Surname and Forename")
  }

  static func rosterQuotes(_ problem: CSVReader.Problem, at place: Place) -> Self {
    switch problem {
    case .unclosedQuote:
      Diagnostic(
        .rosterQuotes, "this quotation mark is never closed", at: place,
        help: "close it, or write two of them where one is meant")
    case .textAfterQuote:
      Diagnostic(
        .rosterQuotes, "text stands behind a cell that was closed with a quotation mark", at: place,
        help: "put the whole cell inside the marks, or write two of them where one is meant")
    }
  }

  static func rosterRowTooLong(_ count: Int, at place: Place) -> Self {
    Diagnostic(
      .rosterRow, "this line has more cells than the \(count) headings", at: place,
      help: "put quotation marks around a name that has a comma in it")
  }

  static func rosterRowWithoutClass(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .rosterRow, .warning, "\(name) has no class", at: place,
      help: "the form is put behind those of all classes; give the class if there is one")
  }

  static func rosterRowWithoutName(at place: Place) -> Self {
    Diagnostic(
      .rosterRow, "this line has no name", at: place, help: "give the name, or take the line out")
  }

  static func rosterTwice(_ name: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .rosterTwice, .warning, "\(name) is in the roster twice", at: place,
      notes: [Diagnostic.Note("the first time", at: first)],
      help: "two forms are made; take one line out if it is one person")
  }

  static func rosterWithoutHeadings(at place: Place) -> Self {
    Diagnostic(
      .rosterColumn, "the first line has none of the headings of a roster", at: place,
      help: "the first line must name the columns: Name (or Surname and Forename), Class, Job title"
    )
  }

  static func rosterWithoutName(_ part: String?, at place: Place) -> Self {
    Diagnostic(
      .rosterColumn,
      part.map { "\($0) alone does not make a name" } ?? "no column gives the name", at: place,
      help: "add a column Name, or both Surname and Forename")
  }

  /// How a spreadsheet writes what can be read here.
  private static var rosterSaving: String {
    "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'; in LibreOffice choose Text CSV with the character set UTF-8"
  }
}
