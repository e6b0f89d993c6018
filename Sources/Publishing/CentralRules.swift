import Configuration
import Documents

extension CentralOverview {
  /// What each rule asks, what the trust answers, and which schools answer otherwise.
  mutating func rules() {
    open("rules", "Rules, and who departs from the trust")
    html.raw(
      "<p>What the trust answers holds for a school unless its own file, or a phase or group in the trust’s, says something else. "
    )
    html.raw("Where it does, the file and the line are named.</p>\n")
    html.heading(3, "Departures from the trust’s answers", id: "rule-departures")
    if census.departures.isEmpty { html.raw("<p>There are none.</p>\n") }
    for departure in census.departures { show(departure) }
    matrix()
    close()
  }

  private mutating func show(_ departures: CentralCensus.Departures) {
    let rule = catalogue.vocabulary.rules[departures.rule]
    let id = "rule.\(rule.path)"
    html.raw("<details class=\"rule\">\n<summary><span id=\"\(id)\">")
    html.text(rule.question ?? rule.path)
    let count = departures.schools
    html.raw(
      "</span> <small>\(count) of \(schools.count) depart\(count == 1 ? "s" : "")</small></summary>\n"
    )
    html.raw("<p>The trust’s answer to <code>")
    html.text(rule.path)
    html.raw("</code>: ")
    html.answer(trust.rules[departures.rule].answer, rule)
    html.raw("</p>\n<ul>\n")
    for group in departures.groups {
      html.raw("<li><strong>")
      html.text(group.schools.words)
      html.raw("</strong>: ")
      html.answer(group.answer, rule)
      html.raw(" <small>Said by the \(group.layer), in ")
      html.text(group.place)
      html.raw("</small></li>\n")
    }
    html.raw("</ul>\n</details>\n")
  }

  private mutating func matrix() {
    guard !schools.isEmpty, schools.count <= Self.widest else { return }
    let schools = Array(self.schools.with(.rules))
    html.heading(3, "Every rule at every school", id: "rule-matrix")
    html.raw("<p>The mark ◆ stands before an answer that departs from the trust’s.</p>\n")
    let (rules, answers) = (catalogue.vocabulary.rules, trust.rules)
    table(of: schools, ["Rule", "The trust"], id: "rule-matrix") { overview, schools in
      for (index, rule) in rules.enumerated() {
        overview.html.raw("<tr>")
        overview.html.rowHead(rule.path)
        overview.html.cell(answers[index].answer.isEmpty ? "–" : answers[index].answer)
        for school in schools {
          let report = school.rules[index]
          overview.html.openAnswer(of: report)
          overview.html.text(report.answer.isEmpty ? "–" : report.answer)
          overview.html.raw("</td>")
        }
        overview.html.raw("</tr>\n")
      }
    }
  }
}

extension HTMLWriter {
  /// An answer as the vocabulary explains it, with its name.
  mutating func answer(_ answer: String, _ rule: Rule) {
    guard !answer.isEmpty else {
      raw("none")
      return
    }
    if let option = rule.options.first(where: { $0.id == answer }), !option.meaning.isEmpty {
      text(option.meaning)
      raw(" (<code>")
      text(answer)
      raw("</code>)")
    } else {
      raw("<code>")
      text(answer)
      raw("</code>")
    }
  }
}
