import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

/// Answers for the tests of several renderers.
enum RenderingSamples {
    /// Texts that break readers and terminals: quotes, separators, line ends, scripts, escapes, wide clusters.
    static let hardTexts = [
        "", "null", " ", ",", "\"", "\"\"", "a,b", "say \"hi\"", "line one\nline two", "\r\n", "a\rb", "\\n", "'", ";",
        "علی رضایی", "می\u{200C}شود", "Iğdır", "I\u{307}", "e\u{301}", "日本語", "🎹", "👨‍👩‍👧‍👦", "🇮🇷🇹🇷", "👍🏽", "\u{301}",
        "\u{200D}", "🏽",
        "\u{FE0F}", "\u{1B}[31mred", "\u{202E}drow", "\u{0}", "\u{7F}\u{9B}", "\u{2028}", "\t", "</script>", "=1+1",
        "\u{FEFF}x",
        "\u{10FFFF}", "x y  z ",
    ]

    /// A text as pages and Markdown show it: what a terminal would obey and what HTML must not hold by its picture.
    static func shownInMarkup(_ text: String) -> String {
        VisibleText.of(text).unicodeScalars
            .map { $0.properties.isNoncharacterCodePoint ? VisibleText.picture(of: $0) : String($0) }
            .joined()
    }

    /// Rows of hard texts beside numbers, chosen by a seed so that every run sees the same.
    static func hardTable(seed: UInt64) -> ResultTable {
        var generator = SeededGenerator(seed: seed)
        func pick() -> String {
            (0..<generator.below(3) + 1).map { _ in generator.pick(hardTexts) }.joined()
        }
        let columns = [
            ResultColumn(name: "id", type: .integer), ResultColumn(name: pick() + "ن", type: .text),
            ResultColumn(name: "total", type: .money), ResultColumn(name: "notes", type: .text),
        ]
        let rows = (0..<generator.below(12)).map { row in
            let amount = Decimal(
                coefficient: Int128(generator.below(100_000_000)),
                scale: generator.below(4)
            )
            let note: Value = generator.oneIn(4) ? .null : .text(pick())
            return ResultRow(values: [.number(Decimal(row)), .text(pick()), .number(amount), note])
        }
        return ResultTable(columns: columns, rows: rows)
    }

    static func text(
        _ table: ResultTable,
        as format: OutputFormat,
        width: Int? = nil,
        remarks: [String] = [],
        zone: TimeZoneRules = .utc
    ) throws -> String {
        let sink = MemorySink()
        try format.write(table, remarks: remarks, settings: RenderSettings(width: width, zone: zone), to: sink)
        return sink.text
    }

    /// One value of each kind, and the nulls.
    static var everyKind: ResultTable {
        get throws {
            let day = try #require(CivilDate(year: 2025, month: 12, day: 27))
            return ResultTable(
                columns: [
                    ResultColumn(name: "id", type: .integer), ResultColumn(name: "status", type: .status),
                    ResultColumn(name: "created_at", type: .instant), ResultColumn(name: "month", type: .date),
                    ResultColumn(name: "total", type: .money), ResultColumn(name: "age", type: .duration),
                    ResultColumn(name: "is_paid", type: .boolean), ResultColumn(name: "extra", type: .document),
                ],
                rows: [
                    ResultRow(values: [
                        .number(Decimal(12345)), .text("completed"),
                        .instant(Instant(microseconds: 1_766_859_429_771_123)),
                        .period(try #require(Period(.month, containing: day))),
                        .number(Decimal(coefficient: 10_250_005, scale: 1)),
                        .duration(TimeAmount(microseconds: 129_600_500_000)), .boolean(true),
                        .document(.object(JSONObject([JSONMember(key: "a", value: .number("1.50"))]))),
                    ]),
                    ResultRow(values: Array(repeating: .null, count: 8)),
                ]
            )
        }
    }
}
