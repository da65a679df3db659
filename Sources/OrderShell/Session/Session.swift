// A session: the source, the settings and the values that statements see, whether they come from the prompt, from
// `-c`, from standard input or from a script. All of them go through `run`.

package import OrderEngine
package import OrderLanguage
package import OrderModel
import OrderPlan

/// Runs checked programs, one statement after the other.
package actor Session {
    let environment: ShellEnvironment
    var settings: SessionSettings
    /// What helps while the next statement is typed.
    package nonisolated let knowledge = PromptKnowledge()
    /// The answers that `_`, `_1` and so on stand for.
    var results = ResultStore()
    /// Whether an answer may be asked for again.
    private(set) var keepsAnswers = false
    /// What is to be said below the answer, or with the next picture of `\watch`; nil while everything is said at once.
    var heldNotes: [String]?
    private(set) var source: (any OrderSource)?
    /// The files that the source reads.
    private(set) var sourcePaths: [String] = []
    /// How many orders somebody allowed the last query to fetch.
    private var approvedOrderCount = 0
    private var sourceDetails: (@Sendable (Instant) throws -> SourceDetails)?
    /// The values of the `$names`, and their types for the checker.
    private var values: [String: ParameterValue] = [:]
    private(set) var types: [String: ParameterType] = [:]
    private var namedDates = NamedDates()
    var output: OutputWriter
    /// Where the answer of the running statement goes instead.
    var sent: SentAnswer?
    /// Whether the running statement has answered so much that there is memory to be given back.
    private var hasAnsweredMuch = false
    private static let manyRowCount = 10_000
    /// What the source was asked last, for `\curl`.
    private(set) var lastAsked: AskedOfSource?

    package init(environment: ShellEnvironment, settings: SessionSettings, source: (any OrderSource)? = nil) {
        self.environment = environment
        self.settings = settings
        self.source = source
        output = OutputWriter(target: settings.output)
    }

    // MARK: Sources

    /// Opens a source and makes it the session's; the one before stays when that fails.
    package func open(_ name: SourceName) async throws {
        let opened = try await environment.openSource(name, settings.given)
        try checkTarget(settings.output, against: opened.paths)
        var settled = settings
        settled.given.setProfile(opened.settings)
        settled.certificateFile = opened.certificateFile
        if case .curl = settled.shownRequests {
            settled.shownRequests = .curl(certificateFile: opened.certificateFile)
        }
        try settled.settle(zoneRules: environment.zoneRules)
        settings = settled
        for warning in opened.warnings { note("warning: \(VisibleText.of(warning))") }
        source = opened.source
        sourcePaths = opened.paths
        lastAsked = nil
        sourceDetails = opened.details
        knowledge.values.begin(opened.source)
        shareKnowledge()
    }

    package var sourceName: String? { source?.name }

    /// One line about what the source holds and how old it is, where it knows that.
    package func sourceSummary() throws -> String? {
        guard let source, let details = try sourceDetails?(environment.now()) else { return nil }
        return SourceDescription.summary(of: source, details)
    }

    func note(_ text: String) {
        if heldNotes == nil { environment.note(text) } else { heldNotes?.append(text) }
    }

    private func releaseNotes() {
        let held = heldNotes ?? []
        heldNotes = nil
        for text in held { note(text) }
    }

    // MARK: Running

    /// Checks a text against what the session has defined.
    package func check(_ text: SourceText) -> Program {
        Program.check(text, parameters: types, results: results.schemas, atPrompt: environment.ask != nil)
    }

    /// Runs a program to its end or its first error; with `\on error continue` past errors.
    ///
    /// `given` are the values from the command line that take the place of defaults. Throws the first error,
    /// and `QuitRequest` for `\quit`.
    package func run(_ program: Program, given: [String: DefinitionValue] = [:]) async throws {
        defer {
            shareKnowledge()
            if hasAnsweredMuch { FreedMemory.giveBack() }
            hasAnsweredMuch = false
        }
        try checkSource(of: program)
        keepsAnswers = environment.ask != nil || program.asksAnswers
        output.beginProgram()
        do {
            try await withTaskCancellationHandler {
                try await run(program.steps, given: given)
            } onCancel: { [endPrograms = environment.endPrograms] in
                endPrograms()
            }
        } catch {
            try? output.endProgram()
            // What fails once the statement is cancelled fails by that.
            try Task.checkCancellation()
            throw error
        }
        try output.endProgram()
    }

    private func run(_ steps: [Program.Step], given: [String: DefinitionValue]) async throws {
        var firstError: (any Error)?
        for step in steps {
            let answerCount = results.appendedCount
            do {
                try Task.checkCancellation()
                try await run(step, given: given)
            } catch  where settings.continuesOnError && Self.canContinue(after: error) && !Task.isCancelled {
                note(FailureText.of(error))
                // What follows was checked for the answer that didn't come; no older one takes its place.
                if step.isKept, results.appendedCount == answerCount { keepNone("its query failed") }
                firstError = firstError ?? error
            }
        }
        if let firstError { throw PartlyFailed(first: firstError) }
    }

    /// Throws for a field that the source never sends, or what it must be asked for and can't, before anything runs.
    private func checkSource(of program: Program) throws(PlanError) {
        guard let source else { return }
        let time = settings.timeContext(at: environment.now())
        for step in program.steps {
            switch step {
            case .query(let query), .sent(.query(let query), _):
                try PlanCheck.check(query, on: source)
                guard settings.requiresPushdown, query.collection != .result else { continue }
                try PlanCheck.requirePushdown(query, on: source, at: time)
            case .explain(let query, _), .sent(.explain(let query, _), _): try PlanCheck.check(query, on: source)
            case .definition(let definition):
                if case .query(let query)? = definition.value { try PlanCheck.check(query, on: source) }
            // What follows is about another source.
            case .command(.open): return
            case .command, .lookup, .sent: continue
            }
        }
    }

    private static func canContinue(after error: any Error) -> Bool {
        !(error is CancellationError || error is QuitRequest || error as? OutputError == .readerLeft)
    }

    /// Makes the output file count; called when everything ran.
    package func finish() throws {
        try Task.checkCancellation()
        try complete(output)
    }

    /// Drops the output file, so that nothing half-written appears.
    package func abandon() {
        output.discard()
    }

    func run(_ step: Program.Step, given: [String: DefinitionValue]) async throws {
        switch step {
        case .query(let query): try await run(query)
        case .lookup(let lookup): try await run(lookup)
        case .explain(let query, let isAnalyzed): try await explain(query, isAnalyzed: isAnalyzed)
        case .definition(let definition): try await define(definition, given: given[definition.name])
        case .command(let command): try await run(command)
        case .sent(let step, let destination):
            try await send(step, to: destination, given: given)
        }
    }

    func requireSource() throws(ShellError) -> any OrderSource {
        guard let source else {
            throw ShellError(.usage, "no source of orders is named", mend: Self.sourceHint)
        }
        return source
    }

    package static let sourceHint = "name a file or an API's URL, or --sample for invented orders"

    func runner(watchedBy monitor: StatementMonitor? = nil) throws(ShellError) -> QueryRunner {
        QueryRunner(
            source: try requireSource(),
            time: settings.timeContext(at: environment.now()),
            values: values,
            options: RunOptions(requiresPushdown: settings.requiresPushdown, monitor: monitor),
            results: results
        )
    }

    private func makeMonitor(of query: Query, isRepeated: Bool = false) -> StatementMonitor {
        environment.statementBegins(settings.given)
        // What was allowed once is not asked for again each time that it is repeated, unless it grows to twice as much.
        var allowance = settings.allowance
        if isRepeated {
            allowance.maximumOrderCount = allowance.maximumOrderCount.map { max($0, 2 * approvedOrderCount) }
        }
        return StatementMonitor(
            allowance: allowance,
            progress: environment.progress,
            ask: environment.ask,
            noun: query.collection == .result ? "rows" : "orders"
        )
    }

    /// Answers a query, and says what a careful reader must know.
    private func answer(_ query: Query, isRepeated: Bool = false) async throws -> QueryRunner.Answer {
        if query.collection != .result { lastAsked = .query(query) }
        let monitor = makeMonitor(of: query, isRepeated: isRepeated)
        defer { monitor.finish() }
        let answer = try await runner(watchedBy: monitor).answer(query)
        hasAnsweredMuch = environment.ask != nil && answer.table.rows.count >= Self.manyRowCount
        // What gathering the rows has taken isn't held while the answer is looked at.
        if hasAnsweredMuch { FreedMemory.giveBack() }
        approvedOrderCount = max(monitor.approvedOrderCount, isRepeated ? approvedOrderCount : 0)
        monitor.finish()
        warn(answer.warnings)
        return answer
    }

    /// Answers a query that may leave its columns to us: those of the usual ones that the source supplies.
    func answerWithUsualColumns(_ query: Query, isRepeated: Bool = false) async throws -> QueryRunner.Answer {
        let capabilities = try requireSource().capabilities
        do {
            return try await answer(completed(query, for: capabilities), isRepeated: isRepeated)
        } catch let error as PlanError {
            // The source turned out to be another, which supplies less.
            guard case .changed(let change, _) = error, query.columns == nil else { throw error }
            note("warning: \(VisibleText.of(change))")
            return try await answer(completed(query, for: try requireSource().capabilities), isRepeated: isRepeated)
        }
    }

    private func completed(_ query: Query, for capabilities: SourceCapabilities) -> Query {
        query.answering(withDocuments: format.writesDocuments) { PlanCheck.sends($0, capabilities) }
    }

    private func warn(_ warnings: [String]) {
        for warning in warnings { note("warning: \(VisibleText.of(warning))") }
    }

    private func run(_ query: Query) async throws {
        if let form = settings.shownRequests { return try showRequests(of: .query(query), form) }
        // At the prompt what is said of an answer stands below it, where the pager leaves it in sight.
        if environment.ask != nil { heldNotes = [] }
        defer { releaseNotes() }
        let answer = try await answerWithUsualColumns(query)
        keep(answer, to: query)
        knowledge.values.note(answer.table, of: query)
        var remarks = namedDates.remarks(for: query) + answer.remarks + ageRemarks(of: answer.asked)
        remarks += nameRemarks(of: query, answer.table)
        let showsTiming = settings.showsTiming
        try write(rowCount: answer.table.rows.count) { format, render, sink throws(OutputError) in
            var render = render
            render.chart = query.chart
            if showsTiming || render.width != nil { remarks.append(answer.timing) }
            try format.write(answer.table, remarks: remarks, settings: render, to: sink)
        }
        if settings.showsTiming, !format.isForPeople { note(answer.timing) }
    }

    private func run(_ lookup: Lookup) async throws {
        if let form = settings.shownRequests { return try showRequests(of: .lookup(lookup), form) }
        let source = try requireSource()
        lastAsked = .lookup(lookup)
        environment.statementBegins(settings.given)
        guard let order = try await source.order(lookup) else {
            throw ShellError(.failed, "\(source.name) has no \(lookup.words)")
        }
        keep(order, foundBy: lookup)
        try write { format, render, sink throws(OutputError) in
            try format.write(document: order.document, settings: render, to: sink)
        }
    }

    private func explain(_ query: Query, isAnalyzed: Bool) async throws {
        if let form = settings.shownRequests, isAnalyzed { return try showRequests(of: .query(query), form) }
        let monitor = makeMonitor(of: query)
        defer { monitor.finish() }
        let explanation = try await runner(watchedBy: monitor).explanation(of: query, isAnalyzed: isAnalyzed)
        monitor.finish()
        warn(explanation.warnings)
        try write(text: explanation.text)
    }

    // MARK: Definitions

    private func define(_ definition: Definition, given: DefinitionValue?) async throws {
        guard let value = given ?? definition.value else {
            throw ShellError(.usage, "$\(definition.name) must be given a value", mend: "let \(definition.name) = …")
        }
        try await define(definition.name, as: value, definition.type)
    }

    /// Gives a name a value, computed now; relative dates and queries are settled by this.
    package func define(_ name: String, as value: DefinitionValue, _ type: ParameterType) async throws {
        let time = settings.timeContext(at: environment.now())
        switch value {
        case .query(let query):
            if let form = settings.shownRequests {
                try showRequests(of: .query(query), form)
                throw ShellError(
                    .failed,
                    "what follows depends on $\(name), which only the server's answer gives",
                    mend: "give it a value: --set \(name)=…"
                )
            }
            let table = try await answer(query).table
            values[name] = .literal(try ConstantValue.literal(of: table, name: name))
        case .constant(let expression):
            values[name] = .literal(try ConstantValue.literal(of: expression, values: values, time: time))
        case .list(let elements):
            values[name] = .list(
                try elements.map { try ConstantValue.literal(of: $0, values: values, time: time) }
            )
        }
        types[name] = type
        namedDates.define(name, as: value, values[name], in: time)
    }

    // MARK: Commands

    private func run(_ command: Command) async throws {
        switch command {
        case .quit: throw QuitRequest()
        case .open(let name): try await open(name)
        case .source:
            try show(SourceDescription.text(of: source, details: try sourceDetails?(environment.now())))
        case .format(let format): try set(.format, .format(format), by: "\\format")
        case .set(let name, let value?): try set(name, value, by: "\\set")
        case .set(let name, nil): try showSettings(name)
        case .settings: try showSettings(nil)
        case .output(let target):
            try checkTarget(target, against: sourcePaths)
            let next = OutputWriter(target: target)
            // A name that can't be written is said now, and not by every query from here on.
            try next.open()
            let previous = output
            settings.output = target
            output = next
            try complete(previous)
        case .title(let title): try write(title: title.text(with: values))
        case .trace(let isOn): environment.trace.isOn = isOn ?? !environment.trace.isOn
        case .curl(let query): try showCurl(of: query.map(AskedOfSource.query) ?? lastAsked)
        case .timing(let isOn): settings.showsTiming = isOn ?? !settings.showsTiming
        case .onError(let continues): settings.continuesOnError = continues
        case .last(let number, let format): try showLast(number, format)
        case .chart(let kind): try showChart(kind)
        case .watch(let interval): try await watch(every: interval)
        case .history(let text): try showHistory(text)
        case .edit: throw EditRequest()
        case .help(let page): try show(page.text)
        case .fields(let collection): try show(FieldList.text(of: collection, source: source))
        case .columns(let number): try show(FieldList.text(of: try results.requiredResult(number)))
        }
    }
}

/// Asks for the session's end.
package struct QuitRequest: Error {}

/// Some statements failed while others went on, under `\on error continue`.
package struct PartlyFailed: Failure {
    package let first: any Error

    package var category: FailureCategory { .failed }
    package var message: String { "not every statement could be run" }
}

extension Lookup {
    /// The order as messages name it.
    fileprivate var words: String {
        switch self {
        case .identifier(let identifier): "order \(identifier)"
        case .number(let number): "order with the number '\(number)'"
        case .key(let key): "order with the key '\(key)'"
        }
    }
}
