import ArgumentParser

/// `ordersh [SOURCE]`: the prompt, statements from `-c`, or statements from standard input.
struct ShellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ordersh",
        abstract: "A shell for order data: filter, group and list orders from files and order APIs.",
        usage: """
            ordersh [SOURCE]                      the prompt
            ordersh -c 'STATEMENTS' [SOURCE]      one or more statements, then exit
            ordersh run SCRIPT [SOURCE]           a script; 'ordersh run SCRIPT --help' shows its parameters
            … | ordersh SOURCE                    statements from standard input
            ordersh import FILE… -o shop.orders   files into a snapshot, which answers at once
            ordersh sync PROFILE -o shop.orders   a server's orders into one, and later what has changed
            ordersh export shop.orders            a snapshot's orders as NDJSON again
            ordersh generate --count N            invented orders as NDJSON
            ordersh serve shop.orders             the order API, served from a snapshot or files
            ordersh profile COMMAND               servers by name: list, show, add, remove, test
            ordersh doctor PROFILE                looks a server over and learns its habits
            ordersh completions bash|zsh|fish     a script with which the shell completes command lines
            ordersh man                           the manual page
            """,
        discussion: """
            SOURCE is one or several files (NDJSON, a JSON array, an API page or CSV, also gzipped), a snapshot, \
            - for standard input, the name of a profile, or the base URL of an order API, whose token is read from \
            ORDERSH_TOKEN. Without one ORDERSH_PROFILE names the profile; else at a terminal's prompt the built-in \
            sample is used. 'ordersh import --help' and so on tell more.

            Exit status: 0 all ran, 1 something failed while running, 2 a usage or language error and nothing \
            ran, 4 the server refused the credentials, 5 the network or the server failed, 6 no complete answer, \
            130 interrupted, 143 terminated.
            """,
        version: "ordersh \(Main.version)"
    )

    @Argument(help: ArgumentHelp("Where the orders are.", valueName: "source"), completion: .file())
    var sources: [String] = []

    @Option(
        name: .customShort("c"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run these statements and exit; can be repeated.", valueName: "statements")
    )
    var statements: [String] = []

    @OptionGroup var options: SessionOptions

    var request: ShellRequest { ShellRequest(sources: sources, statements: statements, choices: options.choices) }

    func run() async throws {
        try await request.run()
    }
}
