import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct MarkdownRendererTests {
    @Test func valuesAreReadable() throws {
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .markdown)
        #expect(
            text == """
                | id | status | created_at | month | total | age | is_paid | extra |
                | ---: | --- | --- | --- | ---: | ---: | --- | --- |
                | 12345 | completed | 2025-12-27 18:17:09 | 2025-12 | 1,025,000.5 | 1d 12h | true | {"a":1.50} |
                | null | null | null | null | null | null | null | null |

                """
        )
    }

    @Test func remarksStandBelow() throws {
        let zone = try #require(TimeZoneRules(fixedOffset: "+03:30"))
        let text = try RenderingSamples.text(
            RenderingSamples.everyKind,
            as: .markdown,
            remarks: ["last month: 2025-11 | *"],
            zone: zone
        )
        #expect(text.hasSuffix("|\n\nlast month: 2025-11 \\| \\*, times in +03:30\n"))
        #expect(text.contains("2025-12-27 21:47:09"))
    }

    @Test(arguments: 0..<40)
    func everyRowHasItsCellsAndNoMarkup(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        let lines = try RenderingSamples.text(table, as: .markdown).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.count == table.rows.count + 3)
        for (line, row) in zip(lines.dropFirst(2), table.rows) {
            let expected = zip(row.values, table.columns).map {
                RenderingSamples.shownInMarkup(MarkupText.of($0, in: $1, display: DisplayText(zone: .utc)))
            }
            #expect(MarkdownReading.cells(line) == expected)
        }
    }

    @Test func anOrderStandsAsTables() throws {
        let sink = MemorySink()
        let document = JSONObject([
            JSONMember(key: "id", value: .number("17")), JSONMember(key: "notes", value: .text("a|b")),
            JSONMember(
                key: "items",
                value: .array([
                    .object(JSONObject([JSONMember(key: "quantity", value: .number("2"))])),
                    .object(JSONObject([JSONMember(key: "sku", value: .null)])),
                ])
            ),
        ])
        try OutputFormat.markdown.write(document: document, settings: RenderSettings(zone: .utc), to: sink)
        #expect(
            sink.text == """
                | field | value |
                | --- | --- |
                | id | 17 |
                | notes | a\\|b |

                ### items

                | quantity | sku |
                | ---: | --- |
                | 2 | null |
                | null | null |

                """
        )
    }
}

/// Reads a line of a table back; what would be markup ends the reading.
private enum MarkdownReading {
    static func cells(_ line: Substring) -> [String]? {
        guard line.hasPrefix("| "), line.hasSuffix(" |") else { return nil }
        var cells = [""]
        var rest = Array(line.unicodeScalars.dropFirst(2).dropLast(2))[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                cells[cells.count - 1].unicodeScalars.append(next)
            case "&", "<":
                guard let end = rest.firstIndex(of: scalar == "&" ? ";" : ">"),
                    let text = entities[String(String.UnicodeScalarView(rest[..<end]))]
                else { return nil }
                cells[cells.count - 1] += text
                rest = rest[(end + 1)...]
            case "|":
                guard cells[cells.count - 1].last == " ", rest.popFirst() == " " else { return nil }
                cells[cells.count - 1].removeLast()
                cells.append("")
            case "*", "`", "[", "]", "~", ">", "@": return nil
            default: cells[cells.count - 1].unicodeScalars.append(scalar)
            }
        }
        return cells
    }

    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "#58": ":", "#46": ".", "#64": "@", "br": "⏎",
    ]
}
