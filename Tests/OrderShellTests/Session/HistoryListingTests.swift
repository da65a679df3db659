import OrderModel
import Testing

@testable import OrderShell

/// What `\history` shows.
struct HistoryListingTests {
    private let entries = [
        HistoryEntry(text: "orders where city = İzmir", time: 1_763_823_600, source: ""),
        HistoryEntry(text: "orders (\n  note = \"\u{1B}[31m\")", time: 0, source: ""),
        HistoryEntry(text: "ORDERS limit 1", time: .max, source: ""),
    ]

    private func listing(_ wanted: String? = nil) -> [String] {
        HistoryListing(entries: entries, zone: TimeZoneRules(name: "+03:30", fixedOffsetSeconds: 12_600))
            .text(finding: wanted).split(separator: "\n").map(String.init)
    }

    @Test("numbered, with the local time where one is known, whole statements, the newest last")
    func all() {
        let blank = String(repeating: " ", count: 19)
        #expect(
            listing() == [
                "    1  2025-11-22 18:30:00  orders where city = İzmir", "    2  \(blank)  orders (",
                "       \(blank)    note = \"␛[31m\")", "    3  \(blank)  ORDERS limit 1",
            ]
        )
    }

    @Test("those with a text, whatever the case")
    func finding() {
        #expect(listing("LIMIT").count == 1 && listing("LIMIT")[0].hasPrefix("    3  "))
        #expect(listing("orders").count == 4)
        #expect(listing("\u{1B}x") == ["No statement in the history has '␛x'."])
        #expect(HistoryListing(entries: [], zone: .utc).text(finding: nil) == "The history is empty.")
    }

    @Test("what looked for it is not what was looked for")
    func itself() {
        let texts = ["orders where total > 1", "\\history total", "\\HISTORY \"total >\"", "orders select total"]
        let entries = texts.map { HistoryEntry(text: $0, time: 0, source: "") }
        let listing = HistoryListing(entries: entries, zone: .utc)
        let found = listing.text(finding: "total").split(separator: "\n")
        #expect(found.map { $0.prefix(5).trimmingPrefix { $0 == " " } } == ["1", "4"])
        #expect(listing.text(finding: nil).split(separator: "\n").count == 4)
    }

    @Test(
        "a text with blanks stands as it is or in quotes",
        arguments: [
            ("history select count", "select count"), ("history \"select count\"", "select count"),
            ("history 'x'", "x"), ("history \"a\" b", "\"a\" b"),
        ]
    )
    func argument(line: String, expected: String) throws {
        guard case .history(let text) = try Command.parse(line, parameters: [:]) else {
            Issue.record("no \\history")
            return
        }
        #expect(text == expected)
    }

    @Test("without a text only the newest, and how many there are")
    func many() {
        let entries = (0..<250).map { HistoryEntry(text: "s\($0)", time: 1, source: "") }
        let lines = HistoryListing(entries: entries, zone: .utc).text(finding: nil).split(separator: "\n")
        #expect(lines.count == 101 && lines[0] == "(150 older ones: \\history TEXT finds those with a text)")
        #expect(lines[1] == "  151  1970-01-01 00:00:01  s150" && lines[100].hasSuffix("s249"))
        let found = HistoryListing(entries: entries, zone: .utc).text(finding: "s").split(separator: "\n")
        #expect(found.count == 250)
    }
}
