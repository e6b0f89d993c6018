import Diagnostics
import FileStore

/// The program: reads the command line, runs a command, ends with its status.
@main
enum Main {
  static func main() {
    ProcessStart.takeMemoryInLargePieces()
    let terminal = Terminal()
    let status: ExitStatus
    do {
      let arguments = try Arguments.parse(Array(CommandLine.arguments.dropFirst()))
      status = try run(arguments, terminal)
    } catch let error as UsageError {
      terminal.say("error: \(error.message)")
      if let help = error.help { terminal.say("  = \(help)") }
      status = .wrongUsage
    } catch let error as FileError {
      status = terminal.failed(error, kept: "nothing was written")
    } catch {
      terminal.say("error: \(error)")
      status = .machineFailed
    }
    ProcessEnd.exit(status.rawValue)
  }

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> ExitStatus {
    switch arguments.command {
    case .build: return try BuildCommand(arguments: arguments, terminal: terminal).run()
    case .watch: return try WatchCommand(arguments: arguments, terminal: terminal).run()
    case .check: return try CheckCommand(arguments: arguments, terminal: terminal).run()
    case .explain: return try ExplainCommand(arguments: arguments, terminal: terminal).run()
    case .schema: return try SchemaCommand(arguments: arguments, terminal: terminal).run()
    case .new: return try NewCommand(arguments: arguments, terminal: terminal).run()
    case .forms: return try FormsCommand(arguments: arguments, terminal: terminal).run()
    case .status: return try StatusCommand(arguments: arguments, terminal: terminal).run()
    case .diff: return try DiffCommand(arguments: arguments, terminal: terminal).run()
    case .cycle: return try CycleCommand(arguments: arguments, terminal: terminal).run()
    case .find: return try FindCommand(arguments: arguments, terminal: terminal).run()
    case .bundle: return try BundleCommand(arguments: arguments, terminal: terminal).run()
    case .approve: return try ApproveCommand(arguments: arguments, terminal: terminal).run()
    case .help:
      terminal.answer(HelpText.text(for: try arguments.words.first.map(Command.named)))
      return .done
    case .version:
      terminal.answer("trustwright \(Version.number)\n")
      return .done
    }
  }
}
