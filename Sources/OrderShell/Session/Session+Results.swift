// The last answers: kept by the session, so that they can be asked and shown again without their source.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan

extension Session {
    /// Keeps an answer as what `_` stands for, where anybody may ask for it.
    func keep(_ answer: QueryRunner.Answer, to query: Query, at time: Instant? = nil) {
        guard keepsAnswers else { return }
        let capabilities = source?.capabilities
        do throws(FieldProblem) {
            let table = try answer.table.withUsualColumns(of: query.collection) { field in
                capabilities.map { PlanCheck.sends(field, $0) } ?? true
            }
            results.append(
                StoredResult(
                    table: table,
                    time: time ?? answer.asked?.time ?? environment.now(),
                    statement: CanonicalPrinter.print(query),
                    chart: query.chart
                )
            )
        } catch {
            // Documents are shown whatever they hold; as columns they would have been an error.
            results.appendLost(answer.table.columns, "in one of its orders \(error.message)")
        }
        shareResults()
    }

    /// Keeps the order of a lookup as an answer of one row, with those of the usual columns that it tells.
    func keep(_ order: Order, foundBy lookup: Lookup) {
        guard keepsAnswers else { return }
        var columns: [ResultColumn] = []
        var values: [Value] = []
        for field in Schema.defaultColumns(of: .orders) {
            guard let value = try? field.value(in: order.document) else { continue }
            columns.append(ResultColumn(name: field.name, type: field.type))
            values.append(value)
        }
        let row = ResultRow(values: values, document: .object(order.document))
        results.append(
            StoredResult(
                table: ResultTable(columns: columns, rows: [row]),
                time: environment.now(),
                statement: lookup.statement,
                wholeOrder: order.document
            )
        )
        shareResults()
    }

    /// Lets `_` stand for an answer that did not come.
    func keepNone(_ reason: String) {
        results.appendLost([], reason)
        shareResults()
    }

    /// `\last`: shows an earlier answer again, whole or in another format, without asking the source.
    ///
    /// In another format its rows are shown, and on a page its chart with them.
    func showLast(_ number: Int, _ otherFormat: OutputFormat?) throws {
        let result = try results.requiredResult(number)
        if let order = result.wholeOrder {
            return try write(as: otherFormat) { format, render, sink throws(OutputError) in
                try format.write(document: order, settings: render, to: sink)
            }
        }
        let remarks = ageRemarks(of: result)
        try write(as: otherFormat, rowCount: result.table.rows.count) { format, render, sink throws(OutputError) in
            var render = render
            if otherFormat == nil || format == .html { render.chart = result.chart }
            try format.write(result.table, remarks: remarks, settings: render, to: sink)
        }
    }

    /// What a person is told of an answer that comes from an earlier one: when its data was read.
    func ageRemarks(of result: StoredResult?) -> [String] {
        guard let result, sent == nil, settings.output == .standardOutput, environment.terminalWidth() != nil else {
            return []
        }
        let now = environment.now()
        let (then, today) = (settings.zone.civilTime(at: result.time), settings.zone.civilTime(at: now))
        let text = result.time.clockText(in: settings.zone)
        let day = then.date == today.date ? "" : "\(then.date) "
        return ["from the answer of \(day)\(text), \(AgeText.of(result.time, at: now)) ago"]
    }
}

extension Lookup {
    /// The statement in canonical form.
    fileprivate var statement: String {
        switch self {
        case .identifier(let identifier): "order \(identifier)"
        case .number(let number): "order number \(CanonicalPrinter.print(Literal.text(number)))"
        case .key(let key): "track \(CanonicalPrinter.print(Literal.text(key)))"
        }
    }
}

/// How long ago something was, in its largest unit.
enum AgeText {
    static func of(_ time: Instant, at now: Instant) -> String {
        let seconds = max(0, now.microseconds - time.microseconds) / 1_000_000
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}

extension Instant {
    /// The time by the clock of a zone, to the second: `14:32:05`.
    func clockText(in zone: TimeZoneRules) -> String {
        let time = zone.civilTime(at: self)
        return [time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }
}
