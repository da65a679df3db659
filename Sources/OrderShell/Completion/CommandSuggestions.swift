// What could stand in a line that begins with a backslash: the commands, and what each takes.

import OrderLanguage
import OrderModel

/// Makes suggestions for a command's line.
struct CommandSuggestions {
    let knowledge: PromptKnowledge.Snapshot
    let files: FileListing

    /// What fits the end of a line: the suggestions, and how many of its bytes from its end are being typed.
    struct Found {
        var suggestions: [Suggestion]
        var typed: String
        var remark: String?
        /// The rest of the line is a query of its own, which begins so many bytes into the line.
        var queryStart: Int?
    }

    /// The suggestions for the line up to the cursor, without its backslash.
    func suggestions(for line: String) -> Found {
        guard let blank = line.utf8.firstIndex(where: { $0 == 0x20 || $0 == 0x09 }) else {
            return Found(suggestions: commands, typed: line)
        }
        let name = line[..<blank].lowercased()
        guard let entry = CommandTable.entries.first(where: { $0.name == name }) else {
            return Found(suggestions: [], typed: "")
        }
        let rest = line[blank...]
        let words = Self.words(of: rest)
        guard words.count <= entry.argumentCounts.upperBound else { return Found(suggestions: [], typed: "") }
        let kinds = entry.arguments.isEmpty ? [] : entry.arguments[min(words.count - 1, entry.arguments.count - 1)]
        let typed = words.last ?? ""
        if kinds.contains(.query) {
            let start = rest.utf8.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? rest.utf8.endIndex
            return Found(
                suggestions: [],
                typed: "",
                queryStart: line.utf8.distance(from: line.utf8.startIndex, to: start)
            )
        }
        var found = Found(suggestions: [], typed: typed)
        for kind in kinds {
            if case .file(let ending) = kind {
                let listing = files.entries(for: typed, ending: ending)
                found.suggestions += listing.suggestions
                found.remark = listing.remark
            } else {
                found.suggestions += values(of: kind, after: words.dropLast(), typed: typed)
            }
        }
        return found
    }

    private var commands: [Suggestion] {
        CommandTable.entries.enumerated().map { index, entry in
            let text = entry.name + (entry.argumentCounts.upperBound > 0 ? " " : "")
            return Suggestion(
                text,
                key: entry.name,
                label: "\\" + entry.name,
                detail: entry.summary,
                worth: index,
                ignoresCase: true
            )
        }
    }

    private func values(of kind: CommandArgument, after words: [String], typed: String) -> [Suggestion] {
        switch kind {
        case .topic: HelpTable.names.enumerated().map { Suggestion($1, worth: $0, ignoresCase: true) }
        case .collection: plain(Collection.allCases.map(\.rawValue))
        case .format: plain(OutputFormat.allCases.map(\.rawValue))
        case .chart: plain(ChartKind.allCases.map(\.rawValue))
        case .word(let word): [Suggestion(word + " ", key: word, ignoresCase: true)]
        case .choice(let words): plain(words)
        case .interval: Suggestion.quantities(["1s", "5s", "30s", "1min", "10min"], after: typed)
        case .profile:
            (knowledge.profiles?() ?? []).filter(FileListing.isHarmless).map { Suggestion($0, detail: "profile") }
        case .result: knowledge.results.indices.map { Suggestion(String($0), detail: $0 == 0 ? "the last answer" : "") }
        case .setting:
            SettingName.allCases.filter(\.isForSessions).map {
                Suggestion($0.rawValue + " ", key: $0.rawValue, detail: $0.summary, ignoresCase: true)
            }
        case .settingValue: settingValues(words.last ?? "", typed: typed)
        case .file, .query, .text: []
        }
    }

    private func plain(_ words: [String]) -> [Suggestion] {
        words.enumerated().map { Suggestion($1, worth: $0, ignoresCase: true) }
    }

    private func settingValues(_ name: String, typed: String) -> [Suggestion] {
        switch SettingName(rawValue: name.lowercased()) {
        case .format?: plain(OutputFormat.allCases.map(\.rawValue))
        case .pager?: plain(PagerMode.allCases.map(\.rawValue))
        case .timezone?: plain(["UTC", "Asia/Tehran", "Europe/Istanbul", "Europe/Berlin"])
        case .maximumRows?, .maximumRequests?:
            Suggestion.quantities(["none", "1000", "10000", "100000"], after: typed)
        case .connectTimeout?, .readTimeout?: Suggestion.quantities(["10s", "30s", "1min"], after: typed)
        case .columnMemory?: Suggestion.quantities(["none", "256MB", "512MB", "1GB"], after: typed)
        case .timeout?, nil: []
        }
    }

    /// The words of the arguments; the last is the one that is being typed, with its open quote.
    private static func words(of text: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
                word = (word ?? "") + String(character)
            } else if character == "\"" || character == "'" {
                quote = character
                word = (word ?? "") + String(character)
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word ?? ""]
    }
}
