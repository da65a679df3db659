import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The history on disk.
struct HistoryFileTests {
    @Test("folders and the file are the user's alone")
    func permissions() throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path(of: "x/y/history"))
        #expect(history.load().isEmpty)
        #expect(history.append("orders", source: "sample") == .kept)
        var status = stat()
        #expect(stat(folder.path(of: "x/y/history"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(folder.path(of: "x"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test("what is kept comes back the same")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let text = "orders where a = \"ç\\\"\n\tتهران\u{200C} 😀\u{1}"
        let history = HistoryFile(path: folder.path(of: "h"))
        #expect(history.append(text, source: "http://x \"y\"") == .kept)
        #expect(history.append("b", source: "") == .kept)
        let entries = HistoryFile(path: folder.path(of: "h")).load()
        #expect(entries.map(\.text) == [text, "b"])
        #expect(entries.first?.source == "http://x \"y\"")
        #expect(entries.allSatisfy { $0.time > 1_700_000_000 })
        #expect(HistoryFile(path: folder.path(of: "h")).load(limit: 1).map(\.text) == ["b"])
    }

    @Test("lines that can't be read are passed over, and a torn one does not swallow the next")
    func corruption() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "{\"text\":\"one\"}\nnonsense\n\n[1]\n{\"text\":7}\n{\"text\":\"two\",\"time\":1}\n{\"text\":\"to",
            to: "h"
        )
        let history = HistoryFile(path: folder.path(of: "h"))
        #expect(history.load().map(\.text) == ["one", "two"])
        #expect(history.append("three", source: "") == .kept)
        #expect(HistoryFile(path: folder.path(of: "h")).load().map(\.text) == ["one", "two", "three"])
    }

    @Test("a repetition is kept once, also across sessions")
    func repetitions() throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path(of: "h"))
        #expect(history.append("a", source: "") == .kept)
        #expect(history.append("a", source: "") == .skipped)
        #expect(history.append("b", source: "") == .kept)
        let next = HistoryFile(path: folder.path(of: "h"))
        #expect(next.load().count == 2)
        #expect(next.append("b", source: "") == .skipped)
    }

    @Test("a file that can't be written is said, not fatal", arguments: ["", "/dev/null/history", "/"])
    func unwritable(path: String) {
        let history = HistoryFile(path: path)
        #expect(history.load().isEmpty)
        guard case .failed(let why) = history.append("orders", source: "") else {
            Issue.record("it was written")
            return
        }
        #expect(why.hasPrefix("The history in \(path) can't be written: "))
    }

    @Test("sessions that append at once lose nothing")
    func concurrency() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "h")
        await withTaskGroup(of: Void.self) { group in
            for session in 0..<8 {
                group.addTask {
                    let history = HistoryFile(path: path)
                    for number in 0..<50 {
                        #expect(history.append("s\(session) \(number)\nx", source: "") == .kept)
                    }
                }
            }
        }
        #expect(Set(HistoryFile(path: path).load().map(\.text)).count == 400)
    }

    @Test(
        "secrets, blanks and lines that begin with a space are not kept",
        arguments: [
            "", " orders", "\n \t", "\\set auth \"Token abc\"", "x token=abc", "x Token: abc", "\\set TOKEN=1",
            "\\connect http://me:pass@host/x", "orders where note = \"hunter2\"",
        ]
    )
    func skipped(text: String) throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path(of: "h"), secrets: ["hunter2", ""])
        #expect(history.append(text, source: "") == .skipped)
        #expect(history.load().isEmpty)
    }

    @Test(
        "what only looks a little like a secret is kept",
        arguments: ["orders where token is null", "orders where name = \"Token\"", "http://host:80/a@b", "Tokens"]
    )
    func allowed(text: String) {
        #expect(HistoryPolicy(secrets: ["hunter2"]).allows(text))
    }
}
