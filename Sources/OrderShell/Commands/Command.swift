// Backslash commands: parsed into typed values when a text is checked, so that a script with a wrong command does
// not begin to run.

import OrderLanguage
package import OrderModel

/// A command, ready to be carried out.
package enum Command: Sendable {
    case help(HelpPage)
    case fields(Collection?)
    /// The columns of an earlier answer: 0 for the last one.
    case columns(Int)
    case source
    case open(SourceName)
    case format(OutputFormat)
    /// Sets a setting, or shows it without a value.
    case set(SettingName, SettingValue?)
    /// Shows all settings.
    case settings
    case output(OutputTarget)
    case title(Title)
    case onError(continues: Bool)
    /// Nil turns it over.
    case timing(Bool?)
    /// Nil turns it over.
    case trace(Bool?)
    /// Nil for what was asked last.
    case curl(Query?)
    /// Shows an answer again: 0 for the last one.
    case last(Int, OutputFormat?)
    case chart(ChartKind)
    case watch(every: Duration)
    /// The statements that were entered, those with this text or all.
    case history(String?)
    /// Opens the last statement in the user's editor.
    case edit
    case quit
}

extension Command {
    /// Whether it shows something that can be sent somewhere else.
    var answers: Bool {
        switch self {
        case .help, .fields, .columns, .source, .curl, .last, .chart, .history: true
        case .open, .format, .set, .settings, .output, .title, .onError, .timing, .trace, .watch, .edit, .quit: false
        }
    }

    /// Reads a command line without its backslash.
    static func parse(
        _ line: String,
        parameters: [String: ParameterType],
        results: [ResultSchema] = []
    ) throws(StepProblem) -> Command {
        let words = try CommandWords(line)
        guard let entry = CommandTable.entries.first(where: { $0.name == words.name }) else {
            throw unknown(words.name)
        }
        guard entry.argumentCounts.contains(words.arguments.count) else {
            throw StepProblem(message: "\\\(entry.name) is written \(entry.usage)")
        }
        let arguments = CommandArguments(
            words: words.arguments,
            rest: words.rest,
            parameters: parameters,
            results: results
        )
        return try entry.parse(arguments)
    }

    private static func unknown(_ name: String) -> StepProblem {
        if CommandTable.laterNames.contains(name) { return .laterCommand(name) }
        let names = CommandTable.entries.map(\.name)
        let candidate = otherNames[name] ?? NameSuggestion.candidates(for: name, among: names).first
        let hint = candidate.map { "did you mean \\\($0)?" } ?? "\\help lists them"
        return StepProblem(message: "there is no command \\\(name)", hint: hint)
    }

    /// What other shells call the commands.
    private static let otherNames = [
        "q": "quit", "exit": "quit", "bye": "quit", "?": "help", "h": "help", "man": "help",
        "d": "fields", "dt": "fields", "describe": "fields", "tables": "fields", "schema": "fields", "l": "source",
        "x": "format", "mode": "format", "pset": "set", "o": "output", "c": "connect", "i": "open", "read": "open",
        "e": "edit", "s": "history",
    ]
}

/// The name and arguments of a command line; an argument in quotes may hold blanks.
struct CommandWords {
    let name: String
    let arguments: [String]
    /// Everything after the name, as written.
    let rest: String

    init(_ line: String) throws(StepProblem) {
        let name = line.prefix { !$0.isWhitespace }
        self.name = name.lowercased()
        rest = String(line.dropFirst(name.count).drop(while: \.isWhitespace))
        arguments = try Self.split(rest)
    }

    private static func split(_ text: String) throws(StepProblem) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw StepProblem(message: "a quote is not closed in this command") }
        if let word { words.append(word) }
        return words
    }
}

/// What a command's parser gets.
struct CommandArguments {
    let words: [String]
    let rest: String
    /// The names that a title may show.
    let parameters: [String: ParameterType]
    /// What `_`, `_1` and so on are.
    let results: [ResultSchema]

    var first: String? { words.first }

    /// All of it as one text: what stands in quotes, where that is all there is, else everything as written.
    var text: String { words.count == 1 ? words[0] : rest }
}
