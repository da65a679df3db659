import OrderLanguage
import OrderModel
import OrderShell
import Testing

@Suite struct ScriptParametersTests {
    private static let script = """
        param day: date = yesterday "the day to report"
        param wanted: [status]
        param name: text = "x"
        orders where created_at in $day and status in $wanted and key != $name
        """

    private func read(_ arguments: [String], set: [String] = []) -> String {
        let program = Program.check(SourceText(Self.script))
        do throws(ShellError) {
            let outcome = try ScriptParameters(of: program).read(arguments, set: set)
            let values = outcome.values.sorted { $0.key < $1.key }.map { name, value in
                switch value {
                case .constant(let expression): "\(name)=\(CanonicalPrinter.print(expression))"
                case .list(let elements): "\(name)=(\(elements.map(CanonicalPrinter.print).joined(separator: ", ")))"
                case .query: "\(name)=query"
                }
            }
            return (values + outcome.rest).joined(separator: " ")
        } catch {
            return error.mend.map { "\(error.message); \($0)" } ?? error.message
        }
    }

    @Test(
        arguments: [
            (["--wanted", "new,hold"], [], "wanted=(new, hold)"),
            (["a.json", "--wanted=new", "--day", "2025-12"], [], "day=2025-12 wanted=(new) a.json"),
            (["--wanted=new", "--name", "--odd; or $x"], [], "name=\"--odd; or $x\" wanted=(new)"),
            (["--wanted=new", "--name="], [], "name=\"\" wanted=(new)"),
            ([], ["wanted=new", "day=today"], "day=today wanted=(new)"),
            ([], [], "$wanted must be given a value; with --set wanted=…, to a script also with --wanted … ([status])"),
            (["--wanted", "new", "--wanted", "hold"], [], "--wanted is given twice"),
            (["--wanted"], [], "--wanted needs a value of type [status]"),
            (["--wnated", "new"], [], "the script has no parameter 'wnated'; did you mean --wanted?"),
            (["--wanted", "new"], ["x"], "--set takes name=value, found 'x'"),
            (
                ["--wanted", "new", "--day", "soon"], [],
                "'soon' is no value of --day, which is date: 'soon' is no constant; text stands in quotes: \"soon\";"
                    + " for example 2025-12-27, yesterday or 2025-12"
            ),
        ] as [([String], [String], String)]
    )
    func readsTheScriptsOptions(arguments: [String], set: [String], expected: String) {
        #expect(read(arguments, set: set) == expected)
    }

    @Test func helpShowsTypesDefaultsAndTexts() {
        let help = ScriptParameters(of: Program.check(SourceText(Self.script))).help(script: "daily.oq")
        #expect(
            help == """
                usage: ordersh run daily.oq [SOURCE] [--day DATE] --wanted [STATUS] [--name TEXT]

                parameters:
                  --day date         the day to report (default yesterday)
                  --wanted [status]  required
                  --name text        default "x"

                """
        )
    }

    @Test(arguments: [
        ("5", "integer"), ("2.5", "money"), ("true", "boolean"), ("yesterday", "date"), ("7d", "duration"),
        ("2025-12-27T10:00:00Z", "instant"), ("new", "text"), ("two words", "text"), ("", "text"),
        ("new,hold", "[text]"), ("1,2", "[integer]"),
    ])
    func anUndeclaredValueGetsTheTypeThatItLooksLike(text: String, type: String) {
        #expect(ScriptParameters.undeclared(text).type.description == type)
    }
}
