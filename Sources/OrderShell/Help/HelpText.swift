/// The texts of `\help`, laid out from the table.
enum HelpText {
    /// What `\help` alone shows: three queries to begin with, and where to read on.
    static var overview: String {
        let topics = HelpTable.entries(of: .topic)
        let width = topics.map(\.name.count).max() ?? 0
        return """
            A query names what to list, and then narrows, groups and sorts it:

              orders where status in (new, hold) and total > 100000 order by -created_at limit 20
              orders group by status select status, count() as n, sum(total) as revenue order by -revenue
              items where order.status = completed group by product_title select sum(quantity) as sold
              order 17

            Enter runs a complete statement; Tab completes; Ctrl-C cancels; Ctrl-D leaves. \\fields lists the fields.

            \\help TOPIC, CLAUSE, FUNCTION or COMMAND:

            """ + topics.map { "  \($0.name.padded(to: width))  \($0.summary)" }.joined(separator: "\n")
    }

    /// A topic, clause, operator or function.
    static func text(of entry: HelpEntry) -> String {
        var blocks = ["\(entry.form)\n  \(entry.summary)"]
        if !entry.text.isEmpty { blocks.append(entry.text.map { "  " + $0 }.joined(separator: "\n")) }
        blocks += lists(for: entry)
        if !entry.examples.isEmpty {
            let examples = entry.examples.map { example in
                example.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
            }
            blocks.append("Examples:\n" + examples.joined(separator: "\n"))
        }
        if !entry.related.isEmpty { blocks.append("See also: \\help " + entry.related.joined(separator: ", ")) }
        return blocks.joined(separator: "\n\n")
    }

    static func text(of command: CommandEntry) -> String {
        "\(command.usage)\n  \(command.summary)\n\nSee also: \\help commands"
    }

    /// What a topic gathers.
    private static func lists(for entry: HelpEntry) -> [String] {
        switch entry.name {
        case "queries": [list(HelpTable.entries(of: .clause), by: \.form)]
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

    private static func list(_ entries: [HelpEntry], by column: KeyPath<HelpEntry, String>) -> String {
        let width = entries.map { $0[keyPath: column].count }.max() ?? 0
        return entries.map { "  \($0[keyPath: column].padded(to: width))  \($0.summary)" }.joined(separator: "\n")
    }

    private static var commands: String {
        let width = CommandTable.entries.map(\.usage.count).max() ?? 0
        return CommandTable.entries.map { "  \($0.usage.padded(to: width))  \($0.summary)" }.joined(separator: "\n")
    }
}
