// Brings a snapshot in step with a server: all orders of a question at first, then only what has changed.
//
// Why nothing is missed. Before a pass fetches anything it asks for the newest `updated_at` of the server, the
// watermark. Whatever changes or comes after that moment, be it before the pass gets to it or behind its back, has an
// `updated_at` that is not older than the watermark, apart from what clocks and long transactions of the server are
// off. The next run fetches everything from the watermark less an overlap on, so it has all of it; an order that a
// pass gets in two states is overwritten by the later one. So no pass need be a picture of one moment. What goes, and
// what comes under an old date, leaves no such trace: a full pass sees it, and a run between finds it by counting.
//
// An order dated in the future would lift the watermark above everything that is to come; so it is never taken to be
// later than this machine's clock. That clock can only make a run fetch more.

import CKernels
import OrderEngine
package import OrderModel
import Synchronization

/// One sync of a snapshot with a server.
package struct SyncRun: Sendable {
    let server: any SyncServer
    let path: String
    let options: Options

    /// How to sync.
    package struct Options: Sendable {
        package var programVersion: String
        package var now: @Sendable () -> Instant
        /// Whether everything is read anew in any case.
        package var isFull = false
        /// Whether what an earlier sync has left is dropped.
        package var restarts = false
        /// How far before the last watermark changes are asked for.
        package var overlap = TimeAmount(microseconds: 600 * TimeAmount.microsecondsPerSecond)
        /// How old the last full pass may become.
        package var fullInterval = TimeAmount(microseconds: 7 * TimeAmount.microsecondsPerDay)
        /// How many ranges are fetched at once.
        package var taskCount = 8
        /// Says what the user should know, one line at a time.
        package var note: @Sendable (String) -> Void = { _ in }
        package var progress: @Sendable (SyncProgress) -> Void = { _ in }
        /// Told what is in the snapshot for good, after each pass: the one behind it may fail.
        package var stored: @Sendable (SyncReport) -> Void = { _ in }
        package var noteTemporaryFile: TemporaryFileNote = { _, _ in }
        /// Called before each step on the disk; tests fail there.
        var checkpoint: @Sendable () throws -> Void = {}

        package init(programVersion: String, now: @escaping @Sendable () -> Instant) {
            self.programVersion = programVersion
            self.now = now
        }
    }

    package init(server: any SyncServer, into path: String, options: Options) {
        self.server = server
        self.path = SnapshotFile.target(of: path)
        self.options = options
    }

    /// Syncs; whatever happens, the snapshot is as it was before or as it is to be, and what was fetched is kept.
    package func run() async throws -> SyncReport {
        let folder = try SyncFolder(besideSnapshot: path)
        defer { folder.release() }
        var report = SyncReport()
        var isFirst = true
        // What an interrupted pass has fetched may be old: once it is in, the changes since are fetched too.
        while try await round(in: folder, isFirst: isFirst, &report) {
            isFirst = false
            options.stored(report)
        }
        return report
    }

    /// Whether something is kept beside a snapshot that a sync can go on with.
    package static func hasLeftover(besideSnapshot path: String) -> Bool {
        SnapshotFile.exists(SnapshotFile.target(of: path) + ".syncing/" + SyncFolder.journalName)
    }

    /// One pass from beginning to end; whether another one should follow.
    private func round(in folder: SyncFolder, isFirst: Bool, _ report: inout SyncReport) async throws -> Bool {
        memory_keep_large_blocks()
        let lock = try WriteLock(path: path, note: options.noteTemporaryFile)
        defer { lock.release() }
        lock.keepPrivate()
        let known = try KnownSnapshot(path: path)
        let state = try await server.state()
        try known?.check(state, path: path)
        if isFirst, options.restarts { folder.clear() }
        var leftover = try usableLeftover(in: folder, known, state)
        var demand = PassDemand(isFull: known == nil || isFirst && options.isFull)
        while true {
            let isResumed = leftover != nil
            var opened: SyncSpool?
            do {
                let setting = PassSetting(known: known, state: state, demand: demand)
                let spool = try await spool(in: folder, leftover, setting)
                opened = spool
                let selection = try server.selection(at: spool.pass.asOf)
                let isFollowed = isResumed && !selection.isRelative
                let following: Following = !isFollowed ? .nothing : spool.isFetched ? .comparison : .changes
                try await fetch(into: spool, selection)
                let removed = try await removed(from: setting, spool, selection, following)
                try await store(spool, removed, setting, lock, &report)
                report.leavesDeletions = !report.isFull && !selection.isCountable
                folder.clear()
                return isFollowed
            } catch is Incomplete {
                // Going on with it would end here again.
                folder.clear()
                let words = "the server counts other orders than it shows"
                throw SnapshotError(.sync(.contradictory(words)), at: path)
            } catch {
                guard try demand.adapt(to: error, server, options.note) else {
                    if Self.isUseless(opened, isResumed, after: error) { folder.clear() }
                    throw error
                }
                folder.clear()
                leftover = nil
            }
        }
    }

    /// Whether a failed attempt leaves nothing to go on with: nothing came, or the server's pages are none to rely on.
    ///
    /// That there are no changes is something too.
    private static func isUseless(_ spool: SyncSpool?, _ isResumed: Bool, after error: any Error) -> Bool {
        if (error as? any Failure)?.category == .incomplete { return true }
        return spool.map { $0.seenCount == 0 && ($0.pass.isFull || !$0.isFetched) } ?? !isResumed
    }

    /// What an earlier sync has left, if it can be gone on with.
    private func usableLeftover(
        in folder: SyncFolder,
        _ known: KnownSnapshot?,
        _ state: SyncServerState
    ) throws(SnapshotError) -> SyncJournal? {
        guard let journal = SyncSpool.leftover(in: folder), journal.pass.run != known?.sync.run else {
            // Nothing, nothing that can be read, or what has been taken over already.
            folder.clear()
            return nil
        }
        let pass = journal.pass
        guard pass.question == state.question else {
            let problem = SyncProblem.unfinished(found: pass.question.words, wanted: state.question.words)
            throw SnapshotError(.sync(problem), at: path)
        }
        let isSameCustomer = state.question.endpoint == .admin || pass.customer == state.customer
        guard pass.generation == known?.generation, isSameCustomer, pass.isFull || !options.isFull else {
            options.note("what an interrupted sync has left is of no use any more; beginning anew")
            folder.clear()
            return nil
        }
        return journal
    }

    /// The files of the pass that is gone on with, or of a new one.
    private func spool(
        in folder: SyncFolder,
        _ leftover: SyncJournal?,
        _ setting: PassSetting
    ) async throws -> SyncSpool {
        guard let leftover else {
            let pass = try await PassPlan(server: server, options: options, setting: setting).pass()
            return try SyncSpool(pass, in: folder, checkpoint: options.checkpoint)
        }
        if !leftover.pass.refused.isEmpty { _ = server.avoid(leftover.pass.refused, wereRefused: true) }
        let spool = try SyncSpool(resuming: leftover, in: folder, checkpoint: options.checkpoint)
        if spool.seenCount > 0 {
            options.note("going on with an interrupted sync, of which \(spool.seenCount) orders are here already")
        }
        return spool
    }

    // MARK: Fetching

    private func fetch(into spool: SyncSpool, _ selection: SyncSelection) async throws {
        let parameters = spool.pass.parameters(selection)
        let expectedCount = max(spool.pass.expectedCount, 0)
        options.progress(SyncProgress(orderCount: spool.seenCount, expectedCount: expectedCount))
        let failure = FirstFailure()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, options.taskCount) {
                group.addTask {
                    do {
                        let screen = SyncScreen(selection.makeScreen?())
                        while let part = spool.nextPart() {
                            try await fetch(part, of: spool, parameters, screen, failure)
                        }
                    } catch {
                        failure.note(error)
                    }
                }
            }
        }
        try failure.check()
    }

    /// What went wrong first while several ranges were fetched.
    ///
    /// The others are not cut off: what is under way comes and is kept, so that a run of few requests keeps them all.
    private final class FirstFailure: Sendable {
        private let error = Mutex<(any Error)?>(nil)

        func note(_ error: any Error) {
            self.error.withLock { $0 = $0 ?? error }
        }

        func check() throws {
            if let error = error.withLock({ $0 }) { throw error }
        }
    }

    private func fetch(
        _ part: Int,
        of spool: SyncSpool,
        _ parameters: FilterParameters,
        _ screen: SyncScreen,
        _ failure: FirstFailure
    ) async throws {
        try failure.check()
        if let range = spool.remainder(of: part) {
            let reader = try server.makeReader(of: range, parameters: parameters)
            while let bytes = try await reader.next() {
                let count = try spool.append(try screen.page(bytes), to: part)
                options.progress(SyncProgress(orderCount: count, expectedCount: spool.pass.expectedCount))
                try Task.checkCancellation()
                try failure.check()
            }
        }
        try spool.finish(part)
    }

    // MARK: What goes

    /// What a pass may leave to another one that follows it at once.
    private enum Following {
        case nothing
        /// The changes since.
        case changes
        /// The changes since, and all comparing with counts: a run before this one ended in it. So what was fetched is
        /// in the snapshot at last, however little each run may ask.
        case comparison
    }

    /// The orders of the snapshot that are to go.
    private func removed(
        from setting: PassSetting,
        _ spool: SyncSpool,
        _ selection: SyncSelection,
        _ following: Following
    ) async throws -> [Int] {
        if spool.pass.isFull { try await complete(spool, selection, following) }
        guard let known = setting.known else { return [] }
        let kept = Set(spool.keptIdentifiers)
        if spool.pass.isFull {
            let gone = known.identifiers.filter { !kept.contains($0) }
            try await confirm(gone, of: known, selection)
            return gone
        }
        try await checkNewest(setting.state, spool)
        let dropped = Set(spool.droppedIdentifiers)
        let left = known.identifiers.filter { dropped.contains($0) }
        guard selection.isCountable, following != .comparison else { return left }
        let expected = Set(known.identifiers).union(kept).subtracting(dropped).sorted()
        var comparison = comparison(with: expected, after: known.identifiers.last, spool, selection)
        comparison.countedParameters = selection.countedParameters ?? selection.parameters
        let gone = try await comparison.gone()
        try await confirm(gone, of: known, selection)
        // Documents that came with the comparison are newer than what was known; those no longer belong.
        let late = Set(spool.droppedIdentifiers).union(gone)
        return known.identifiers.filter { late.contains($0) }
    }

    /// Compares what a full pass has seen with what the server counts, and fetches what did not come.
    ///
    /// What is gone already is left to the next run.
    private func complete(_ spool: SyncSpool, _ selection: SyncSelection, _ following: Following) async throws {
        guard !selection.matchesNothing else { return }
        let seen = (spool.keptIdentifiers + spool.droppedIdentifiers).sorted()
        guard !seen.isEmpty else {
            guard try await server.count(of: selection.parameters) == 0 else { throw Incomplete() }
            return
        }
        guard following != .comparison else { return }
        var comparison = comparison(with: seen, after: seen.last, spool, selection)
        comparison.leavesLosses = true
        do {
            _ = try await comparison.gone()
        } catch is FullPassNeeded {
            // While a pass goes on from run to run, many orders may come behind its back.
            if following == .changes { return }
            // New orders that came meanwhile are left to the next run.
            comparison.looksBehind = false
            do { _ = try await comparison.gone() } catch is FullPassNeeded { throw Incomplete() }
        }
    }

    private func comparison(
        with expected: [Int],
        after lastKnown: Int?,
        _ spool: SyncSpool,
        _ selection: SyncSelection
    ) -> CountComparison {
        let screen = SyncScreen(selection.makeScreen?())
        return CountComparison(
            server: server,
            parameters: selection.parameters,
            countedParameters: selection.parameters,
            expected: expected,
            lastKnown: lastKnown
        ) { bytes in
            let page = try screen.page(bytes)
            _ = try spool.append(page, to: spool.lookupPart)
            return page.kept.map(\.identifier) + page.dropped
        }
    }

    /// Makes sure that orders which did not come are gone, and not hidden.
    private func confirm(_ gone: [Int], of known: KnownSnapshot, _ selection: SyncSelection) async throws {
        guard !gone.isEmpty else { return }
        if !selection.matchesNothing { try await RangeProof(server: server, parameters: selection.parameters).check() }
        try check(gone, of: known, selection)
    }

    /// A list that lost most of its orders may be another list: of another account, or of a server gone wrong.
    private func check(_ gone: [Int], of known: KnownSnapshot, _ selection: SyncSelection) throws(SnapshotError) {
        guard !options.isFull, !selection.isRelative, gone.count > Self.plausibleCount,
            gone.count > known.identifiers.count / 2
        else { return }
        throw SnapshotError(.sync(.manyGone(count: gone.count, of: known.identifiers.count)), at: path)
    }

    private static let plausibleCount = 100

    /// The order that changed last is among the changes, or the server's `updated_from` means something else.
    private func checkNewest(_ state: SyncServerState, _ spool: SyncSpool) async throws {
        guard let newest = state.newest, let since = spool.pass.since, newest.updated >= since,
            spool.pass.watermark == newest.updated, !spool.hasSeen(newest.identifier)
        else { return }
        var parameters = FilterParameters()
        parameters.idMinimum = newest.identifier
        parameters.idMaximum = newest.identifier
        guard try await server.count(of: parameters) > 0 else { return }
        throw UntrustedParameter(
            parameter: ParameterName.updatedFrom.rawValue,
            evidence: "order \(newest.identifier) was changed and did not come"
        )
    }

    // MARK: The end

    /// Puts what was fetched into the snapshot, in one step.
    private func store(
        _ spool: SyncSpool,
        _ removed: [Int],
        _ setting: PassSetting,
        _ lock: WriteLock,
        _ report: inout SyncReport
    ) async throws {
        try options.checkpoint()
        let pass = spool.pass
        let now = options.now()
        let record = SnapshotSync(
            question: pass.question,
            run: pass.run,
            watermark: pass.watermark,
            undatedCount: spool.undatedCount,
            customer: pass.customer ?? setting.known?.sync.customer,
            time: now,
            fullTime: pass.isFull ? pass.asOf : setting.known?.sync.fullTime ?? pass.asOf,
            asOf: pass.asOf,
            removedCount: removed.count
        )
        var importOptions = SnapshotImport.Options(time: now, programVersion: options.programVersion)
        importOptions.sync = SnapshotImport.SyncPart(
            sourceName: pass.question.server,
            removed: removed,
            record: record,
            lock: lock
        )
        let done = try await SnapshotImport(paths: spool.paths, into: path, options: importOptions).run()
        try options.checkpoint()
        report.add(done, pass: pass)
    }
}

/// A full pass has seen other orders than the server counts, beyond what a change meanwhile explains.
private struct Incomplete: Error {}

/// A run between two full passes that found too much to look for.
struct FullPassNeeded: Error {
    let reason: String
}

/// How far a sync is.
package struct SyncProgress: Sendable, Hashable {
    package let orderCount: Int
    package let expectedCount: Int
}

/// What came of a sync.
package struct SyncReport: Sendable {
    package private(set) var changes = SnapshotChanges()
    /// Whether everything was read anew.
    package private(set) var isFull = false
    /// Whether deletions were not looked for, since the server cannot count what belongs to the question.
    package fileprivate(set) var leavesDeletions = false
    /// What the snapshot holds now.
    package private(set) var description: SnapshotDescription?

    mutating func add(_ done: SnapshotImportReport, pass: SyncPass) {
        changes.addedCount += done.changes.addedCount
        changes.changedCount += done.changes.changedCount
        changes.unchangedCount += done.changes.unchangedCount
        changes.removedCount += done.changes.removedCount
        isFull = isFull || pass.isFull
        description = done.description
    }
}
