import Foundation
import Testing

/// The figures that the README shows are those that were measured.
@Suite struct BenchmarkTests {
  private static let hasPython =
    (try? Shell.run("python3 --version", in: Repository.root))?.status == 0

  @Test(.enabled(if: hasPython, "python3 is not here"))
  func `the README quotes what the benchmark measured, or nothing`() throws {
    var expected = ""
    if try Repository.names(in: "Benchmarks").contains("results.json") {
      let printed = try Shell.run(
        "python3 Benchmarks/table.py Benchmarks/results.json --short", in: Repository.root)
      #expect(printed.status == 0, "\(printed.output)")
      expected = printed.output
    }
    let readme = try Repository.text("README.md")
    #expect(
      readme.contains("<!-- measured -->\n\(expected)<!-- /measured -->"),
      "put it there with: Benchmarks/table.py Benchmarks/results.json --short --into README.md")
  }

  @Test(.enabled(if: hasPython, "python3 is not here"))
  func `every program beside the product can be read by Python`() throws {
    let checked = try Shell.run(
      """
      python3 - Benchmarks/run Benchmarks/test Benchmarks/*.py Benchmarks/peers/*.py <<'END'
      import ast, sys
      for path in sys.argv[1:]: ast.parse(open(path, encoding="utf-8").read(), path)
      print(len(sys.argv) - 1)
      END
      """, in: Repository.root)
    #expect(checked.status == 0, "\(checked.output)")
    #expect(Int(checked.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 >= 10)
  }
}
