import Testing

@testable import ordersh

/// What `\source` says of a snapshot; the whole of it stands in `Cases/datasets.golden`.
@Suite struct SnapshotTextTests {
    @Test(
        arguments: [
            (0, "just now"), (59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"), (7199, "1 hour ago"),
            (86_399, "23 hours ago"), (172_800, "2 days ago"), (-1, "at a time that is still to come"),
            (18_446_744_073_708, "213,503,982 days ago"), (.max, "106,751,991,167,300 days ago"),
        ] as [(Int64, String)]
    )
    func age(_ seconds: Int64, _ expected: String) {
        #expect(SnapshotText.age(seconds: seconds) == "imported \(expected)")
    }

    @Test func namesAreHarmlessAndCut() {
        let long = String(repeating: "x", count: 1000)
        #expect(SnapshotText.sources(["a.ndjson", "b\u{1B}[2J\n"]) == "a.ndjson, b␛[2J⏎")
        #expect(
            SnapshotText.sources([long, "2", "3", "4", "5", "6", "7"])
                == String(repeating: "x", count: 200) + "…, 2, 3, 4, 5 and 2 more"
        )
        #expect(SnapshotText.sources(["1", "2", "3", "4", "5"]) == "1, 2, 3, 4, 5")
    }
}
