import OrderShell

/// A process that writes to a history file, for the tests: `PATH append NAME COUNT` or `PATH compact "" COUNT`.
enum ProbeHistory {
    static func run(_ words: [String]) -> Bool {
        guard words.count == 4, let count = Int(words[3]) else { return false }
        let history = HistoryFile(path: words[0])
        return (0..<count).allSatisfy { number in
            guard words[1] == "append" else {
                history.compact()
                // Reading it gives the others a turn, as sessions do.
                _ = history.load()
                return true
            }
            return history.append("\(words[2]) \(number)", source: "probe") == .kept
        }
    }
}
