import OrderTestSupport
import Testing

@testable import ordersh

@Suite struct ManualPageTests {
    @Test func everyCommandAndOptionStandsInIt() throws {
        let page = try ManualPage.text().replacing("\\-", with: "-")
        func check(_ command: CommandDescription, under parent: String) {
            #expect(page.contains(".SS \"\(parent) \(command.name)\""))
            for argument in command.arguments { #expect(page.contains(argument.spelling), "\(argument.spelling)") }
            for subcommand in command.subcommands { check(subcommand, under: parent + " " + command.name) }
        }
        let tree = try CommandTree.description()
        #expect(tree.subcommands.count == 10)
        for command in tree.subcommands { check(command, under: "ordersh") }
        for argument in tree.arguments { #expect(page.contains(argument.spelling)) }
        #expect(page.contains("\\ehelp [TOPIC]"))
    }

    @Test func groffReadsItWithoutAWarning() throws {
        let folder = try TemporaryFolder()
        let result = try ShellScript(
            """
            ordersh man > page || exit 9
            command -v groff >/dev/null || exit 0
            groff -man -Tutf8 -Kutf8 -ww -z page
            """,
            in: folder.path
        )
        #expect(result.errors == "")
        #expect(result.status == 0)
    }
}
