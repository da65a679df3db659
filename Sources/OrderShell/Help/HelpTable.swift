// All that help explains, in one list: `\help`, completion, errors and the tests read it. Fields and statuses have
// pages too, made of the tables that define them.

import OrderLanguage
import OrderModel

/// The entries of help, and how they are found.
package enum HelpTable {
    /// The language's.
    package static let entries: [HelpEntry] = topics + statements + clauses + operations + functions + aggregates

    /// The columns that every line of help fits in: those of the narrowest terminal that people work at.
    static let lineWidth = 80

    /// Words of the language that no statement of this version can use.
    static let laterWords: Set<String> = [
        "why", "verify", "assert", "with totals", "compare", "compare to previous period", "compare to previous year",
    ]

    /// What `\help` can be asked for, the topics first.
    package static var names: [String] { entries.map(\.name) }

    /// The page of a name, with a command's backslash or a function's brackets or without; nil when there is none.
    static func page(named name: String) -> HelpEntry? {
        let isCommand = meansCommand(name)
        return (isCommand ? nil : entry(named: name)) ?? command(named: name)
            ?? (isCommand ? nil : field(named: name) ?? status(named: normalized(name)))
    }

    /// The language's entry of a name or of another name for the same.
    package static func entry(named name: String) -> HelpEntry? {
        let wanted = normalized(name)
        if NameWord.resultNumber(wanted) != nil { return entry(named: "results") }
        return entries.first { normalized($0.name) == wanted } ?? entries.first { $0.aliases.contains(wanted) }
    }

    /// What was meant by a name that there is nothing for.
    static func suggestion(for name: String) -> String? {
        let commandNames = CommandTable.entries.map(\.name)
        let all = names + entries.flatMap(\.aliases) + commandNames + fieldNames + OrderStatus.names
        return NameSuggestion.candidates(for: normalized(name), among: all).first
    }

    static func entries(of kind: HelpEntry.Kind) -> [HelpEntry] { entries.filter { $0.kind == kind } }

    static func normalized(_ name: String) -> String {
        var name = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if meansCommand(name) { name.removeFirst() }
        if name.hasSuffix("()") { name.removeLast(2) }
        return name
    }

    /// Whether a name is a command's with its backslash; `\>` and `\|` are none.
    private static func meansCommand(_ name: String) -> Bool {
        name.hasPrefix("\\") && name.dropFirst().first?.isLetter == true
    }
}
