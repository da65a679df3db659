import OrderTestSupport
import Testing

/// Completion as a person meets it: the real program on a terminal of its own.
@Suite(.serialized)
struct CompletionTests {
    private let files: TemporaryFolder
    private let terminal: PseudoTerminal

    /// A prompt on a snapshot of orders in three cities, whose names are data that nobody should trust.
    init() throws {
        files = try TemporaryFolder()
        let lines = ["Tehran", "Te\\u001b[31mmpe", "it's \\\"here\\\""].enumerated().map { index, city in
            """
            {"id":\(index + 1),"key":"k\(index)","status":"new","notes":null,"total":"1","created_at":"2025-12-01T00:00:00Z",\
            "billing_city":{"id":\(index),"name":"\(city)","active":true},"items":[],"payments":[]}
            """
        }
        try files.write(lines.joined(separator: "\n") + "\n", to: "cities.ndjson")
        let imported = try ShellScript("ordersh import cities.ndjson -o cities.orders", in: files.path)
        try #require(imported.status == 0, "\(imported)")
        terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            [files.path(of: "cities.orders")],
            environment: ["HOME": files.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"],
            columns: 100
        )
        try terminal.pump(untilSeen: "ordersh>")
    }

    @Test func wordsAndFieldsAreCompletedByWhatCanStandThere() throws {
        try terminal.type("orders wh\t")
        try terminal.pump(untilSeen: "ordersh> orders where")
        try terminal.type("billing_postal_c\t")
        try terminal.pump(untilSeen: "orders where billing_postal_code")
        try terminal.type("\t")
        try terminal.pump(untilSeen: "contains, ignoring case")
    }

    @Test func valuesThatASnapshotHoldsAreOfferedAndNotObeyed() throws {
        try terminal.type("orders where billing_city.name = ")
        try pressTab(untilSeen: "␛[31mmpe")
        try terminal.type("\u{15}orders where billing_city.name = \"Teh\t")
        try terminal.pump(untilSeen: "name = \"Tehran\"")
        try terminal.type("select id\r")
        try terminal.pump(untilSeen: "1 row")
        #expect(!terminal.output.contains(bytes: Array("\u{1B}[31mmpe".utf8)))
    }

    @Test func whatIsWrongIsSaidBeforeEnter() throws {
        try terminal.type("orders where staus = new ")
        try terminal.pump(untilSeen: "did you mean 'status'?")
        try terminal.type("\u{15}orders group ")
        try terminal.pump(untilSeen: "orders group by")
    }

    @Test func filesAreListed() throws {
        try terminal.type("\\open \(files.path)/cities.n\t")
        try terminal.pump(untilSeen: "/cities.ndjson")
    }

    /// Presses Tab until the menu shows something: values are looked up while one goes on typing.
    private func pressTab(untilSeen text: String) throws {
        for _ in 0..<1000 {
            try terminal.type("\t\t")
            try terminal.pump { $0.shows(text) || $0.shows("are known") }
            if terminal.shows(text) { return }
            try terminal.type("\u{15}orders where billing_city.name = ")
            try terminal.pump { !$0.shows("are known") }
        }
        Issue.record("the menu never showed \(text)")
    }
}

extension PseudoTerminal {
    fileprivate func shows(_ text: String) -> Bool {
        screen.transcript.contains { $0.contains(text) }
    }
}

extension [UInt8] {
    fileprivate func contains(bytes: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: bytes) }
    }
}
