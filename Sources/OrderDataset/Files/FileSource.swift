// Files of orders as a source. A regular file is read anew by every scan, so a change of the file between two
// scans is seen; a pipe is kept, since it can be read once only.

package import OrderEngine
package import OrderModel

/// Orders in one or more files: NDJSON, JSON arrays, pages of the API, single orders, comma-separated values,
/// plain or gzipped.
package struct FileSource: ColumnHolding {
    package let name: String
    package let capabilities = SourceCapabilities.scanOnly
    private let inputs: [Input]
    private let options: FileOptions
    /// What stays in memory between queries; nil when nothing does.
    private let held: HeldColumns?

    /// A file that can be read again, or a pipe whose bytes are kept.
    enum Input: Sendable {
        case file(path: String)
        case pipe(PipeSpool, source: String)
    }

    /// The name under which the standard input is given.
    package static let standardInputPath = "-"
    package static let standardInputName = "standard input"

    /// Takes files by their paths, `-` being the standard input; each must be there and be no directory.
    ///
    /// A path with `*`, `?` or `[…]` that is no file's own name stands for all files that fit.
    package init(paths: [String], options: FileOptions = FileOptions()) throws(DatasetError) {
        precondition(!paths.isEmpty, "a file source has at least one path")
        var expanded: [String] = []
        for path in paths { expanded += try FilePattern.paths(of: path) }
        var inputs: [Input] = []
        for path in expanded { inputs.append(try Self.input(path)) }
        self.init(inputs: inputs, name: Self.name(of: expanded), options: options)
    }

    init(inputs: [Input], name: String, options: FileOptions = FileOptions()) {
        self.inputs = inputs
        self.name = name
        self.options = options
        held = options.columnBudgetBytes > 0 ? HeldColumns(budgetBytes: options.columnBudgetBytes) : nil
    }

    private static func input(_ path: String) throws(DatasetError) -> Input {
        if path == standardInputPath {
            return .pipe(PipeSpool(source: standardInputName), source: standardInputName)
        }
        let place = DatasetPlace(source: path)
        switch FileKind(ofPath: path) {
        case .missing: throw DatasetError(.missing, at: place)
        case .directory: throw DatasetError(.directory, at: place)
        case .other: return .pipe(PipeSpool(source: path, path: path), source: path)
        case .regularFile:
            // Opened and closed, so that a file that may not be read is told when it is named.
            _ = try FileStream(path: path)
            return .file(path: path)
        }
    }

    private static func name(of paths: [String]) -> String {
        let first = paths[0] == standardInputPath ? standardInputName : paths[0]
        return paths.count == 1 ? first : "\(first) and \(paths.count - 1) more"
    }

    package func makeScan(for request: ScanRequest) -> any OrderScan {
        guard let held else { return FileScan(inputs: inputs, options: options, fields: request.fields) }
        let current = held.current(for: inputs)
        let fields = held.use(request.fields, current)
        if let current, current.fields.covers(request.fields) {
            return HeldScan(current, request, readerCount: options.readerCount)
        }
        return FileScan(inputs: inputs, options: options, fields: fields, gathering: held.beginGathering)
    }

    package var heldColumns: HeldColumnsSummary? {
        held?.current(for: inputs).map { held in
            HeldColumnsSummary(fields: held.fields, orderCount: held.orderCount, byteCount: held.byteCount)
        }
    }

    /// The files' documents as bytes, for copying them elsewhere.
    package func makeRawBlocks() -> RawBlockFeed {
        RawBlockFeed(inputs: inputs, options: options)
    }

    /// Looks through what is held, or else through the files until the order is found.
    package func order(_ lookup: Lookup) async throws -> Order? {
        if let current = held?.current(for: inputs), case .known(let order) = try current.order(lookup) { return order }
        return try await FileLookup(lookup, inputs: inputs, options: options).order()
    }
}

extension FileSource: ValueListing {
    /// Looks through what is held in memory, or else through files that are read in a moment.
    package func texts(of field: Field, limit: TextLimit) async throws -> [String]? {
        var needed = NeededFields()
        needed.insert(field)
        if held?.current(for: inputs)?.fields.covers(needed) == true {
            return try await scannedTexts(of: field, limit: limit)
        }
        guard isSmall else { return nil }
        // What was read for choosing from is not held: that is for what answers need.
        let scan = FileScan(inputs: inputs, options: options, fields: needed)
        return try await scannedTexts(of: field, limit: limit, through: scan)
    }

    /// Whether all of it are plain files of at most so many bytes together; gzipped ones hold a multiple.
    private var isSmall: Bool {
        var byteCount = 0
        for input in inputs {
            guard case .file(let path) = input else { return false }
            byteCount += FileStamp(ofPath: path).byteCount * (path.hasSuffix(".gz") ? 16 : 1)
            guard byteCount <= Self.smallByteCount else { return false }
        }
        return true
    }

    private static let smallByteCount = 64 << 20
}

extension Order {
    /// Whether this is the order that a lookup means; a number is that of the other platform, or the key.
    func matches(_ lookup: Lookup) -> Bool {
        switch lookup {
        case .identifier(let identifier): self.identifier == identifier
        case .key(let key): holds(key, under: "key")
        case .number(let number): holds(number, under: "number") || holds(number, under: "key")
        }
    }

    /// The id as a whole number, nil when it isn't one.
    var identifier: Int? { document.wholeIdentifier }

    private func holds(_ text: String, under key: String) -> Bool {
        switch document[key] {
        case .text(let found)?, .number(let found)?: found.utf8.elementsEqual(text.utf8)
        default: false
        }
    }
}
