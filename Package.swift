// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A Swift target of the house; `on` names the targets below it.
func house(_ name: String, on below: [Target.Dependency] = [], resources: [Resource] = []) -> Target
{
  .target(name: name, dependencies: below, resources: resources, swiftSettings: strict)
}

/// The tests of one target.
func tests(_ name: String, with extra: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + extra,
    swiftSettings: strict)
}

let package = Package(
  name: "Reverie",
  products: [.executable(name: "reverie", targets: ["reverie"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    // The shim itself is compiled against libtorch by Scripts/setup and opened at run time.
    .target(name: "CTorch", exclude: ["shim"], linkerSettings: [.linkedLibrary("dl")]),
    // So is libzmq, by the kernel of notebooks.
    .target(name: "CZeroMQ", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CText"),
    .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "CProcess"),
    // libcurl is opened at run time, when something is fetched.
    .target(name: "CTransfer", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CFiles",
      linkerSettings: ["archive", "png", "jpeg", "z", "md"].map { .linkedLibrary($0) }),

    house("Digests", on: ["CFiles"]),
    house("Text", on: ["CText"]),
    house("Catalog", on: ["Text"]),
    house("Language", on: ["Catalog", "Text"]),
    house("Figures", on: ["Text", "CFiles"]),
    house("Torch", on: ["CTorch"]),
    house(
      "Streams", on: ["Catalog", "Text", "Torch", "Digests", "CFiles", "CTransfer"],
      resources: [.copy("Resources/digits")]),
    house("Models", on: ["Catalog", "Torch", "Digests"]),
    house("Augmentation", on: ["Torch"]),
    house("Learning", on: ["Streams", "Models", "Figures", "Augmentation"]),
    house("Journal", on: ["Language", "Figures", "Digests"]),
    house("Reports", on: ["Journal"]),
    house("Experiments", on: ["Learning", "Journal"]),
    house("Workbench", on: ["Experiments", "Reports"]),
    house("Host", on: ["Workbench"]),
    house("Kernel", on: ["Host", "CZeroMQ"]),
    house("Page", on: ["Reports", .product(name: "FlyingFox", package: "FlyingFox")]),
    house("ProcessControl", on: ["CProcess"]),
    house("Terminal", on: ["ProcessControl", "Text", "CEditLine", "CProcess"]),
    .executableTarget(
      name: "reverie",
      dependencies: [
        "Host", "Kernel", "Page", "Terminal", "ProcessControl",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Workbench", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .executableTarget(name: "fuzz", dependencies: ["Workbench"], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Learning"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("Text"),
    tests("Catalog"),
    tests("Language"),
    tests("Figures"),
    tests("Torch", with: ["CTorch"]),
    tests("Streams"),
    tests("Models"),
    tests("Augmentation"),
    tests("Learning"),
    tests("Experiments"),
    tests("Workbench", with: ["Journal"]),
    tests("Kernel", with: ["Journal"]),
    tests("Page", with: ["Journal", "Reports", .product(name: "FlyingFox", package: "FlyingFox")]),
    tests("ProcessControl"),
    tests("Terminal", with: ["ProcessControl"]),
    .testTarget(
      name: "FuzzTests", dependencies: ["fuzz"], exclude: ["Corpus"], swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "Journal", "Text", "Workbench", "Terminal", "ProcessControl", "TestSupport", "reverie",
      ],
      exclude: ["Recorded"], swiftSettings: strict),
  ],
  cLanguageStandard: .c17
)
