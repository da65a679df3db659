import OrderTestSupport
import Testing

/// `ordersh serve` as a program: its first words, its end, and what it leaves behind.
@Suite(.serialized)
struct ServeCommandTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    /// A server that has said where it listens; `TMPDIR` is the test's folder.
    private func start(_ arguments: [String]) throws -> (terminal: PseudoTerminal, url: String) {
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            ["serve", "--port", "0"] + arguments,
            environment: ["HOME": files.path, "TERM": "dumb", "TMPDIR": files.path],
            columns: 200
        )
        try terminal.pump(untilSeen: "http://")
        let url = Self.lines(of: terminal).compactMap { $0.split(separator: " ").last.map(String.init) }
            .first { $0.hasPrefix("http://") }
        return (terminal, try #require(url))
    }

    private static func lines(of terminal: PseudoTerminal) -> [String] {
        String(decoding: terminal.output, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }

    /// The token that was made for somebody.
    private static func token(of owner: String, _ terminal: PseudoTerminal) throws -> String {
        try terminal.pump(untilSeen: "try: ")
        let start = "a token for \(owner), good for this run: "
        let line = try #require(lines(of: terminal).first { $0.hasPrefix(start) })
        return String(line.dropFirst(start.count))
    }

    @Test(arguments: [2, 15, 1] as [Int32])
    func itServesUntilASignalAndLeavesNothing(signal: Int32) throws {
        let (terminal, url) = try start(["--sample", "30", "--customer-token", "1001"])
        let staff = try Self.token(of: "staff", terminal)
        let customer = try Self.token(of: "customer-1001", terminal)
        #expect(staff != customer)
        #expect(files.names.count == 1)
        let page = try LocalClient.get("/api/orders/", from: url, token: staff)
        #expect(page.status == 200)
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix(#"{"count":30,"next":"http://127.0.0.1:"#))
        #expect(try LocalClient.get("/api/orders/", from: url, token: customer).status == 403)
        let own = try LocalClient.get("/api/shop/customers/me/orders", from: url, token: customer)
        #expect(own.status == 200)
        #expect(try LocalClient.get("/__ordersh/explain", from: url, token: staff).status == 404)
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
        #expect(files.names == [])
        let output = String(decoding: terminal.output, as: UTF8.self)
        #expect(output.contains(" staff GET /api/orders/ 200 "))
        // Shown at the start: the token itself, and in the line to try.
        #expect(output.ranges(of: staff).count == 2)
        #expect(output.ranges(of: customer).count == 1)
    }

    @Test func aSnapshotIsServedAsItChanges() throws {
        let prepared = try ShellScript(
            """
            ordersh generate --count 20 -o some.ndjson && ordersh generate --count 25 --seed 7 -o more.ndjson \
            && ordersh import some.ndjson -o shop.orders
            """,
            in: files.path
        )
        #expect(prepared.status == 0)
        let tokens = try files.write("office test-token-staff admin\n", to: "tokens")
        let (terminal, url) = try start([files.path(of: "shop.orders"), "--tokens", tokens, "--quiet"])
        func count() throws -> String {
            let page = try LocalClient.get("/api/orders/?limit=1", from: url, token: "test-token-staff")
            return String(decoding: page.body, as: UTF8.self).split(separator: ",").first.map(String.init) ?? ""
        }
        #expect(try count() == #"{"count":20"#)
        let changed = try ShellScript("ordersh import more.ndjson -o shop.orders", in: files.path)
        #expect(changed.status == 0)
        let added = try ShellScript("ordersh -c 'orders select count()' --format csv shop.orders", in: files.path)
        let expected = try #require(added.output.split(separator: "\n").last)
        #expect(try count() == "{\"count\":\(expected)")
        terminal.signal(15)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
        let output = String(decoding: terminal.output, as: UTF8.self)
        #expect(!output.contains("test-token-staff"))
        #expect(!output.contains("GET"))
        #expect(files.names.filter { $0.hasPrefix("shop") } == ["shop.orders"])
    }

    @Test func whoCanReadTheTokensIsAMatterOfItsOwn() throws {
        _ = try files.write("office test-token-staff admin\n", to: "tokens")
        for (mode, isWarned) in [("644", true), ("600", false)] {
            let run = try ShellScript(
                "chmod \(mode) tokens; ordersh serve --sample 1 --host 192.0.2.1 --tokens tokens",
                in: files.path
            )
            #expect(run.status == 1)
            #expect(run.errors.contains("chmod 600 'tokens'") == isWarned)
            #expect(run.errors.contains("put a proxy with TLS in front"))
            #expect(run.errors.contains("192.0.2.1 is not an address of this machine"))
        }
    }

    @Test func aTakenPortIsAnErrorAndLeavesNothing() throws {
        let (terminal, url) = try start(["--sample", "1"])
        let port = try #require(url.split(separator: ":").last)
        let run = try ShellScript("TMPDIR=. ordersh serve --sample 1 --port \(port)", in: files.path)
        #expect(run.status == 1)
        #expect(run.errors.contains("port \(port) of 127.0.0.1 is taken by another program"))
        terminal.signal(15)
        try terminal.pump { $0.status != nil }
        #expect(files.names.filter { $0.hasPrefix("ordersh-serve") } == [])
    }

    static let mistakes: [(String, String)] = [
        ("", "what to serve is not said"),
        ("orders.ndjson --sample 3", "--sample and 'orders.ndjson' both name a source"),
        ("--sample -1", "--sample takes a number from 0"),
        ("http://shop.example", "'http://shop.example' is a server already"),
        ("--sample 1 --tokens empty", "empty: there is no token in it"),
        ("--sample 1 --tokens missing", "cannot read missing"),
        ("--sample 1 --fault fire", "'fire' is no fault"),
        ("--sample 1 --fault drop=0", "every how many requests"),
        ("--sample 1 --fault fail=3:200", "no statuses of failures"),
        ("--sample 1 --fault ignore=stauts", "did you mean 'status'?"),
        ("--sample 1 --fault invert=limit", "cannot be inverted"),
        ("--sample 1 --customer-ordering total", "cannot be ordered by 'total'"),
        ("--sample 1 --default-limit 0", "a number from 1 to 1000000000 is wanted"),
        ("--sample 1 --port 70000", "a number from 0 to 65535 is wanted"),
        ("--sample 1 --port -1", "a number from 0 to 65535 is wanted"),
        ("--sample 1 --max-connections 9223372036854775807", "a number from 1 to 1000000 is wanted"),
        ("--sample 1 --max-running 0", "a number from 1 to 1000000 is wanted"),
        ("--sample 1 --max-limit 0", "a number from 1 to 1000000000 or none is wanted"),
        ("--sample 1 --answer-timeout 0s", "a time from 1s to 1d is wanted"),
        ("--sample 1 --answer-timeout 2d", "a time from 1s to 1d is wanted"),
        ("--sample 1 --latency 5", "a time from 0ms to 1h is wanted"),
        ("--sample 1 --latency -5s", "a time from 0ms to 1h is wanted"),
        ("--sample 1 --retry-after soon", "seconds or a date are wanted"),
        ("--sample 1 --decimals roman", "roman"),
        ("--sample 1 --timezone Mars/Olympus", "Mars/Olympus"),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsToldBeforeAnythingIsServed(_ arguments: String, _ message: String) throws {
        let run = try ShellScript("touch empty; ordersh serve \(arguments)", in: files.path)
        #expect(run.errors.contains(message))
        #expect(run.status != 0)
        #expect(run.output == "")
    }

    @Test func brokenLinesAreToldAsImportTellsThem() throws {
        _ = try files.write("{\"id\":1}\n{\"id\":\n{\"id\":3}\n", to: "broken.ndjson")
        let refused = try ShellScript("TMPDIR=. ordersh serve --port 0 broken.ndjson", in: files.path)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("broken.ndjson:2:"))
        let (terminal, url) = try start([files.path(of: "broken.ndjson"), "--skip-bad-lines"])
        let staff = try Self.token(of: "staff", terminal)
        let page = try LocalClient.get("/api/orders/", from: url, token: staff)
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix(#"{"count":2,"#))
        #expect(String(decoding: terminal.output, as: UTF8.self).contains("broken.ndjson:2:"))
        terminal.signal(15)
        try terminal.pump { $0.status != nil }
        #expect(files.names.filter { $0.hasPrefix("ordersh-serve") } == [])
    }
}
