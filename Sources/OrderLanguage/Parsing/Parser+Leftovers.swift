// What is said of a token that nothing was expected to be: how what was probably meant is written here.

internal import OrderModel

extension Parser {
    /// Reports what stands where the statement should have ended, with what was probably meant.
    mutating func reportLeftover() {
        guard current.kind != .invalid else { return advance() }
        let found = excerpt(of: current)
        guard case .word(let word) = current.kind else {
            return report("did not expect '\(found)' here", hint: leftoverHint)
        }
        if token(-1).isWord("distinct") {
            let hint = "to have each value once: group by \(found)"
            return report("there is no 'distinct'", at: tokens[position - 1].range, hint: hint)
        }
        guard !Self.statementWords.contains(word.lowercased()), NameWord.resultNumber(word) == nil else {
            return report("did not expect '\(found)' here", hint: "a new statement begins after ';' or on a new line")
        }
        report("did not expect '\(found)' here", hint: Habits.hint(forWord: word) ?? Self.nearestWords(to: word))
    }

    /// The kind of a token so many places from the current one.
    private func token(_ distance: Int) -> TokenKind {
        tokens.indices.contains(position + distance) ? tokens[position + distance].kind : .end
    }

    /// What was probably meant where a sign is left over.
    private var leftoverHint: String? {
        switch current.kind {
        case .symbol(.greater): return isFileNameAhead ? Habits.fileHint : nil
        case .symbol(.comma):
            guard case .number = token(-1), case .number = following.kind else { return nil }
            let (first, second) = (excerpt(of: tokens[position - 1]), excerpt(of: following))
            if token(-2).isWord("limit") { return "write limit \(second) offset \(first)" }
            return numberWithCommas(first, second)
        case .number: return token(-1).isWord("last") || token(-1).isWord("past") ? timeAgo : nil
        default: return nil
        }
    }

    /// How a number that is written with commas at the current one is written here.
    private func numberWithCommas(_ first: String, _ second: String) -> String {
        guard second.prefix(while: \.isNumber).count == 3 else { return "a fraction has a point: \(first).\(second)" }
        var (number, distance) = (first, 0)
        while token(distance) == .symbol(.comma), case .number = token(distance + 1), number.count < 40 {
            number += excerpt(of: tokens[position + distance + 1])
            distance += 2
        }
        // Behind another comma the rest of the number is not typed yet.
        return "numbers have no commas" + (token(distance) == .symbol(.comma) ? "" : ": \(number)")
    }

    /// How `last 7 days`, with the current number of days, is written here.
    private var timeAgo: String {
        guard case .word(let word) = following.kind, let unit = Self.timeUnits[word.lowercased()] else {
            return "write >= today - 7d for the last seven days"
        }
        return "write >= \(unit.from) - \(excerpt(of: current))\(unit.name)"
    }

    private static let timeUnits: [String: (from: String, name: String)] = [
        "minutes": ("now", "min"), "hours": ("now", "h"), "hour": ("now", "h"), "days": ("today", "d"),
        "day": ("today", "d"), "weeks": ("today", "w"), "week": ("today", "w"),
    ]

    /// Whether nothing but a file's name stands between the current token and the statement's end.
    var isFileNameAhead: Bool {
        guard position + 1 < tokens.count - 1 else { return false }
        let start = following.range.lowerBound
        var last = position + 1
        while last + 1 < tokens.count - 1, tokens[last].range.upperBound == tokens[last + 1].range.lowerBound {
            last += 1
        }
        guard last + 1 == tokens.count - 1 || tokens[last + 1].kind == .symbol(.semicolon) else { return false }
        let name = source.text(in: start..<min(tokens[last].range.upperBound, start + 200))
        if case .text = following.kind { return true }
        guard case .word = tokens[last].kind else { return false }
        return name.contains("/") || Habits.fileEndings.contains(name.split(separator: ".").last.map(String.init) ?? "")
    }

    /// The words of the language that a misspelt one is near to.
    private static func nearestWords(to word: String) -> String? {
        let candidates = NameSuggestion.candidates(
            for: word,
            among: clauseWords + clauseBeginnings.sorted() + ["and", "or", "in", "as", "between", "matches", "not"]
        )
        guard let nearest = candidates.first, nearest != word.lowercased() else { return nil }
        let clause = clauseWords.first { $0 == nearest } ?? clauseWords.first { $0.hasPrefix(nearest + " ") }
        return "did you mean '\(clause ?? nearest)'?"
    }
}
