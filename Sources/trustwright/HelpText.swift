/// What `--help` prints.
enum HelpText {
  static func text(for command: Command?) -> String {
    guard let command else { return general }
    var text = "\(command.summary).\n\nusage: trustwright \(command.usage)\n"
    if !command.details.isEmpty { text += "\n\(command.details)\n" }
    return text + folders
  }

  private static var general: String {
    var text = """
      Trustwright compiles a school trust's policies: small manifests and one library of text become
      every school's policies, forms, web pages and data.

      usage: trustwright COMMAND [options]


      """
    let commands = Command.allCases.filter { $0 != .version }
    let width = commands.map(\.rawValue.count).max() ?? 0
    for command in commands {
      let space = String(repeating: " ", count: width - command.rawValue.count + 2)
      text += "  \(command.rawValue)\(space)\(command.summary)\n"
    }
    return text + folders
      + "\ntrustwright COMMAND --help tells more of each; trustwright --version prints the version.\n"
  }

  private static let folders = """

      --schools DIR    the manifests (Schools)
      --templates DIR  the vocabulary, the templates and the layouts (Templates)
      --output DIR     where everything is written (Output)

    """
}
