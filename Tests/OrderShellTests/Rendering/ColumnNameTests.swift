import Testing

@testable import OrderShell

@Suite struct ColumnNameTests {
    @Test(
        arguments: [
            ("amount_outstanding", 20, ["amount_outstanding"]), ("amount_outstanding", 18, ["amount_outstanding"]),
            ("amount_outstanding", 17, ["amount_", "outstanding"]),
            ("amount_outstanding", 11, ["amount_", "outstanding"]),
            ("amount_outstanding", 10, ["amount_ou…"]), ("customer.full_name", 17, ["customer.", "full_name"]),
            ("customer.full_name", 9, ["customer.", "full_name"]), ("sum(total)", 6, ["sum(", "total)"]),
            ("a_b_c_d", 6, ["a_b_", "c_d"]), ("a_b_c_d", 3, ["a_", "b_", "c_d"]), ("a_b_c_d", 2, ["a…"]),
            ("status", 3, ["st…"]), ("status", 0, [""]), ("", 5, [""]), ("日本語_名前", 7, ["日本語_", "名前"]),
        ] as [(String, Int, [String])]
    )
    func linesFit(_ name: String, _ width: Int, _ expected: [String]) {
        #expect(ColumnName(name).lines(width: width) == expected)
    }

    @Test(arguments: [
        ("amount_outstanding", 11, 8), ("status", 6, 6), ("id", 2, 2), ("", 0, 0), ("aaaa_bb_cc_dd", 5, 5),
    ])
    func widths(_ name: String, _ wrapped: Int, _ least: Int) {
        let name = ColumnName(name)
        #expect(name.wrappedWidth == wrapped)
        #expect(name.leastWidth == least)
    }

    @Test func namesOfMegabytesAreCut() {
        let name = ColumnName(String(repeating: "name_", count: 300_000))
        #expect(name.width == 120)
        #expect(name.lines(width: 120).joined().hasSuffix("…"))
    }

    @Test func namesAreHarmless() {
        #expect(ColumnName("\u{1B}[31m\n").text == "␛[31m⏎")
    }
}
