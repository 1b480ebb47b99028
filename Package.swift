// swift-tools-version: 6.2
import PackageDescription

// One list of strict settings for every Swift target of the house.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Libraries that more than one target names.
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "sextant",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Parts know nothing of Sextant.
        .part("Expressions"),
        .part("Liquid"),
        .part("Timekeeping"),
        .part("Amounts"),
        .part("JSON"),
        .part("Sheets"),
        .part("Markup", ["CMarkGFM"]),
        .part("Charts", ["Markup"]),
        .part("Mail", ["CCurl"]),
        .systemLibrary(name: "CMarkGFM", path: "Sources/Parts/CMarkGFM"),
        .systemLibrary(name: "CCurl", path: "Sources/Parts/CCurl"),

        // The kernel, each target resting on those above it.
        .kernel("Probe"),
        .systemLibrary(name: "CPostgres", path: "Sources/Kernel/CPostgres", pkgConfig: "libpq"),
        .systemLibrary(name: "CArgon2", path: "Sources/Kernel/CArgon2", pkgConfig: "libargon2"),
        .kernel("Store", ["Probe", "CPostgres", grdb, grdbSQLite]),
        .kernel("Records", ["Probe", "Store", "Expressions", "Timekeeping", "Amounts", "JSON"]),
        .kernel("Events", ["Probe", "Store", "Records", "Timekeeping", "JSON", logging]),
        .kernel("Identity", ["Probe", "Store", "Records", "Events", "Timekeeping", "JSON", "CArgon2", crypto, logging]),
        .target(name: "LookAssets", path: "Sources/Kernel/LookAssets", cSettings: [.unsafeFlags(["-std=c23"])]),
        .kernel("Look", ["Markup", "LookAssets"]),
        .kernel("Web", ["Probe", "Store", "Records", "Events", "Identity", "Look", "Markup", "Expressions", "Timekeeping",
                        "Amounts", "JSON", hummingbird, httpTypes, nio, logging]),
        .kernel("Kernel", ["Records", "Events", "Identity", "Look", "Web", "Markup", "Expressions", "Timekeeping", "Amounts", "JSON"]),

        // The one data model: objects and their events, no behaviour.
        .target(name: "Model", dependencies: ["Kernel"], swiftSettings: strict),

        // The six platforms. Each sees the kernel, the model, and the parts it names; never another platform.
        .platform("Arion"),
        .platform("Spark", ["Liquid", "Mail"]),
        .platform("Oliver"),
        .platform("Stella", ["Charts"]),
        .platform("Forge", ["Sheets", yams]),
        .platform("Argus", ["Liquid"]),

        // The only target that names all six.
        .executableTarget(
            name: "sextant",
            dependencies: ["Kernel", "Model", "Arion", "Spark", "Oliver", "Stella", "Forge", "Argus", "Expressions", "Liquid", arguments, logging],
            swiftSettings: strict),

        .tests(of: "Expressions", in: "Parts", ["CSQLiteForTests"]),
        .systemLibrary(name: "CSQLiteForTests", path: "Tests/Parts/CSQLiteForTests"),
        .tests(of: "Liquid", in: "Parts"),
        .tests(of: "Timekeeping", in: "Parts", excluding: ["zoneinfo_oracle.py", "cron_oracle.py", "recurrence_oracle.py"]),
        .tests(of: "Amounts", in: "Parts"),
        .tests(of: "JSON", in: "Parts"),
        .tests(of: "Sheets", in: "Parts"),
        .tests(of: "Markup", in: "Parts"),
        .tests(of: "Charts", in: "Parts", ["Markup"]),
        .tests(of: "Mail", in: "Parts", excluding: ["smtp_sink.py", "read_mail.py"]),
        .tests(of: "Probe", in: "Kernel"),
        .tests(of: "Store", in: "Kernel", ["Probe", "crash-writer"]),
        .executableTarget(name: "crash-writer", dependencies: ["Store"], path: "Tests/Kernel/CrashWriter", swiftSettings: strict),
        .tests(of: "Records", in: "Kernel", ["Probe", "Store", "Timekeeping", "Amounts", "JSON"]),
        .tests(of: "Events", in: "Kernel", ["Amounts", "Probe", "Store", "Records", "Timekeeping", "JSON", "reaction-worker", logging]),
        .executableTarget(
            name: "reaction-worker", dependencies: ["JSON", "Store", "Records", "Events", "Timekeeping", logging], path: "Tests/Kernel/ReactionWorker",
            swiftSettings: strict),
        .tests(of: "Identity", in: "Kernel", ["Probe", "Store", "Records", "Events", "Timekeeping", "JSON", logging]),
        .tests(of: "Look", in: "Kernel", ["Markup"]),
        .tests(of: "Web", in: "Kernel", ["Kernel", "TestKit", "Records", "Events", "Identity", "Timekeeping", "JSON", "Store"]),
        .target(name: "TestKit", dependencies: ["Kernel", "Store"], path: "Tests/TestKit", swiftSettings: strict),
        .tests(of: "Arion", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .tests(of: "Spark", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .tests(of: "Oliver", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .tests(of: "Stella", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .tests(of: "Forge", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .tests(of: "Argus", in: "Platforms", ["Kernel", "Model", "TestKit", "Store"] + ["Charts", "Mail", "Liquid"]),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "SuiteTests", dependencies: ["TestKit", "Kernel", "Model", "Spark", "sextant"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17
)

extension Target {
    /// A part of general use: no knowledge of Sextant.
    static func part(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: dependencies, path: "Sources/Parts/\(name)", swiftSettings: strict)
    }

    /// A room of the kernel.
    static func kernel(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: dependencies, path: "Sources/Kernel/\(name)",
                exclude: name == "Look" ? ["Assets"] : [], swiftSettings: strict)
    }

    /// One of the six platforms.
    static func platform(_ name: String, _ parts: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: ["Kernel", "Model"] + parts, path: "Sources/Platforms/\(name)", swiftSettings: strict)
    }

    /// The tests of one target, in the same place below `Tests` as the target below `Sources`.
    static func tests(of name: String, in folder: String, _ dependencies: [Target.Dependency] = [], excluding: [String] = []) -> Target {
        .testTarget(
            name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies, path: "Tests/\(folder)/\(name)Tests",
            exclude: excluding, swiftSettings: strict)
    }
}
