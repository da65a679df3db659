import OrderLanguage
import OrderModel
import OrderShell

/// What could be the last word of a command line, for the completion of bash, zsh and fish.
struct CommandLineCompletion {
    struct Candidate: Equatable {
        let text: String
        var detail = ""
    }

    private(set) var candidates: [Candidate] = []
    /// Whether files belong among them, which the other shell knows best; the endings of those wanted, all if empty.
    private(set) var files: [String]?

    private let profiles: () -> [String]
    private let zones: () -> [String]
    private let parameters: (_ scriptPath: String) -> [Candidate]

    /// Completes the last of the words after `ordersh`.
    ///
    /// - Parameters:
    ///   - words: All words up to the one that is typed, which may be empty.
    ///   - tree: All commands.
    ///   - profiles: The names of the profiles.
    ///   - zones: The names of the time zones.
    ///   - parameters: The parameters of a script, as options.
    init(
        _ words: [String],
        in tree: CommandDescription,
        profiles: @escaping () -> [String],
        zones: @escaping () -> [String],
        parameters: @escaping (_ scriptPath: String) -> [Candidate]
    ) {
        self.profiles = profiles
        self.zones = zones
        self.parameters = parameters
        let typed = words.last ?? ""
        var before = words.dropLast()
        var command = tree
        // A subcommand is the first word or nothing.
        while let word = before.first, let next = command.subcommand(word) {
            command = next
            before.removeFirst()
        }
        if let option = before.last.flatMap(command.option), option.takesValue {
            offer(option.values)
        } else if let equals = typed.firstIndex(of: "="), let option = command.option(String(typed[..<equals])) {
            if option.takesValue { offer(option.values) }
            candidates = candidates.map { Candidate(text: typed[...equals] + $0.text, detail: $0.detail) }
        } else if typed.hasPrefix("-") {
            offerOptions(of: command, given: Array(before))
        } else {
            if before.isEmpty {
                candidates += command.subcommands.map { Candidate(text: $0.name, detail: $0.abstract) }
            }
            offerPositional(of: command, given: Array(before))
        }
        candidates = candidates.filter { $0.text.utf8.starts(with: typed.utf8) }
    }

    private mutating func offer(_ values: ArgumentDescription.Values) {
        switch values {
        case .anything: break
        case .list(let values): candidates += values.map { Candidate(text: $0) }
        case .files(let endings): files = endings
        case .zones: candidates += zones().map { Candidate(text: $0) }
        case .profiles: candidates += profiles().map { Candidate(text: $0, detail: "profile") }
        }
    }

    private mutating func offerOptions(of command: CommandDescription, given: [String]) {
        for argument in command.arguments
        where argument.isRepeating || given.allSatisfy({ !argument.names.contains($0) }) {
            candidates += argument.names.filter { $0.hasPrefix("--") }.map {
                Candidate(text: $0, detail: argument.abstract)
            }
        }
        candidates.append(Candidate(text: "--help", detail: "Show help information."))
        var seen: Set<String> = []
        candidates = candidates.filter { seen.insert($0.text).inserted }
        if command.name == "run", let script = given.first { candidates += parameters(script) }
    }

    /// What stands without a name: the argument of this place, the last one for all further places if it repeats.
    private mutating func offerPositional(of command: CommandDescription, given: [String]) {
        var place = 0
        var words = given[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                place += 1
                continue
            }
            if command.arguments.contains(where: { $0.names.contains(word) && $0.takesValue }) {
                words = words.dropFirst()
            }
        }
        let positional = command.arguments.filter(\.names.isEmpty)
        guard let last = positional.last else { return }
        if place < positional.count {
            offer(positional[place].values)
        } else if last.isRepeating {
            offer(last.values)
        }
        // A source is a file or a profile.
        if last.valueName == "source", place == 0 { offer(.profiles) }
    }
}
