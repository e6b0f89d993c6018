import Foundation
import TestSupport
import Testing

/// Follows the tutorial as a newcomer would: files are saved, commands run, what it shows is looked for.
@Suite struct TutorialTests {
  @Test func `the tutorial is what one gets`() throws {
    let own = try TestFolder("tutorial")
    defer { own.remove() }
    let folder = own.root
    try own.makeFolder("Schools")
    try own.copy(Repository.root.appending(path: "Templates"), to: "Templates")
    var output = ""
    var runs = 0
    for block in CodeBlock.blocks(in: try Repository.text("Docs/tutorial.md")) {
      let words = block.info.split(separator: " ").map(String.init)
      switch words.first {
      case "yaml":
        try own.write(try #require(words.last), block.text)
      case "yaml-edit":
        try edit(folder.appending(path: try #require(words.last)), block.text)
      case "sh":
        output = ""
        for command in block.text.split(separator: "\n") {
          let result = try Shell.run(String(command), in: folder)
          output += result.output
          runs += 1
          // What a newcomer is shown first are the gaps: only later must all be well.
          let mayFail = words.contains("fails") || command == "trustwright check"
          #expect(result.status == 0 || mayFail, "\(command)\n\(result.output)")
          #expect(result.status != 0 || !words.contains("fails"), "\(command) finds nothing wrong")
          if command.hasPrefix("trustwright check --as-of") {
            // Only what the library has and this trust does not use is noted.
            let isClean = !result.output.contains("error[") && !result.output.contains("warning[")
            #expect(isClean, "\(result.output)")
          }
        }
      case "text":
        #expect(output.contains(block.text), "not shown:\n\(block.text)\nbut:\n\(output)")
      default: break
      }
    }
    #expect(runs >= 8)
  }

  /// Replaces the line after `-` by the line after `+`.
  private func edit(_ file: URL, _ change: String) throws {
    let lines = change.split(separator: "\n").map(String.init)
    try #require(lines.count == 2 && lines[0].hasPrefix("-") && lines[1].hasPrefix("+"))
    let text = try String(contentsOf: file, encoding: .utf8)
    let old = "\n\(lines[0].dropFirst())\n"
    try #require(text.contains(old), "\(lines[0])")
    try text.replacingOccurrences(of: old, with: "\n\(lines[1].dropFirst())\n")
      .write(to: file, atomically: true, encoding: .utf8)
  }
}

/// A fenced block of a page, and what its first line says of it.
struct CodeBlock {
  var info: String
  var text: String

  static func blocks(in page: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var open: CodeBlock?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = CodeBlock(info: String(line.dropFirst(3)), text: "")
        }
      } else {
        open?.text += line + "\n"
      }
    }
    return blocks
  }
}

/// Runs commands with the program that was built beside the tests.
enum Shell {
  static func run(_ command: String, in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(products.path):\(environment["PATH"] ?? "")"
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  /// The folder of what was built.
  private static var products: URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    return bundle?.bundleURL.deletingLastPathComponent()
      ?? Repository.root.appending(path: ".build/debug")
  }
}
