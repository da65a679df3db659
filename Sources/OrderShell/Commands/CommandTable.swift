// All backslash commands in one list: what help, errors and the documentation's test read, and how the
// arguments of each become a typed command.

import OrderLanguage
import OrderModel

/// One command: its name, how it is written, and how its arguments are read.
package struct CommandEntry: Sendable {
    let name: String
    /// The whole command as help shows it: `\format table|csv|json|ndjson`.
    let usage: String
    let summary: String
    let argumentCounts: ClosedRange<Int>
    /// What can stand as each of its arguments; the last of them holds for all that follow.
    var arguments: [[CommandArgument]] = []
    let parse: @Sendable (CommandArguments) throws(StepProblem) -> Command
}

/// What a command takes as an argument, so that completion can offer it.
package enum CommandArgument: Sendable, Hashable {
    case topic, collection, format, chart, profile, setting, settingValue, interval, query
    /// A file, of this ending where there is one.
    case file(ending: String?)
    /// The number of an earlier answer.
    case result
    case word(String)
    case choice([String])
    /// Any text.
    case text
}

/// All commands; help, errors and the documentation's test read this one list.
enum CommandTable {
    static let entries: [CommandEntry] = [
        CommandEntry(
            name: "help",
            usage: "\\help [TOPIC]",
            summary: "teaches, with examples: a topic, clause, operator, function, field or command",
            argumentCounts: 0...3,
            arguments: [[.topic]],
            parse: parseHelp
        ),
        CommandEntry(
            name: "fields",
            usage: "\\fields [orders|items|payments|_]",
            summary: "the fields, their types, and which of them the source filters by itself",
            argumentCounts: 0...1,
            arguments: [[.collection]],
            parse: parseFields
        ),
        CommandEntry(
            name: "source",
            usage: "\\source",
            summary: "where the orders come from",
            argumentCounts: 0...0,
            parse: { (_) throws(StepProblem) in .source }
        ),
        CommandEntry(
            name: "open",
            usage: "\\open FILE…",
            summary: "reads orders from files (NDJSON, JSON or CSV, also gzipped), or from a snapshot",
            argumentCounts: 1...1000,
            arguments: [[.file(ending: nil)]],
            parse: parseSource
        ),
        CommandEntry(
            name: "connect",
            usage: "\\connect PROFILE|URL",
            summary: "reads orders from an order API: a profile's, or a URL's with the token in ORDERSH_TOKEN",
            argumentCounts: 1...1,
            arguments: [[.profile]],
            parse: parseServer
        ),
        CommandEntry(
            name: "format",
            usage: "\\format \(OutputFormat.allCases.map(\.rawValue).joined(separator: "|"))",
            summary: "how answers are written",
            argumentCounts: 1...1,
            arguments: [[.format]],
            parse: parseFormat
        ),
        CommandEntry(
            name: "set",
            usage: "\\set [NAME [VALUE]]",
            summary: "shows the settings and where each comes from, or sets one for the session",
            argumentCounts: 0...2,
            arguments: [[.setting], [.settingValue]],
            parse: parseSet
        ),
        CommandEntry(
            name: "output",
            usage: "\\output [FILE]",
            summary: "writes answers to a file, which appears when you leave or give \\output alone",
            argumentCounts: 0...1,
            arguments: [[.file(ending: nil)]],
            parse: parseOutput
        ),
        CommandEntry(
            name: "title",
            usage: "\\title TEXT",
            summary: "writes a title above the next table; $names in it show their values",
            argumentCounts: 1...Int.max,
            arguments: [[.text]],
            parse: parseTitle
        ),
        CommandEntry(
            name: "on",
            usage: "\\on error stop|continue",
            summary: "what a script does after a statement failed",
            argumentCounts: 2...2,
            arguments: [[.word("error")], [.choice(["stop", "continue"])]],
            parse: parseOnError
        ),
        CommandEntry(
            name: "timing",
            usage: "\\timing [on|off]",
            summary: "shows how long statements take",
            argumentCounts: 0...1,
            arguments: [[.choice(["on", "off"])]],
            parse: { (arguments) throws(StepProblem) in .timing(try parseSwitch(arguments, of: "timing")) }
        ),
        CommandEntry(
            name: "trace",
            usage: "\\trace [on|off]",
            summary: "tells each request on standard error: method, URL, status, time and bytes, never the token",
            argumentCounts: 0...1,
            arguments: [[.choice(["on", "off"])]],
            parse: { (arguments) throws(StepProblem) in .trace(try parseSwitch(arguments, of: "trace")) }
        ),
        CommandEntry(
            name: "curl",
            usage: "\\curl [QUERY]",
            summary: "the requests of a query, or of the last one, as curl commands that read $ORDERSH_TOKEN",
            argumentCounts: 0...Int.max,
            arguments: [[.query]],
            parse: parseCurl
        ),
        CommandEntry(
            name: "last",
            usage: "\\last [N] [FORMAT]",
            summary: "shows the last answer again, or the one N before it, in full or in another format",
            argumentCounts: 0...2,
            arguments: [[.result, .format], [.format]],
            parse: parseLast
        ),
        CommandEntry(
            name: "chart",
            usage: "\\chart \(ChartKind.allCases.map(\.rawValue).joined(separator: "|"))",
            summary: "draws the last answer",
            argumentCounts: 1...1,
            arguments: [[.chart]],
            parse: { (arguments) throws(StepProblem) in
                .chart(try choice(arguments.words[0], among: ChartKind.allCases, what: "kind of chart"))
            }
        ),
        CommandEntry(
            name: "watch",
            usage: "\\watch [INTERVAL]",
            summary:
                "asks the last query again and again, every 5s unless said, and marks what changed; Ctrl-C ends it",
            argumentCounts: 0...1,
            arguments: [[.interval]],
            parse: parseWatch
        ),
        CommandEntry(
            name: "history",
            usage: "\\history [TEXT]",
            summary: "the statements that were entered, or those with a text in them",
            argumentCounts: 0...Int.max,
            arguments: [[.text]],
            parse: { (arguments) throws(StepProblem) in .history(arguments.rest.isEmpty ? nil : arguments.text) }
        ),
        CommandEntry(
            name: "edit",
            usage: "\\edit",
            summary: "opens the last statement in $EDITOR; so does Ctrl-X Ctrl-E with what is being typed",
            argumentCounts: 0...0,
            parse: { (_) throws(StepProblem) in .edit }
        ),
        CommandEntry(
            name: "quit",
            usage: "\\quit",
            summary: "leaves; so do quit, exit and Ctrl-D",
            argumentCounts: 0...0,
            parse: { (_) throws(StepProblem) in .quit }
        ),
    ]

    /// The commands of the design that later versions will have.
    static let laterNames: Set<String> = [
        "url", "run", "save",
    ]

    // MARK: Arguments

    @Sendable private static func parseHelp(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        .help(arguments.rest.isEmpty ? .overview : try HelpPage(arguments.text))
    }

    @Sendable private static func parseFields(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        guard let name = arguments.first else { return .fields(nil) }
        if let number = NameWord.resultNumber(name) { return .columns(number) }
        return .fields(try choice(name, among: Collection.allCases, what: "collection"))
    }

    @Sendable private static func parseSource(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        do throws(ShellError) {
            return .open(try SourceName(arguments.words))
        } catch {
            throw StepProblem(message: error.message, hint: error.mend)
        }
    }

    @Sendable private static func parseServer(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        do throws(ShellError) {
            return .open(try SourceName(server: arguments.words[0]))
        } catch {
            throw StepProblem(message: error.message, hint: error.mend)
        }
    }

    @Sendable private static func parseSet(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        guard let word = arguments.first else { return .settings }
        let name = try choice(word, among: SettingName.allCases, what: "setting")
        guard arguments.words.count == 2 else { return .set(name, nil) }
        guard name.isForSessions else {
            throw StepProblem(message: "\(name.rawValue) holds for a run as a whole", hint: "give it as an option")
        }
        guard let value = name.value(of: arguments.words[1]) else {
            throw StepProblem(message: "\(name.rawValue) takes \(name.expectation)")
        }
        return .set(name, value)
    }

    @Sendable private static func parseLast(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        var words = arguments.words[...]
        let number = words.first.flatMap { Int($0) }
        if number != nil { words.removeFirst() }
        guard number ?? 0 >= 0, words.count < 2 else {
            throw StepProblem(message: "\\last is written \\last [N] [FORMAT]")
        }
        let format = try words.first.map { (word) throws(StepProblem) in
            try choice(word, among: OutputFormat.allCases, what: "format")
        }
        return .last(number ?? 0, format)
    }

    @Sendable private static func parseWatch(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        guard let word = arguments.first else { return .watch(every: .seconds(5)) }
        guard let interval = DurationText.read(word) else {
            throw StepProblem(message: "\\watch takes a time, such as 5s or 10min")
        }
        return .watch(every: interval)
    }

    @Sendable private static func parseFormat(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        .format(try choice(arguments.words[0], among: OutputFormat.allCases, what: "format"))
    }

    @Sendable private static func parseOutput(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        guard let name = arguments.first else { return .output(.standardOutput) }
        guard !name.hasPrefix("|") else {
            throw StepProblem(
                message: "\\output takes the name of a file",
                hint: "one answer goes to a command by '\\| COMMAND' behind its query"
            )
        }
        return .output(OutputTarget(fileName: name))
    }

    @Sendable private static func parseTitle(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        .title(try Title(arguments.text, parameters: arguments.parameters))
    }

    @Sendable private static func parseOnError(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        switch (arguments.words[0].lowercased(), arguments.words[1].lowercased()) {
        case ("error", "stop"): return .onError(continues: false)
        case ("error", "continue"): return .onError(continues: true)
        default: throw StepProblem(message: "\\on is written \\on error stop|continue")
        }
    }

    /// On, off, or nil to turn it over.
    private static func parseSwitch(_ arguments: CommandArguments, of name: String) throws(StepProblem) -> Bool? {
        switch arguments.first?.lowercased() {
        case nil: return nil
        case "on": return true
        case "off": return false
        default: throw StepProblem(message: "\\\(name) is written \\\(name) [on|off]")
        }
    }

    @Sendable private static func parseCurl(_ arguments: CommandArguments) throws(StepProblem) -> Command {
        guard arguments.first != nil else { return .curl(nil) }
        // The language's check alone: no command can stand in a command, however often it is written.
        let checked = Checker.check(
            SourceText(arguments.rest),
            parameters: arguments.parameters,
            results: arguments.results
        )
        if let problem = checked.diagnostics.first(where: { $0.severity == .error }) {
            throw StepProblem(message: problem.message, hint: problem.hint)
        }
        guard checked.statements.count == 1, let statement = checked.statements.first,
            statement.destination == nil, case .query(let query) = statement.kind
        else {
            throw StepProblem(message: "\\curl takes one query", hint: "such as \\curl orders where status = new")
        }
        return .curl(query)
    }

    /// One of a fixed set of names.
    private static func choice<Choice: RawRepresentable<String>>(
        _ name: String,
        among choices: [Choice],
        what: String
    ) throws(StepProblem) -> Choice {
        if let found = choices.first(where: { $0.rawValue == name.lowercased() }) { return found }
        let names = choices.map(\.rawValue)
        let candidate = NameSuggestion.candidates(for: name, among: names).first
        throw StepProblem(
            message: "there is no \(what) '\(name)'",
            hint: candidate.map { "did you mean '\($0)'?" } ?? NameSuggestion.choices(names)
        )
    }
}
