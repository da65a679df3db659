// All that help explains, in one list: `\help`, completion, errors and the tests read it.

import OrderLanguage
import OrderModel

/// The entries of help, and how they are found.
package enum HelpTable {
    package static let entries: [HelpEntry] = topics + clauses + operations + functions + aggregates

    /// The columns that every line of help fits in: those of the narrowest terminal that people work at.
    static let lineWidth = 80

    /// What `\help` can be asked for, the topics first.
    package static var names: [String] { entries.map(\.name) }

    /// The entry of a name, with a command's backslash or a function's brackets or without; nil when there is none.
    package static func entry(named name: String) -> HelpEntry? {
        let wanted = normalized(name)
        return entries.first { normalized($0.name) == wanted }
    }

    /// The command that a name means.
    static func command(named name: String) -> CommandEntry? {
        let wanted = normalized(name)
        return CommandTable.entries.first { $0.name == wanted }
    }

    /// What was meant by a name that there is nothing for.
    static func suggestion(for name: String) -> String? {
        NameSuggestion.candidates(for: normalized(name), among: names + CommandTable.entries.map(\.name)).first
    }

    static func entries(of kind: HelpEntry.Kind) -> [HelpEntry] { entries.filter { $0.kind == kind } }

    private static func normalized(_ name: String) -> String {
        var name = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if name.hasPrefix("\\") { name.removeFirst() }
        if name.hasSuffix("()") { name.removeLast(2) }
        return name
    }
}
