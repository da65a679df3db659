import Testing

/// Which module may know which: imports go down and never sideways, and a package has one importer.
@Suite struct ModuleTests {
    /// The height of each module in the import order.
    private static let layers: [String: Int] = [
        "CLibedit": 0, "CSQLite": 0, "CZlib": 0, "CZstd": 0, "CEdit": 0, "CKernels": 0, "OrderModel": 0,
        "OrderLanguage": 1, "OrderReference": 1, "OrderAPI": 1, "OrderHTTP": 1,
        "OrderEngine": 2,
        "OrderPlan": 3, "OrderRemote": 3, "OrderDataset": 3,
        "OrderServer": 4, "OrderShell": 4,
        "ordersh": 5,
    ]

    /// What comes with the compiler and the system; anybody may import it.
    private static let system: Set = ["Darwin", "FoundationEssentials", "Glibc", "Musl", "Synchronization"]

    /// One import of one file.
    private struct Import {
        let file: RepositoryFile
        let module: String
    }

    private static let imports: [Import] = Repository.swiftFiles.filter(\.isSource).flatMap { file in
        file.code.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier) else {
                return nil
            }
            let name = words[keyword...].last?.prefix { $0 != "." } ?? ""
            return Import(file: file, module: String(name))
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        ["package", "internal", "private", "fileprivate", "public"].contains(word) || word.hasPrefix("@")
    }

    @Test func everyModuleHasItsLayer() {
        let modules = Set(Repository.files.filter(\.isSource).map(\.module))
        #expect(modules.subtracting(Self.layers.keys).sorted() == [])
        #expect(Self.imports.count > 50)
    }

    @Test func importsGoDown() {
        let wrong = Self.imports.filter { found in
            guard let own = Self.layers[found.file.module], let other = Self.layers[found.module] else { return false }
            return other >= own
        }
        #expect(wrong.map { "\($0.file) imports \($0.module)" } == [])
    }

    @Test func theModelImportsNothingOfOurs() {
        let wrong = Self.imports.filter { $0.file.module == "OrderModel" && !Self.system.contains($0.module) }
        #expect(wrong.map { "\($0.file) imports \($0.module)" } == [])
    }

    @Test func whatIsNotOursHasOneImporter() {
        let foreign = Self.imports.filter { found in
            !Self.system.contains(found.module)
                && (Self.layers[found.module] == nil || found.module.hasPrefix("C") && found.module != "CKernels")
        }
        let importers = Dictionary(grouping: foreign, by: \.module).mapValues { Set($0.map(\.file.module)).sorted() }
        let shared = importers.filter { $0.value.count > 1 }
        #expect(shared.filter { !$0.key.hasPrefix("NIO") || $0.value != Self.networking } == [:])
    }

    /// The client of HTTP and the server, which both use NIO and have nothing else in common.
    private static let networking = ["OrderHTTP", "OrderServer"]
}
