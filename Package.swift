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
  dependencies: [],
  targets: [
    // The shim itself is compiled against libtorch by Scripts/setup and opened at run time.
    .target(name: "CTorch", exclude: ["shim"], linkerSettings: [.linkedLibrary("dl")]),

    house("Catalog"),
    house("Language"),
    house("Torch", on: ["CTorch"]),

    .target(
      name: "TestSupport", dependencies: ["Torch"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("Catalog"),
    tests("Torch"),
  ],
  cLanguageStandard: .c17
)
