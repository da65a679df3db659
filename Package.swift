// swift-tools-version: 6.2
// Targets stand from the bottom of the import order to its top; imports go down only.

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// How the program starts fast: at a fixed address, and without names for others to look up.
///
/// Loaded at an address of the system's choice, it corrects 77,000 pointers on 250 pages at every start; that and
/// 27,000 exported names were 2 of the 7 ms that `ordersh --version` took. Its data and libraries still move.
let startSettings: [LinkerSetting] = [
    .unsafeFlags(
        ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic"],
        .when(platforms: [.linux], configuration: .release)
    )
]

/// A module of ordersh with the settings that all of them share.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// The tests of one module.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["OrderTestSupport"],
        swiftSettings: swiftSettings
    )
}

let package = Package(
    name: "ordersh",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "ordersh", targets: ["ordersh"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // 0
        .systemLibrary(
            name: "CLibedit",
            pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]
        ),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "CKernels", cSettings: [.treatAllWarnings(as: .error)]),
        .target(name: "CEdit", dependencies: ["CLibedit"], cSettings: [.treatAllWarnings(as: .error)]),
        module("OrderModel"),
        // 1
        module("OrderLanguage", ["OrderModel"]),
        module("OrderReference", ["OrderModel"]),
        module("OrderAPI", ["OrderModel"]),
        module(
            "OrderHTTP",
            [
                "OrderModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        // 2
        module("OrderEngine", ["CKernels", "OrderModel", "OrderReference"]),
        // 3
        module("OrderPlan", ["OrderAPI", "OrderEngine", "OrderLanguage", "OrderModel", "OrderReference"]),
        module("OrderRemote", ["OrderAPI", "OrderEngine", "OrderHTTP", "OrderModel", "OrderReference"]),
        module("OrderDataset", ["CKernels", "CSQLite", "CZlib", "CZstd", "OrderEngine", "OrderModel"]),
        // 4
        module("OrderShell", ["CEdit", "OrderEngine", "OrderLanguage", "OrderModel", "OrderPlan"]),
        module(
            "OrderServer",
            [
                "OrderAPI", "OrderEngine", "OrderLanguage", "OrderModel", "OrderPlan", "OrderReference",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        // 5
        .executableTarget(
            name: "ordersh",
            dependencies: [
                "OrderDataset", "OrderEngine", "OrderHTTP", "OrderLanguage", "OrderModel", "OrderPlan",
                "OrderReference",
                "OrderRemote", "OrderServer", "OrderShell",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings,
            linkerSettings: startSettings
        ),
        // Tests
        .target(
            name: "CPseudoTerminal",
            path: "Tests/CPseudoTerminal",
            cSettings: [.treatAllWarnings(as: .error)]
        ),
        .target(
            name: "OrderTestSupport",
            dependencies: ["CPseudoTerminal", "OrderEngine", "OrderModel", "OrderReference"],
            path: "Tests/OrderTestSupport",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "EditorProbe",
            dependencies: ["OrderLanguage", "OrderShell"],
            path: "Tests/EditorProbe",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "OrderBenchmarks",
            dependencies: ["OrderDataset", "OrderEngine", "OrderLanguage", "OrderModel", "OrderTestSupport"],
            path: "Tests/Benchmarks",
            exclude: ["FixedBody", "Peers"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "FixedBody",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Benchmarks/FixedBody",
            swiftSettings: swiftSettings
        ),
        tests("OrderModelTests", ["OrderModel"]),
        tests("OrderLanguageTests", ["OrderLanguage", "OrderModel"]),
        tests("OrderReferenceTests", ["OrderModel", "OrderReference"]),
        tests("OrderEngineTests", ["CKernels", "OrderEngine", "OrderLanguage", "OrderModel", "OrderReference"]),
        tests("OrderAPITests", ["OrderAPI", "OrderModel"]),
        tests("OrderHTTPTests", ["OrderHTTP", "OrderModel"]),
        tests("OrderPlanTests", ["OrderEngine", "OrderLanguage", "OrderModel", "OrderPlan", "OrderReference"]),
        tests(
            "OrderRemoteTests",
            ["OrderAPI", "OrderDataset", "OrderEngine", "OrderHTTP", "OrderModel", "OrderReference", "OrderRemote"]
        ),
        tests(
            "OrderServerTests",
            ["OrderAPI", "OrderDataset", "OrderEngine", "OrderLanguage", "OrderModel", "OrderReference", "OrderServer"]
        ),
        .executableTarget(
            name: "SnapshotProbe",
            dependencies: ["OrderDataset", "OrderModel"],
            path: "Tests/SnapshotProbe",
            swiftSettings: swiftSettings
        ),
        tests(
            "OrderDatasetTests",
            [
                "CKernels", "CZlib", "OrderDataset", "OrderEngine", "OrderLanguage", "OrderModel", "OrderPlan",
                "OrderReference", "SnapshotProbe",
            ]
        ),
        tests(
            "RemoteAgreementTests",
            [
                "OrderEngine", "OrderHTTP", "OrderLanguage", "OrderModel", "OrderPlan", "OrderReference", "OrderRemote",
            ]
        ),
        tests("OrderShellTests", ["EditorProbe", "OrderEngine", "OrderLanguage", "OrderModel", "OrderShell"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "OrderHTTP", "OrderLanguage", "OrderServer", "OrderShell", "OrderTestSupport", "ordersh",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Cases", "Data", "brute_force.py"],
            swiftSettings: swiftSettings
        ),
        tests("RepositoryTests", ["OrderModel"]),
    ],
    swiftLanguageModes: [.v6]
)

// Only `Scripts/fuzz` builds this: it links only with the fuzzer's own runtime.
if Context.environment["ORDERSH_FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "Tests/CFuzzer"),
        .executableTarget(
            name: "OrderFuzz",
            dependencies: ["CFuzzer", "OrderEngine", "OrderLanguage", "OrderModel"],
            path: "Tests/Fuzz",
            swiftSettings: swiftSettings
        ),
    ]
    package.products.append(.executable(name: "OrderFuzz", targets: ["OrderFuzz"]))
}
