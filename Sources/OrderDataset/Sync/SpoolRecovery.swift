import OrderModel

/// What of an interrupted pass is sound: every page whose documents are still those that the journal has noted.
struct SpoolRecovery {
    private(set) var parts: [SyncSpool.Part]
    /// The lines of the journal that still hold.
    private(set) var entries: [SyncEntry] = []
    private(set) var kept: [Int] = []
    private(set) var dropped: [Int] = []
    private(set) var undatedCount = 0

    init(_ journal: SyncJournal, _ folder: SyncFolder) throws {
        parts = journal.pass.ranges.map { SyncSpool.Part($0) }
        var pages = [[SyncPageRecord]](repeating: [], count: parts.count)
        var done: Set<Int> = []
        for entry in journal.entries {
            switch entry {
            case .page(let page) where pages.indices.contains(page.part): pages[page.part].append(page)
            case .done(let part): done.insert(part)
            case .page: break
            }
        }
        let screen = SyncScreen()
        for index in parts.indices {
            try recover(index, pages[index], isDone: done.contains(index), folder, screen)
        }
    }

    private mutating func recover(
        _ index: Int,
        _ pages: [SyncPageRecord],
        isDone: Bool,
        _ folder: SyncFolder,
        _ screen: SyncScreen
    ) throws {
        guard !pages.isEmpty || isDone else { return }
        var part = parts[index]
        var file = try SpoolFile(
            path: folder.path(of: SyncFolder.spoolName(index)),
            snapshotPath: folder.snapshotPath,
            isNew: false
        )
        var sound: [SyncPageRecord] = []
        var identifiers: [Int] = []
        for page in pages {
            guard page.byteCount >= part.byteCount, let bytes = file.bytes(in: part.byteCount..<page.byteCount),
                Checksum.of(bytes, seed: part.checksum) == page.checksum
            else { break }
            identifiers += try screen.lines(bytes).map(\.identifier)
            part.byteCount = page.byteCount
            part.checksum = page.checksum
            part.last = page.last
            part.isAscending = page.isAscending
            sound.append(page)
        }
        part.isDone = isDone && sound.count == pages.count
        // Ids that do not ascend don't say where to go on: that part is fetched anew.
        guard part.isDone || part.isAscending else { return }
        file.byteCount = part.byteCount
        try file.cut()
        parts[index] = part
        kept += identifiers
        for page in sound {
            dropped += page.dropped
            undatedCount += page.undatedCount
            entries.append(.page(page))
        }
        if part.isDone { entries.append(.done(part: index)) }
    }
}
