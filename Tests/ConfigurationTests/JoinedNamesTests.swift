import Testing

@testable import Configuration

@Suite struct JoinedNamesTests {
  @Test(arguments: [
    ("Mr J Okoro and Ms P Lindqvist", ["Mr J Okoro", "Ms P Lindqvist"]),
    ("Jane Smith & John Brown", ["Jane Smith", "John Brown"]),
    ("A Fenwick/T Aduba", ["A Fenwick", "T Aduba"]),
    ("A Fenwick / T Aduba", ["A Fenwick", "T Aduba"]),
    ("Jan van der Berg and Amina el Sayed", ["Jan van der Berg", "Amina el Sayed"]),
    ("Mr and Mrs Hale", ["Mr Hale", "Mrs Hale"]),
    ("Mr. & Mrs. Hale", ["Mr. Hale", "Mrs. Hale"]),
    ("Mr J Okoro, Ms P Lindqvist and Mr T Aduba", ["Mr J Okoro", "Ms P Lindqvist", "Mr T Aduba"]),
    ("Mr J Okoro; Ms P Lindqvist", ["Mr J Okoro", "Ms P Lindqvist"]),
  ])
  func `two people in one name are told apart`(name: String, people: [String]) {
    #expect(JoinedNames.people(in: name) == people)
  }

  @Test(arguments: [
    "Mr J Okoro", "Ms Anna-Lise O’Neill", "Sandy Anderson", "Rand And", "Mr J Okoro, OBE",
    "Lund, Jr", "Dr A Smith, BSc, PhD", "Okoro, James", "Marks & Spencer", "Price and Waterhouse",
    "Hale and Sons", "Smith & Jones Solicitors", "Browne Jacobson LLP and Partners",
    "Information Governance and Data Protection", "IT / Network Team", "Health and Safety Office",
    "Schools and Academies Trust", "Designated lead and deputy", "the head and the deputy", "and",
    "& Vale", "Mr T Brook and", "Mr T Brook and 2 others", "ICT/Computing Lead", "", "/",
  ])
  func `a name with such a word in it is left alone`(name: String) {
    #expect(JoinedNames.people(in: name) == nil)
  }
}
