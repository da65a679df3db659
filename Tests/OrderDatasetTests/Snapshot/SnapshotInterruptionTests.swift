import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderDataset

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An import that is killed, or has no room, leaves the snapshot as it was or as it was to be.
@Suite(.serialized) struct SnapshotInterruptionTests {
    @Test func killedAtAnyMomentANewSnapshotIsWholeOrNotThere() async throws {
        let fixture = try SnapshotFixture()
        let text = SnapshotGenerator.text(seed: 1, count: 3000)
        let file = try fixture.folder.write(text, to: "orders.ndjson")
        var random = SeededGenerator(seed: 4)
        var killed = 0
        for _ in 0..<120 {
            unlink(fixture.path)
            if try Self.importAndKill(file, fixture.path, afterMicroseconds: random.below(60_000)) { killed += 1 }
            if SnapshotFile.exists(fixture.path) { #expect(try await fixture.export() == text) }
        }
        #expect(killed > 0)
        unlink(fixture.path)
        try await fixture.importing(text)
        #expect(fixture.folder.names == ["orders.ndjson", "shop.orders"])
    }

    @Test func killedAtAnyMomentAChangedSnapshotIsOldOrNew() async throws {
        let fixture = try SnapshotFixture()
        var random = SeededGenerator(seed: 5)
        var old = (1...400).map { SnapshotGenerator.line($0, &random) }
        try await fixture.importing(old.joined(separator: "\n") + "\n")
        var (killed, changed) = (0, 0)
        for round in 0..<120 {
            var new = old
            for index in new.indices where random.oneIn(4) { new[index] = SnapshotGenerator.line(index + 1, &random) }
            let file = try fixture.folder.write(new.joined(separator: "\n") + "\n", to: "orders.ndjson")
            // Now and then at once, and now and then with time enough, so that both ends are seen on any machine.
            let delay = round % 40 == 1 ? 0 : round % 40 == 2 ? 2_000_000 : random.below(40_000)
            if try Self.importAndKill(file, fixture.path, afterMicroseconds: delay) { killed += 1 }
            let found = try await fixture.export().split(separator: "\n").map(String.init).sorted()
            #expect(found == old.sorted() || found == new.sorted())
            if found == new.sorted() {
                old = new
                changed += 1
            }
        }
        #expect(killed > 0 && changed > 0)
    }

    #if os(Linux)
        /// A process loses all its locks on a file when it closes the file anywhere, even opened for another reason.
        @Test func everyReaderKeepsItsLock() async throws {
            let fixture = try SnapshotFixture()
            try await fixture.importing("{\"id\":1}\n")
            var status = stat()
            try #require(stat(fixture.path, &status) == 0)
            func lockCount() -> Int {
                let words = [" \(getpid()) ", ":\(status.st_ino) ", "READ"]
                let lines = TemporaryFolder.text(of: "/proc/locks").split(separator: "\n")
                return lines.filter { line in words.allSatisfy { line.contains($0) } }.count
            }
            let first = try SnapshotStore(path: fixture.path)
            let count = lockCount()
            #expect(count > 0)
            let second = try SnapshotStore(path: fixture.path)
            #expect(lockCount() >= count)
            second.close()
            #expect(lockCount() >= count)
            first.close()
            #expect(lockCount() == 0)
        }
    #endif

    @Test(arguments: [1, 65_536, 200_000, 400_000])
    func withoutRoomTheErrorSaysSo(_ limitBytes: Int) async throws {
        let fixture = try SnapshotFixture()
        let file = try fixture.folder.write(SnapshotGenerator.text(seed: 2, count: 3000), to: "orders.ndjson")
        let child = try ChildProcess([BuiltProgram.path("SnapshotProbe"), file, fixture.path, "\(limitBytes)"])
        let words = String(decoding: child.readToEnd(), as: UTF8.self)
        #expect(child.waitForExit() == 1, "\(words)")
        #expect(words.contains("shop.orders"), "\(words)")
        #expect(fixture.folder.names == ["orders.ndjson"])
    }

    @Test func withoutRoomTheOldStateStays() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1}\n")
        let file = try fixture.folder.write(SnapshotGenerator.text(seed: 2, count: 3000), to: "more.ndjson")
        let child = try ChildProcess([BuiltProgram.path("SnapshotProbe"), file, fixture.path, "300000"])
        let words = String(decoding: child.readToEnd(), as: UTF8.self)
        #expect(child.waitForExit() == 1, "\(words)")
        #expect(try await fixture.export() == "{\"id\":1}\n")
    }

    @Test func cancelledImportsLeaveNothing() async throws {
        let fixture = try SnapshotFixture()
        let text = SnapshotGenerator.text(seed: 2, count: 3000)
        let file = try fixture.folder.write(text, to: "orders.ndjson")
        let options = SnapshotImport.Options(time: Instant(microseconds: 2), programVersion: "test")
        let target = SnapshotImport(paths: [file], into: fixture.path, options: options)
        let task = Task {
            // Begins when it has been cancelled already.
            while !Task.isCancelled { await Task.yield() }
            return try await target.run()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(fixture.folder.names == ["orders.ndjson"])
    }

    /// A program that ends at once removes what stands then, and never another one's.
    @Test func whatMustBeRemovedIsNoted() async throws {
        let fixture = try SnapshotFixture()
        let file = try fixture.folder.write("{\"id\":1}\n", to: "orders.ndjson")
        let broken = try fixture.folder.write("{\"id\":1\n", to: "broken.ndjson")
        let notes = Mutex<[String]>([])
        func run(_ file: String) async throws {
            var options = SnapshotImport.Options(time: Instant(microseconds: 2), programVersion: "test")
            options.noteTemporaryFile = { path, stands in notes.withLock { $0.append("\(stands) \(path)") } }
            _ = try await SnapshotImport(paths: [file], into: fixture.path, options: options).run()
        }
        let expected = ["true \(fixture.path).importing", "false \(fixture.path).importing"]
        // A new snapshot, one that is there, and none.
        for file in [file, file] {
            try await run(file)
            #expect(notes.withLock { $0 } == expected)
            notes.withLock { $0 = [] }
        }
        await #expect(throws: DatasetError.self) { try await run(broken) }
        #expect(notes.withLock { $0 } == expected)
        let lock = try WriteLock(path: fixture.path) { _, _ in }
        notes.withLock { $0 = [] }
        await #expect(throws: SnapshotError(.locked, at: fixture.path)) { try await run(file) }
        #expect(notes.withLock { $0 } == [])
        lock.release()
    }

    /// Whether the import was still running.
    ///
    /// The wait is what is tried out, not waited for: a kill may come at any moment, and none would be as good.
    private static func importAndKill(_ file: String, _ path: String, afterMicroseconds: Int) throws -> Bool {
        let child = try ChildProcess([BuiltProgram.path("SnapshotProbe"), file, path])
        usleep(UInt32(afterMicroseconds))
        child.endAtOnce()
        return child.waitForExit() == -SIGKILL
    }
}
