import ArgumentParser
import OrderModel
import OrderShell

/// `ordersh man`: the manual page, made from the definitions that the command line is parsed by.
struct ManCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        _superCommandName: "ordersh",
        abstract: "Writes the manual page.",
        discussion: "To keep it: ordersh man > ~/.local/share/man/man1/ordersh.1; to read it: ordersh man | man -l -"
    )

    func run() async throws {
        throw ExitCode(StandardOutput.write(try ManualPage.text()))
    }
}
