// swift-tools-version: 6.3
// Trustwright: a compiler for school policies. No package is used beyond the toolchain.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// A room of the house: a library target with the settings all rooms share.
func room(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one room; files that are not Swift are found by their path, so they are no resources.
func tests(
  of name: String, uses dependencies: [Target.Dependency], besides: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, exclude: besides, swiftSettings: settings)
}

let package = Package(
  name: "trustwright",
  platforms: [.macOS(.v15)],
  targets: [
    room("Bytes"),
    room("Cores"),
    room("Diagnostics", uses: ["Bytes"]),
    room("Manifests", uses: ["Diagnostics"]),
    room("Configuration", uses: ["Diagnostics", "Manifests"]),
    room("Templating", uses: ["Configuration", "Cores", "Diagnostics", "Manifests"]),
    room("Documents", uses: ["Bytes", "Configuration", "Diagnostics", "Templating"]),
    room(
      "Reviews", uses: ["Configuration", "Diagnostics", "Documents", "Manifests", "Templating"]),
    room(
      "Publishing",
      uses: ["Bytes", "Configuration", "Diagnostics", "Documents", "Reviews", "Templating"]),
    room("FileStore", uses: ["Bytes"]),
    .executableTarget(
      name: "trustwright",
      dependencies: [
        "Bytes", "Configuration", "Cores", "Diagnostics", "Documents", "FileStore", "Manifests",
        "Publishing", "Reviews", "Templating",
      ], swiftSettings: settings),

    // Draws schools from a vocabulary, for tests and benchmarks.
    .target(
      name: "SchoolMaker", dependencies: ["Configuration", "Diagnostics", "Manifests"],
      path: "Tests/SchoolMaker", swiftSettings: settings),
    // Reads pages as their readers do, to judge what is promised of them.
    .target(
      name: "PageReader", dependencies: ["Configuration"], path: "Tests/PageReader",
      swiftSettings: settings),

    .target(
      name: "TestSupport",
      dependencies: ["Configuration", "Diagnostics", "Documents", "Manifests", "Templating"],
      path: "Tests/Support", swiftSettings: settings),
    tests(of: "Bytes", uses: ["Bytes"]),
    tests(of: "Cores", uses: ["Cores"]),
    tests(of: "Diagnostics", uses: ["Diagnostics"]),
    tests(of: "Configuration", uses: ["Configuration", "Diagnostics", "Manifests", "TestSupport"]),
    tests(
      of: "Templating",
      uses: ["Bytes", "Configuration", "Diagnostics", "Templating", "TestSupport"]),
    tests(
      of: "Documents",
      uses: ["Configuration", "Diagnostics", "Documents", "Templating", "TestSupport"]),
    tests(
      of: "Manifests", uses: ["Diagnostics", "Manifests", "TestSupport"],
      besides: ["Cases", "read_yaml.py"]),
    tests(
      of: "Message",
      uses: [
        "Configuration", "Diagnostics", "Documents", "FileStore", "TestSupport", "trustwright",
      ],
      besides: ["Base", "Cases", "Explained", "README.md"]),
    tests(
      of: "Proof",
      uses: [
        "Configuration", "Diagnostics", "Documents", "Manifests", "PageReader", "SchoolMaker",
        "Templating", "TestSupport",
      ], besides: ["Cases", "Base"]),
    tests(of: "FileStore", uses: ["Bytes", "FileStore", "TestSupport"]),
    tests(
      of: "Build", uses: ["Bytes", "Configuration", "FileStore", "TestSupport", "trustwright"]),
    tests(
      of: "Reviews",
      uses: [
        "Configuration", "Diagnostics", "Documents", "FileStore", "Manifests", "Publishing",
        "Reviews", "TestSupport", "trustwright",
      ], besides: ["read_calendar.py"]),
    tests(
      of: "Forms",
      uses: [
        "Configuration", "Diagnostics", "Documents", "FileStore", "Publishing", "TestSupport",
        "trustwright",
      ]),
    tests(of: "Contract", uses: ["Configuration", "FileStore", "TestSupport", "trustwright"]),
    tests(of: "Publishing", uses: ["Publishing", "Configuration", "Diagnostics"]),
    tests(of: "Repository", uses: ["TestSupport", "trustwright"]),
    tests(
      of: "Schema",
      uses: [
        "Configuration", "Diagnostics", "FileStore", "Manifests", "TestSupport", "trustwright",
      ],
      besides: ["Cases", "Library", "validate.py"]),
    tests(
      of: "SampleTrust",
      uses: [
        "Configuration", "Diagnostics", "Documents", "FileStore", "Manifests", "PageReader",
        "Publishing", "SchoolMaker", "Templating", "TestSupport", "trustwright",
      ]),
  ]
)
