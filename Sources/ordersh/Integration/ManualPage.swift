import ArgumentParser
import OrderShell

/// Writes the manual page in roff's man macros.
///
/// What it says of commands and options comes from the command line's own definitions, what it says of the prompt from
/// the command table.
enum ManualPage {
    static func text() throws -> String {
        let program = try CommandTree.description()
        var page = RoffText()
        page.macro("TH", "ORDERSH", "1", "", "ordersh \(Main.version)", "User Commands")
        page.macro("SH", "NAME")
        page.line("ordersh - " + lowerFirst(program.abstract))
        page.macro("SH", "SYNOPSIS")
        for line in (ShellCommand.configuration.usage ?? "").split(separator: "\n") {
            let parts = line.split(separator: "  ", maxSplits: 1).map { $0.drop { $0 == " " } }
            page.macro("TP")
            page.line(bold: String(parts.first ?? ""))
            page.line(parts.count > 1 ? String(parts[1]) : "")
        }
        page.macro("SH", "DESCRIPTION")
        page.paragraphs(program.discussion)
        page.macro("SH", "OPTIONS")
        write(argumentsOf: program, to: &page)
        page.macro("SH", "COMMANDS")
        for command in program.subcommands {
            write(command, under: "ordersh", to: &page)
        }
        page.macro("SH", "AT THE PROMPT")
        for (usage, summary) in PromptManual.commands {
            page.macro("TP")
            page.line(bold: usage)
            page.line(summary)
        }
        page.macro("SH", "ENVIRONMENT")
        for (name, meaning) in environment {
            page.macro("TP")
            page.line(bold: name)
            page.line(meaning)
        }
        page.macro("SH", "FILES")
        for (name, meaning) in files {
            page.macro("TP")
            page.line(italic: name)
            page.line(meaning)
        }
        return page.text
    }

    private static func write(_ command: CommandDescription, under parent: String, to page: inout RoffText) {
        let name = parent + " " + command.name
        page.macro("SS", name)
        page.paragraphs(command.abstract)
        page.paragraphs(command.discussion)
        write(argumentsOf: command, to: &page)
        for subcommand in command.subcommands { write(subcommand, under: name, to: &page) }
    }

    private static func write(argumentsOf command: CommandDescription, to page: inout RoffText) {
        for argument in command.arguments {
            page.macro("TP")
            page.line(bold: argument.spelling)
            page.line(argument.abstract)
        }
    }

    private static func lowerFirst(_ text: String) -> String {
        var text = text.prefix(1).lowercased() + text.dropFirst()
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static let environment = [
        ("ORDERSH_PROFILE", "the profile that is used where no source is named"),
        ("ORDERSH_TOKEN", "the token of a server that is named by its URL"),
        ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "the proxies for servers"),
        ("NO_COLOR", "no colours, whatever the terminal can show"),
        ("PAGER", "what shows answers that are longer than the screen"),
        ("VISUAL, EDITOR", "what \\edit and Ctrl-X Ctrl-E open"),
        ("EDITRC", "the line editor's configuration, else ~/.editrc"),
    ]

    private static let files = [
        ("$XDG_CONFIG_HOME/ordersh/config.json", "settings and profiles, else in ~/.config"),
        ("$XDG_STATE_HOME/ordersh/history", "the statements of earlier sessions, else in ~/.local/state"),
    ]
}

/// Text for roff, in which a backslash, a hyphen and a leading dot mean something.
private struct RoffText {
    private(set) var text = ""

    mutating func macro(_ name: String, _ arguments: String...) {
        let quoted = arguments.map { " \"" + Self.escaped($0.replacing("\"", with: "'")) + "\"" }
        text += "." + name + quoted.joined() + "\n"
    }

    mutating func line(_ words: String) {
        let escaped = Self.escaped(words)
        text += (escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" : "") + escaped + "\n"
    }

    mutating func line(bold words: String) { text += "\\fB" + Self.escaped(words) + "\\fR\n" }
    mutating func line(italic words: String) { text += "\\fI" + Self.escaped(words) + "\\fR\n" }

    mutating func paragraphs(_ words: String) {
        for paragraph in words.split(separator: "\n") {
            macro("PP")
            line(String(paragraph))
        }
    }

    private static func escaped(_ words: String) -> String {
        words.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}
