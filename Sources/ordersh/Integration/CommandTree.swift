import ArgumentParser
import OrderModel
import OrderShell

/// All commands as one tree: what other shells' completion and the manual page are made from.
///
/// Nothing is parsed with it: `Main` finds a subcommand by hand, which starts faster, and without one of their names
/// the command line is the shell's own.
struct CommandTree: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ordersh",
        abstract: ShellCommand.configuration.abstract,
        discussion: ShellCommand.configuration.discussion,
        subcommands: [
            RunCommand.self, ImportCommand.self, SyncCommand.self, ExportCommand.self, GenerateCommand.self,
            ServeCommand.self, ProfileCommand.self, DoctorCommand.self, CompletionsCommand.self, ManCommand.self,
        ]
    )

    @OptionGroup var shell: ShellCommand

    /// What the library tells of the tree, which it does as JSON only.
    static func description() throws -> CommandDescription {
        do {
            _ = try parseAsRoot(["--experimental-dump-help"])
        } catch {
            let text = fullMessage(for: error)
            if case .object(let object) = try JSONParser.parse(Array(text.utf8)),
                case .object(let command)? = object["command"]
            {
                return CommandDescription(command)
            }
        }
        throw ShellError(.failed, "the command line's definitions cannot be read")
    }
}

/// A command, its arguments and its subcommands.
struct CommandDescription {
    let name: String
    let abstract: String
    let discussion: String
    let arguments: [ArgumentDescription]
    let subcommands: [CommandDescription]

    init(_ object: JSONObject) {
        name = object.text("commandName")
        abstract = object.text("abstract")
        discussion = object.text("discussion")
        arguments = object.objects("arguments").filter { $0["shouldDisplay"] != .boolean(false) }
            .map(ArgumentDescription.init)
        subcommands = object.objects("subcommands").map(CommandDescription.init).filter { $0.name != "help" }
    }

    /// The option or flag of a name: `--output`, `-o`.
    func option(_ name: String) -> ArgumentDescription? { arguments.first { $0.names.contains(name) } }

    func subcommand(_ name: String) -> CommandDescription? { subcommands.first { $0.name == name } }
}

/// An option, a flag, or an argument without a name.
struct ArgumentDescription {
    /// How it is written: `-o`, `--output`; none for an argument by its place.
    let names: [String]
    let valueName: String
    let abstract: String
    let takesValue: Bool
    let isRepeating: Bool
    let values: Values

    /// What can be given.
    enum Values: Equatable {
        case anything
        case list([String])
        /// Files, with these endings if there are any.
        case files([String])
        /// The names of the configuration's profiles: the only custom completion that there is.
        case profiles
        case zones
    }

    init(_ object: JSONObject) {
        names = object.objects("names").map { ($0.text("kind") == "long" ? "--" : "-") + $0.text("name") }
        valueName = object.text("valueName")
        abstract = object.text("abstract")
        takesValue = object.text("kind") != "flag"
        isRepeating = object["isRepeating"] == .boolean(true)
        values = Values(object, named: valueName)
    }

    /// `-o, --output <file>`, or `<file>` for what has no name.
    var spelling: String {
        let value = takesValue ? ["<\(valueName)>"] : []
        return ([names.joined(separator: ", ")].filter { !$0.isEmpty } + value).joined(separator: " ")
    }
}

extension ArgumentDescription.Values {
    fileprivate init(_ object: JSONObject, named valueName: String) {
        guard case .object(let kind)? = object["completionKind"] else {
            let all = object.texts("allValues")
            self = valueName == "zone" ? .zones : all.isEmpty ? .anything : .list(all)
            return
        }
        if case .object(let list)? = kind["list"] {
            self = .list(list.texts("values"))
        } else if case .object(let file)? = kind["file"] {
            self = .files(file.texts("extensions"))
        } else {
            self = kind["custom"] == nil ? .anything : .profiles
        }
    }
}

extension CompletionKind {
    /// The names of the profiles in the configuration; `CommandLineCompletion` gives them itself.
    static var profile: CompletionKind { .custom { _, _, _ in [] } }
}

extension JSONObject {
    fileprivate func text(_ key: String) -> String {
        if case .text(let text)? = self[key] { return text }
        return ""
    }

    fileprivate func objects(_ key: String) -> [JSONObject] {
        elements(key).compactMap { element in
            if case .object(let object) = element { return object }
            return nil
        }
    }

    fileprivate func texts(_ key: String) -> [String] {
        elements(key).compactMap { element in
            if case .text(let text) = element { return text }
            return nil
        }
    }

    private func elements(_ key: String) -> [JSONValue] {
        if case .array(let elements)? = self[key] { return elements }
        return []
    }
}
