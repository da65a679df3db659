/// A block of a terminal session: commands behind `$ `, each followed by what it prints.
///
/// A command goes on over the next line after a backslash, inside of an open quote, and up to the last word of a
/// here-document.
struct ConsoleBlock {
    private(set) var entries: [Entry] = []

    struct Entry {
        /// The lines of the command, without the `$ `.
        var command: [String]
        var output: [String]

        var script: String { command.joined(separator: "\n") }
    }

    init(_ lines: [String]) {
        for line in lines {
            if let last = entries.last, last.output.isEmpty, last.isUnfinished {
                entries[entries.count - 1].command.append(line)
            } else if line.hasPrefix("$ ") {
                entries.append(Entry(command: [String(line.dropFirst(2))], output: []))
            } else if !entries.isEmpty {
                entries[entries.count - 1].output.append(line)
            }
        }
    }

    /// The lines of the block with other outputs.
    func lines(withOutputs outputs: [[String]]) -> [String] {
        zip(entries, outputs).flatMap { entry, output in
            ["$ " + entry.command[0]] + entry.command.dropFirst() + output
        }
    }
}

extension ConsoleBlock.Entry {
    fileprivate var isUnfinished: Bool {
        if let word = hereDocumentEnd { return command.dropFirst().last != word }
        return command.last?.hasSuffix("\\") == true || !script.count { $0 == "'" }.isMultiple(of: 2)
    }

    /// The word that ends the here-document which the command's first line begins.
    private var hereDocumentEnd: String? {
        guard let mark = command[0].firstRange(of: "<<'") else { return nil }
        return String(command[0][mark.upperBound...].prefix { $0 != "'" })
    }
}
