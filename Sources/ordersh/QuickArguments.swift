import OrderModel
import OrderShell

/// Reads the plain command lines by hand.
///
/// The library that reads all others looks its types up while the program runs, which takes 3 ms: a third of the time
/// of a question to a snapshot. Whatever is not plain, and every mistake, is left to it; both read alike.
enum QuickArguments {
    /// What the arguments ask for; nil when they are for the library to read.
    static func read(_ arguments: [String]) -> ShellRequest? {
        var request = ShellRequest()
        var seen: Set<String> = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-c", "--set":
                guard let value = rest.popFirst() else { return nil }
                if argument == "-c" {
                    request.statements.append(value)
                } else {
                    request.choices.assignments.append(value)
                }
            case "--format", "--output", "--timezone", "--as-of", "--profile", "--scope", "--cacert":
                guard seen.insert(argument).inserted, let value = rest.popFirst(), !value.hasPrefix("-"),
                    set(argument, value, &request.choices)
                else { return nil }
            case "--sample": request.choices.usesSample = true
            case "--skip-bad-lines": request.choices.skipsBadLines = true
            default:
                guard argument == "-" || !argument.hasPrefix("-") else { return nil }
                request.sources.append(argument)
            }
        }
        return request
    }

    private static func set(_ option: String, _ value: String, _ choices: inout SessionChoices) -> Bool {
        switch option {
        case "--output": choices.output = value
        case "--timezone": choices.timezone = value
        case "--as-of": choices.asOf = value
        case "--profile": choices.profile = value
        case "--cacert": choices.server.certificateFile = value
        case "--scope":
            choices.server.scope = ListEndpoint(rawValue: value)
            return choices.server.scope != nil
        default:
            choices.format = OutputFormat(rawValue: value)
            return choices.format != nil
        }
        return true
    }
}
