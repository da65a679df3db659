// The commands' pages: what the table of commands says of each, with statements to try.

extension HelpTable {
    /// All commands, in the order of their table.
    package static let commands: [HelpEntry] = CommandTable.entries.map { command in
        let (examples, related) = commandExamples[command.name] ?? ([], [])
        return HelpEntry(
            name: "\\" + command.name,
            kind: .command,
            form: command.usage,
            summary: command.summary,
            examples: examples,
            related: related + ["commands"]
        )
    }

    /// The page of a command, with its backslash or without.
    static func command(named name: String) -> HelpEntry? {
        let wanted = "\\" + normalized(name)
        return commands.first { $0.name == wanted }
    }

    /// Statements to try, and where to read on.
    private static let commandExamples: [String: (examples: [String], related: [String])] = [
        "help": (["\\help dates", "\\help order by", "\\help total"], ["queries"]),
        "fields": (["\\fields", "\\fields items", "orders group by status\n\\fields _"], ["results", "servers"]),
        "source": (["\\source"], ["servers"]),
        "open": (["\\open orders.ndjson\norders limit 5"], ["servers"]),
        "connect": (["\\connect shop", "\\connect https://shop.example"], ["servers"]),
        "format": (["\\format json\norders select id, total limit 5"], ["output"]),
        "set": (["\\set", "\\set timezone Asia/Tehran\norders select id, created_at limit 5"], ["output", "dates"]),
        "output": (["\\output report.csv\norders group by status\n\\output\norders limit 5"], ["output"]),
        "title": (
            ["let day = 2025-12-30\n\\title \"Orders of $day\"\norders where created_at in $day limit 5"],
            ["scripts"]
        ),
        "on": (["\\on error continue\norder 5075\norders limit 5"], ["scripts"]),
        "timing": (["\\timing on\norders group by status"], ["servers"]),
        "trace": (["\\trace on\norders where status = new limit 5"], ["servers"]),
        "curl": (["\\curl orders where status = new"], ["servers"]),
        "last": (
            [
                "orders group by status\n\\last json",
                "orders limit 5\norders group by status\n\\last 1 csv",
                "orders group by status\n\\last csv \\> report.csv",
            ], ["results", "dates"]
        ),
        "chart": (["orders group by status select status, count()\n\\chart bar"], ["charts"]),
        "watch": (["orders where status = new select count()\n\\watch 10s"], ["results"]),
        "history": (["\\history", "\\history group by"], ["editing"]),
        "edit": (["\\edit"], ["editing"]),
        "quit": (["orders limit 5\n\\quit"], ["editing"]),
    ]
}
