import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

@Suite struct PagerSinkTests {
    private let folder: TemporaryFolder
    private let terminal = MemorySink()

    init() throws {
        DescriptorSink.ignoreWriteSignals()
        folder = try TemporaryFolder()
    }

    /// A sink for a screen of 5 lines and 10 columns, whose pager writes to a file.
    private func sink(_ command: String = "cat", mode: PagerMode = .auto) -> PagerSink {
        let pager = Pager(command: "\(command) >'\(folder.path(of: "paged"))'", rows: 5, columns: 10, mode: mode)
        return PagerSink(pager, terminal: terminal)
    }

    @Test(arguments: ["", "one line\n", "1\n2\n3\n4\n", "\u{1B}[90m123456789\u{1B}[0m\n2\n3\n4\n", "日本語日本\n2\n3\n4\n"])
    func whatFitsIsWrittenAsItIs(_ text: String) throws {
        let sink = sink()
        for byte in text.utf8 { try sink.write([byte]) }
        #expect(terminal.text == "")
        try sink.commit()
        #expect(terminal.text == text)
        #expect(folder.names == [])
    }

    @Test(arguments: ["1\n2\n3\n4\n5\n", "12345678901\n2\n3\n4\n", "日本語日本語\n2\n3\n4\n", "\n\n\n\n\n"])
    func whatDoesNotFitIsPagedFromItsBeginning(_ text: String) throws {
        let sink = sink()
        for byte in text.utf8 { try sink.write([byte]) }
        try sink.commit()
        #expect(terminal.text == "")
        #expect(folder.text(of: "paged") == text)
    }

    @Test(
        "the footer stands below the answer, whoever leaves when",
        arguments: [
            ("cat", "1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n", "2 rows\n"),
            ("head -n 1", "1\n2\n3\n4\n5\n", "1\n", "2 rows\n"),
            ("cat", "1\n2\n3\n4\n", "1\n2\n3\n4\n", "2 rows\n"),
            ("cat", "1\n2\n3\n", nil, "1\n2\n3\n2 rows\n"),
            ("cat", "", nil, "2 rows\n"),
        ]
    )
    func theFooterIsTheLastThing(_ command: String, _ text: String, _ paged: String?, _ shown: String) throws {
        let sink = sink(command)
        try sink.write(text)
        try sink.writeFooter("2 rows\n")
        try sink.commit()
        #expect(terminal.text == shown)
        #expect(folder.names.isEmpty == (paged == nil))
        if let paged { #expect(folder.text(of: "paged") == paged) }
    }

    @Test func aLineWithoutEndIsNotHeldForever() throws {
        let sink = sink()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        for _ in 0..<100 { try sink.write(piece) }
        try sink.commit()
        #expect(folder.text(of: "paged").utf8.count == 1_000_000)
    }

    @Test func itCanPageEverything() throws {
        let sink = sink(mode: .on)
        try sink.write("1\n")
        try sink.commit()
        #expect(folder.text(of: "paged") == "1\n")
    }

    @Test func whoLeavesEarlyEndsTheWriting() throws {
        let sink = sink("head -n 1")
        var failure: OutputError?
        do throws(OutputError) {
            // More than any pipe holds.
            for _ in 0..<100_000 { try sink.write("a line of the answer\n") }
        } catch {
            failure = error
        }
        #expect(failure == .readerLeft)
        sink.discard()
        #expect(folder.text(of: "paged") == "a line of the answer\n")
    }

    @Test func whoLeavesAtTheEndIsNoError() throws {
        let sink = sink("head -n 1")
        for _ in 0..<200 { try sink.write("a line of the answer\n") }
        try sink.commit()
        #expect(folder.text(of: "paged") == "a line of the answer\n")
    }

    @Test(arguments: ["exit 4; cat", "sh -c 'cat; exit 4'"])
    func aPagerThatFailsIsSaid(command: String) throws {
        let sink = sink(command)
        // It may have left before it is written to.
        do throws(OutputError) {
            for _ in 0..<20 { try sink.write("a line of the answer\n") }
        } catch {
            #expect(error == .readerLeft)
        }
        let error = #expect(throws: OutputError.self) { try sink.commit() }
        guard case .pagerFailed(_, why: "it left with status 4")? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func whoEndsThePagerByASignalHasSeenEnough() throws {
        let sink = sink("kill -TERM $$; cat")
        try? sink.write(String(repeating: "a line of the answer\n", count: 20))
        try sink.commit()
        #expect(terminal.text == "")
    }

    @Test func lessIsToldHowToShowOurText() throws {
        let sink = sink("echo \"$LESS $LESSCHARSET\"", mode: .on)
        try? sink.write("1\n")
        sink.discard()
        let own = { (name: String) in getenv(name).map { String(cString: $0) } }
        #expect(folder.text(of: "paged") == "\(own("LESS") ?? "FRSX") \(own("LESSCHARSET") ?? "utf-8")\n")
    }

    @Test func thePagerIsTheUsersOrLess() throws {
        let folder = try TemporaryFolder()
        #expect(Pager.command(pager: nil, path: folder.path) == nil)
        try folder.write("#!/bin/sh\n", to: "less")
        #expect(Pager.command(pager: nil, path: folder.path) == nil)
        chmod(folder.path(of: "less"), 0o700)
        #expect(Pager.command(pager: nil, path: "/nowhere:\(folder.path)") == "less")
        for none in ["", " ", "cat", " cat ", "nosuch", "nosuch -R", "/nowhere/less"] {
            #expect(Pager.command(pager: none, path: folder.path) == nil, "'\(none)'")
        }
        for some in ["less", "less -R", "\(folder.path)/less -S", "LESS=-R less", "sh -c 'cat'", "(nosuch)"] {
            let expected = some.hasPrefix("sh ") ? nil : some
            #expect(Pager.command(pager: some, path: folder.path) == expected, "'\(some)'")
        }
    }
}
