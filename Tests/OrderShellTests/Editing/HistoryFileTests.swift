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
            "", " orders", "\n \t", "\\set auth \"Token abc\"", "x token=abc", "x Token: abc",
            "x \\| curl -H 'Authorization: x' u",
            "x \\| curl -H 'X: Bearer abc'", "x \\| curl -u me:pw u", "x \\| curl --user=me:pw",
            "x \\| mail --password=x",
            "x \\| PGPASSWORD=x psql", "x \\| y --api-key 1", "\\set TOKEN=1",
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
        arguments: [
            "orders where token is null", "orders where name = \"Token\"", "orders \\| sort -u", "orders \\| du -u x",
            "orders where status = new and created_at > 2025-01-01T10:00:00Z", "http://host:80/a@b", "Tokens",
        ]
    )
    func allowed(text: String) {
        #expect(HistoryPolicy(secrets: ["hunter2"]).allows(text))
    }

    @Test("a session sees what others append, in the order of the file, and nothing twice")
    func news() throws {
        let folder = try TemporaryFolder()
        let one = HistoryFile(path: folder.path(of: "h"))
        let other = HistoryFile(path: folder.path(of: "h"))
        #expect(one.news() == HistoryNews())
        #expect(other.append("a", source: "") == .kept)
        #expect(one.news() == HistoryNews(texts: ["a"], replacesAll: true))
        #expect(one.append("b", source: "") == .kept)
        #expect(other.append("c\nd", source: "") == .kept)
        #expect(other.append("c\nd", source: "") == .skipped)
        #expect(one.append("c\nd", source: "") == .skipped)
        #expect(one.news() == HistoryNews(texts: ["b", "c\nd"]))
        #expect(one.news() == HistoryNews())
        #expect(other.news() == HistoryNews(texts: ["a", "b", "c\nd"], replacesAll: true))
    }

    @Test("a file that grows too long keeps its newest lines, in a file of its own that others find")
    func compaction() throws {
        let folder = try TemporaryFolder()
        let limits = HistoryFile.Limits(entryCount: 5, sizeBytes: 1_000)
        let one = HistoryFile(path: folder.path(of: "h"), limits: limits)
        let other = HistoryFile(path: folder.path(of: "h"))
        #expect(one.append("first", source: "") == .kept)
        #expect(other.news().texts == ["first"])
        try folder.write(folder.text(of: "h") + "nonsense\n{\"text\":\"later\",\"of\":\"another version\"}\n", to: "h")
        for number in 0..<20 { #expect(one.append("statement \(number)", source: "") == .kept) }
        let lines = folder.text(of: "h").split(separator: "\n")
        #expect(lines.count < 20 && !lines.contains("nonsense"))
        #expect(folder.permissions(of: "h") == 0o600)
        #expect(folder.names == ["h"])
        let news = other.news()
        #expect(news.replacesAll && news.texts.last == "statement 19")
        #expect(news.texts == HistoryFile(path: folder.path(of: "h")).load().map(\.text))
    }

    @Test("too many lines are cut when a session begins")
    func compactionAtStart() throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path(of: "h"))
        for number in 0..<12 { #expect(history.append("s\(number)", source: "") == .kept) }
        let next = HistoryFile(path: folder.path(of: "h"), limits: .init(entryCount: 10))
        #expect(next.news().texts.count == 10)
        #expect(folder.text(of: "h").split(separator: "\n").count == 10)
        #expect(next.news().texts.last == "s11")
    }

    @Test(
        "what is no history is set aside once, with a note, and a new one begins",
        arguments: ["folder", "nonsense\n{}\n", "\u{0}\u{1}\u{FFFF}", "loop", "pipe"]
    )
    func setAside(_ kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "h")
        switch kind {
        case "folder": #expect(mkdir(path, 0o700) == 0)
        case "loop": #expect(symlink("h", path) == 0)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        default: try folder.write(kind, to: "h")
        }
        try folder.write("before", to: "h.broken-1")
        let history = HistoryFile(path: path)
        let news = history.news()
        #expect(news.texts.isEmpty && news.note?.hasPrefix("The history in \(path) can't be read: ") == true)
        #expect(news.note?.hasSuffix(" It is now \(path).broken-2.") == true)
        #expect(folder.text(of: "h.broken-1") == "before")
        #expect(history.news() == HistoryNews())
        #expect(history.append("orders", source: "") == .kept)
        #expect(history.news().texts == ["orders"])
    }

    @Test("an empty file is a history, and a link to nowhere keeps none")
    func unusual() throws {
        let folder = try TemporaryFolder()
        try folder.write("\n\n", to: "h")
        #expect(HistoryFile(path: folder.path(of: "h")).news() == HistoryNews(replacesAll: true))
        #expect(symlink("/dev/null", folder.path(of: "none")) == 0)
        let none = HistoryFile(path: folder.path(of: "none"))
        #expect(none.news() == HistoryNews())
        #expect(none.append("orders", source: "") == .kept)
        #expect(folder.names == ["h", "none"])
    }

    @Test("processes that append while another one compacts lose nothing")
    func processes() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "h")
        let statuses = await withTaskGroup(of: Int32?.self) { group in
            for arguments in [["append", "a", "300"], ["append", "b", "300"], ["compact", "", "100"]] {
                group.addTask {
                    let program = try? ChildProgram(
                        #"exec "$@""#,
                        arguments: [BuiltProgram.path("EditorProbe"), "history", path] + arguments
                    )
                    .start()
                    guard case .left(let status)? = await program?.finished() else { return nil }
                    return status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [0, 0, 0])
        let texts = Set(HistoryFile(path: path).load().map(\.text))
        let expected = ["a", "b"].flatMap { name in (0..<300).map { "\(name) \($0)" } }
        #expect(texts == Set(expected))
    }
}
