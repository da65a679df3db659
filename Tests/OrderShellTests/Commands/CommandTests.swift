import OrderLanguage
import OrderModel
import Testing

@testable import OrderShell

@Suite struct CommandTests {
    private func parse(_ line: String, parameters: [String: ParameterType] = [:]) -> String {
        do throws(StepProblem) {
            switch try Command.parse(line, parameters: parameters) {
            case .help(.overview): return "help -"
            case .help(.entry(let entry)): return "help \(entry.name)"
            case .fields(let collection): return "fields \(collection?.rawValue ?? "-")"
            case .columns(let number): return "columns \(number)"
            case .source: return "source"
            case .open(let name): return "open \(name)"
            case .format(let format): return "format \(format.rawValue)"
            case .set(let name, let value): return "set \(name.rawValue) \(value.map { "\($0)" } ?? "-")"
            case .settings: return "settings"
            case .output(let target): return "output \(target)"
            case .title(let title): return "title " + title.text(with: ["day": .literal(.text("x"))])
            case .onError(let continues): return "on error \(continues)"
            case .timing(let isOn): return "timing \(isOn.map { "\($0)" } ?? "-")"
            case .trace(let isOn): return "trace \(isOn.map { "\($0)" } ?? "-")"
            case .curl(let query): return "curl \(query.map(CanonicalPrinter.print) ?? "-")"
            case .last(let number, let format): return "last \(number) \(format?.rawValue ?? "-")"
            case .chart(let kind): return "chart \(kind.rawValue)"
            case .watch(let interval): return "watch \(DurationText.write(interval))"
            case .history(let text): return "history \(text ?? "-")"
            case .edit: return "edit"
            case .quit: return "quit"
            }
        } catch {
            return error.hint.map { "\(error.message); \($0)" } ?? error.message
        }
    }

    @Test(arguments: [
        ("help", "help -"), ("help dates", "help dates"), ("HELP Dates", "help dates"),
        ("help group  by", "help group by"), ("help sum()", "help sum"), ("help \\chart", "help \\chart"),
        ("help chart", "help chart"), ("help format", "help \\format"), ("help '\\>'", "help output"),
        ("fields items", "fields items"), ("fields _", "columns 0"), ("fields _2", "columns 2"), ("source", "source"),
        ("quit", "quit"),
        ("last", "last 0 -"), ("last 2", "last 2 -"), ("last csv", "last 0 csv"), ("last 1 JSON", "last 1 json"),
        ("last -1", "\\last is written \\last [N] [FORMAT]"), ("chart bar", "chart bar"), ("watch", "watch 5s"),
        ("watch 1min", "watch 1min"), ("watch 0s", "\\watch takes a time, such as 5s or 10min"),
        ("history", "history -"), ("history status = new", "history status = new"), ("edit", "edit"),
        ("open a.json", "open file(\"a.json\")"), ("open 'two words.json'", "open file(\"two words.json\")"),
        ("open a.json 'b c.csv'", "open files([\"a.json\", \"b c.csv\"])"),
        ("open https://shop.example", "open server(url: \"https://shop.example\")"),
        ("connect https://shop.example", "open server(url: \"https://shop.example\")"),
        ("connect shop", "open profile(\"shop\")"), ("set", "settings"), ("set format", "set format -"),
        ("set MAX_ROWS none", "set max_rows none"), ("set timezone Asia/Tehran", "set timezone Asia/Tehran"),
        ("format ndjson", "format ndjson"), ("output", "output standardOutput"),
        ("output \"a b.csv\"", "output file(\"a b.csv\")"), ("on error continue", "on error true"),
        ("on error stop", "on error false"), ("timing", "timing -"), ("timing off", "timing false"),
        ("trace", "trace -"), ("trace on", "trace true"), ("curl", "curl -"),
        ("curl orders where status=new", "curl orders where status = new"),
        ("curl orders where created_at in $day", "curl orders where created_at in $day"),
        ("title Orders of $day", "title Orders of x"), ("title \"a  $day\"", "title a  x"),
        ("title costs $$5", "title costs $5"), ("title 5 $", "title 5 $"),
    ])
    func readsCommands(line: String, expected: String) {
        #expect(parse(line, parameters: ["day": ParameterType(.date)]) == expected)
    }

    @Test(arguments: [
        ("curl order 17", "\\curl takes one query; such as \\curl orders where status = new"),
        ("trace maybe", "\\trace is written \\trace [on|off]"),
        ("q", "there is no command \\q; did you mean \\quit?"),
        ("?", "there is no command \\?; did you mean \\help?"),
        ("d", "there is no command \\d; did you mean \\fields?"),
        (
            "curl \\curl orders",
            "\\curl takes one query; such as \\curl orders where status = new"
        ),
        ("hlep", "there is no command \\hlep; did you mean \\help?"),
        ("", "there is no command \\; \\help lists them"),
        (
            "help nonsense",
            "there is no help on 'nonsense'; \\help alone lists the topics"
        ),
        ("format", "\\format is written \\format table|vertical|csv|tsv|json|ndjson|markdown|html"),
        ("format jsn", "there is no format 'jsn'; did you mean 'json'?"),
        ("open", "\\open is written \\open FILE…"),
        ("open 'a", "a quote is not closed in this command"),
        (
            "connect ./a.json",
            "'./a.json' is neither an API's URL nor the name of a profile; such as https://shop.example; "
                + "a file is opened with \\open"
        ),
        ("set formt csv", "there is no setting 'formt'; did you mean 'format'?"),
        ("set max_rows many", "max_rows takes a number, or none"),
        ("set timeout 5s", "timeout holds for a run as a whole; give it as an option"),
        (
            "open clickhouse://x",
            "ClickHouse as a source is not there yet in this version of ordersh; a later version will have it"
        ),
        ("on error maybe", "\\on is written \\on error stop|continue"),
        ("title of $dya", "no value named '$dya'; did you mean '$day'?"),
    ])
    func refusesWhatIsWrong(line: String, expected: String) {
        #expect(parse(line, parameters: ["day": ParameterType(.date)]) == expected)
    }
}
