/// The texts of `\help`, laid out from the table.
enum HelpText {
    /// What `\help` alone shows: three queries to begin with, and where to read on.
    static var overview: String {
        let topics = HelpTable.entries(of: .topic)
        let width = topics.map(\.name.count).max() ?? 0
        return """
            A query names what to list, and then narrows, groups and sorts it:

              orders where status in (new, hold) and total > 1m order by -total limit 20
              orders group by status select status, count() as n, sum(total) as revenue
              items where order.status = completed group by product_title
              order 5075

            Enter runs a complete statement; Tab completes; Ctrl-C cancels; Ctrl-D leaves.
            \\fields lists the fields.

            \\help TOPIC, CLAUSE, OPERATOR, FUNCTION, FIELD or COMMAND:

            """ + topics.map { "  \($0.name.padded(to: width))  \($0.summary)" }.joined(separator: "\n")
    }

    /// A page.
    static func text(of entry: HelpEntry) -> String {
        let summary = TextWrapping.lines(of: entry.summary, width: HelpTable.lineWidth - 2)
        var blocks = [([entry.form] + summary.map { "  " + $0 }).joined(separator: "\n")]
        if !entry.text.isEmpty { blocks.append(entry.text.map { "  \($0)".trimmedAtEnd }.joined(separator: "\n")) }
        blocks += lists(for: entry)
        if !entry.examples.isEmpty {
            let examples = entry.examples.map { example in
                example.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
            }
            // Statements that belong together stand apart from the next ones.
            let isApart = entry.examples.contains { $0.contains("\n") }
            blocks.append("Examples:\n" + examples.joined(separator: isApart ? "\n\n" : "\n"))
        }
        if !entry.related.isEmpty { blocks.append("See also: \\help " + entry.related.joined(separator: ", ")) }
        return blocks.joined(separator: "\n\n")
    }

    /// What a topic gathers.
    private static func lists(for entry: HelpEntry) -> [String] {
        switch entry.name {
        case "queries":
            [
                "Statements:\n" + list(HelpTable.entries(of: .statement), by: \.form),
                "Clauses:\n" + list(HelpTable.entries(of: .clause), by: \.form),
            ]
        case "conditions": [list(HelpTable.entries(of: .operation), by: \.form)]
        case "functions":
            [
                list(HelpTable.entries(of: .function), by: \.form),
                "Aggregates, of a group or of all rows:\n" + list(HelpTable.entries(of: .aggregate), by: \.form),
            ]
        case "commands": [commands]
        default: []
        }
    }

    /// Each form with what it does beside it, folded to the width of help.
    private static func list(_ entries: [HelpEntry], by column: KeyPath<HelpEntry, String>) -> String {
        let width = min(entries.map { $0[keyPath: column].count }.max() ?? 0, 36)
        let margin = String(repeating: " ", count: width + 4)
        return entries.map { entry in
            let form = entry[keyPath: column]
            let lines = TextWrapping.lines(of: entry.summary, width: HelpTable.lineWidth - width - 4)
            let summary = lines.joined(separator: "\n" + margin)
            return form.count > width ? "  \(form)\n\(margin)\(summary)" : "  \(form.padded(to: width))  \(summary)"
        }.joined(separator: "\n")
    }

    /// A usage may be as long as a line, so what a command does stands below it.
    private static var commands: String {
        CommandTable.entries.map { entry in
            let lines = TextWrapping.lines(of: entry.summary, width: HelpTable.lineWidth - 6)
            return "  \(entry.usage)\n" + lines.map { "      " + $0 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
