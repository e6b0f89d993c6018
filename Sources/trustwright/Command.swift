import Diagnostics

/// The commands there are.
enum Command: String, CaseIterable {
  case build, watch, check, explain, schema, new, status, diff, approve, cycle, find, bundle, forms,
    help, version

  static func named(_ word: String) throws(UsageError) -> Command {
    guard let command = Command(rawValue: word) else {
      let near = Suggestion.nearest(to: word, in: allCases.map(\.rawValue))
      throw UsageError(
        "there is no command '\(word)'",
        help: near.map { "did you mean '\($0)'?" } ?? "see trustwright --help")
    }
    return command
  }

  /// Options that every command has.
  static let folderOptions: Set<Arguments.Option> = [.schools, .templates, .output]

  var options: Set<Arguments.Option> {
    switch self {
    case .build: [.school, .asOf, .jobs, .force, .plan, .strict, .verbose, .pdf, .pdfEngine]
    case .find: [.from, .asOf, .jobs]
    case .bundle: [.asOf]
    case .watch: [.school, .asOf, .jobs, .force, .strict, .verbose]
    case .check: [.format, .asOf, .strict, .jobs]
    case .explain: [.asOf]
    case .new: [.name, .phase]
    case .forms: [.roster, .spare, .pdf, .pdfEngine, .asOf]
    case .status: [.format, .asOf, .jobs]
    case .diff: [.from, .all, .format, .asOf, .jobs]
    case .cycle: [.on, .school, .write, .asOf]
    case .approve: [.by, .on, .minute]
    case .schema, .help, .version: []
    }
  }

  /// How many words it takes besides its name.
  var wordCount: ClosedRange<Int> {
    switch self {
    case .explain: 1...2
    case .forms: 2...2
    case .new, .schema, .cycle, .bundle: 1...1
    case .find: 1...4
    case .approve: 2...2
    case .diff: 0...1
    case .help: 0...1
    default: 0...0
    }
  }

  var usage: String {
    switch self {
    case .build:
      "build [--school SLUG]… [--as-of DATE] [--jobs N] [--force] [--plan] [--strict] [--verbose]\n         [--pdf] [--pdf-engine ENGINE]"
    case .watch: "watch [--school SLUG]… [--as-of DATE] [--jobs N] [--force] [--strict] [--verbose]"
    case .check: "check [--format text|json|sarif|github] [--as-of DATE] [--strict] [--jobs N]"
    case .explain: "explain SLUG [PATH] [--as-of DATE]"
    case .schema: "schema trust|school"
    case .new: "new SLUG --name NAME --phase PHASE"
    case .forms:
      "forms SLUG AGREEMENT --roster FILE.csv [--spare N] [--as-of DATE] [--pdf]\n         [--pdf-engine ENGINE]"
    case .status: "status [--as-of DATE] [--format text|csv|json] [--jobs N]"
    case .diff:
      "diff SLUG|--all --from DIR_OR_REV [--as-of DATE] [--format text|html|json] [--jobs N]"
    case .cycle: "cycle YEARS [--on DATE] [--school SLUG]… [--as-of DATE] [--write]"
    case .find: "find REFERENCE [--from DIR_OR_REV] [--as-of DATE] [--jobs N]"
    case .bundle: "bundle SLUG [--as-of DATE]"
    case .approve: "approve SLUG DOCUMENT --by BODY --on DATE [--minute REFERENCE]"
    case .help: "help [COMMAND]"
    case .version: "version"
    }
  }

  /// What it does, in one line.
  var summary: String {
    switch self {
    case .build: "Checks everything, then writes the site, the forms and the data to Output"
    case .watch: "Builds, and builds again whenever a file changes"
    case .check: "Checks everything and writes nothing"
    case .explain: "Tells where each value of a school comes from, and what it decides"
    case .schema: "Prints the JSON Schema of a manifest, so that an editor completes and checks it"
    case .new: "Writes a manifest for a new school, with every question it must answer"
    case .forms: "Makes a form for each person on a list, ready to print in one file"
    case .status: "Tells which reviews are overdue, due or current, and what awaits approval"
    case .diff: "Tells what changed in each school's documents, section by section, and why"
    case .cycle:
      "Proposes a school year's review dates, versions and history lines in every manifest"
    case .find: "Prints the exact text behind the reference at the foot of a page or form"
    case .bundle: "Makes an inspector's folder: what was in force at a school on a day"
    case .approve: "Records who approved exactly which text, and keeps the text"
    case .help: "Explains a command"
    case .version: "Prints the version"
    }
  }

  /// What else somebody who uses it wants to know.
  var details: String {
    switch self {
    case .build:
      """
        --school SLUG   build only this school (may be given several times); the trust's pages follow
        --as-of DATE    take this day for today, such as 2026-09-15
        --jobs N        work on so many schools at once
        --plan          tell which documents would change and why, and write nothing
        --force         make everything again, whatever the record of the last build says
        --strict        treat warnings as errors
        --verbose       say a line for each school
        --pdf           make a PDF of each policy and form as well, and link it
        --pdf-engine E  weasyprint or chromium; else the first that is on this machine
      An error in a school's manifest stops that school: its last good pages stay. Only what changed is made again.
      Ctrl-C ends the build in order; the next one goes on from there.
      """
    case .watch:
      """
        The options are those of 'build'. What is wrong is shown after each save, and the last good pages stay.
        Ctrl-C ends it.
      """
    case .check:
      """
        --format F      text (default), json, sarif or github
        --as-of DATE    take this day for today
        --strict        warnings give exit status 1 as well
        --jobs N        work on so many schools at once
      The messages go to standard output. Exit status 0 means that nothing is wrong.
      """
    case .explain:
      """
        SLUG            the school's folder; 'trust' for the trust's own documents
        PATH            one value, such as rules.byod or leads.dsl, or a block, such as rules
        --as-of DATE    take this day for today
      Without a path: every value, who decides it, the file and line, and what that replaced. With one: what
      each layer says, what is locked or needed, and the sections that depend on it or print it.
      """
    case .schema:
      """
        trust           the schema of Schools/trust.yaml
        school          the schema of Schools/SLUG/school.yaml
      The schema follows JSON Schema 2020-12 and is made from the vocabulary. Each build also writes both to
      Output/central/schema.
      """
    case .new:
      """
        SLUG            the school's folder and address: small letters, digits and hyphens
        --name NAME     the school's name
        --phase PHASE   its phase, as the vocabulary names it
      Writes Schools/SLUG/school.yaml, and refuses where there is one.
      """
    case .forms:
      """
        SLUG            the school's folder, such as osiermead
        AGREEMENT       the form, by its template's name, such as pupil-ks2
        --roster FILE   a list saved as CSV (UTF-8): Name (or Surname and Forename), Class, Job title
        --spare N       so many forms without a name at the end (3)
        --pdf           make a PDF of the pack as well
        --pdf-engine E  weasyprint or chromium; else the first that is on this machine
        --as-of DATE    take this day for today
      Writes Output/central/packs/SLUG-AGREEMENT.html: a sheet for the office, a letter, for each class a checklist
      and its forms in the order of the list, spare forms, a reminder. Any other column of the list is refused.
      """
    case .status:
      """
        --as-of DATE    take this day for today, such as 2026-09-15
        --format F      text (default), csv or json
        --jobs N        work on so many schools at once
      A review is due from 90 days before its day; on the day itself it is not yet overdue.
      """
    case .cycle:
      """
        YEARS           the school year, such as 2027-28
        --on DATE       the day of the meeting; else each review's own day
        --school SLUG   only this school (may be given several times)
        --as-of DATE    take this day for today
        --write         write what is proposed; without it nothing is changed
      Every comment and all layout of the manifests stay as they are.
      """
    case .find:
      """
        REFERENCE       what stands at the foot, such as staff v4 1a2b3c4d5e6f; the last word is enough
        --from WHAT     look in an earlier state: a folder with Schools and Templates, or a git revision
        --as-of DATE    take this day for today
        --jobs N        work on so many schools at once
      """
    case .bundle:
      """
        SLUG            the school
        --as-of DATE    the day that counts
      Writes Output/central/bundles/SLUG-DATE: policies in force, approvals, roles, review dates, contacts,
      signatures, and an index of it all.
      """
    case .diff:
      """
        SLUG            the school; 'trust' for the trust's own documents
        --all           all schools, the same changes together
        --from WHAT     a folder with the earlier Schools and Templates, a git revision, 'approval' for what
                        is approved and in force, or the name of one approval, such as acceptable-use-3
        --as-of DATE    take this day for today
        --format F      text (default), json, or html, which writes Output/central/changes
        --jobs N        work on so many schools at once
      """
    case .approve:
      """
        SLUG DOCUMENT   the school and its document; 'trust' for the trust's own documents
        --by BODY       who approved it, such as "Governing Body"
        --on DATE       the day of the meeting
        --minute REF    the minute's reference
      Writes Schools/SLUG/approvals/DOCUMENT-VERSION.yaml and the approved pages beside it. What is reviewed
      with the document is approved with it. Docs/approvals.md tells what counts as the text.
      """
    case .help, .version: ""
    }
  }
}
