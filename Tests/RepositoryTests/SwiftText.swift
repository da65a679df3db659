/// Swift source with its comments and the insides of its texts blanked, so that only code is left to look at.
///
/// Knows comments, plain, raw and multi-line texts; lines stay where they are. Text inside of an interpolation
/// counts as text.
struct SwiftText: Sendable {
    private(set) var lines: [String] = [""]
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
        while !rest.isEmpty { step() }
    }

    private mutating func step() {
        if rest.hasPrefix("//") {
            rest = rest.drop { $0 != "\n" }
        } else if rest.hasPrefix("/*") {
            skip(pastEither: "*/")
        } else if let delimiter = textDelimiter() {
            skipText(delimiter)
        } else {
            append(rest.removeFirst())
            // In runs, since most characters begin nothing.
            let run = rest.prefix { $0 != "/" && $0 != "\"" && $0 != "#" && $0 != "\n" }
            lines[lines.count - 1].append(contentsOf: run)
            rest = rest[run.endIndex...]
        }
    }

    private mutating func append(_ character: Character) {
        if character == "\n" { lines.append("") } else { lines[lines.count - 1].append(character) }
    }

    /// The quotes and hashes that open a text here, nil when none begins.
    private func textDelimiter() -> (hashes: String, quotes: String)? {
        let hashes = rest.prefix { $0 == "#" }
        let behind = rest.dropFirst(hashes.count)
        guard behind.first == "\"" else { return nil }
        return (String(hashes), behind.hasPrefix("\"\"\"") ? "\"\"\"" : "\"")
    }

    private mutating func skipText(_ delimiter: (hashes: String, quotes: String)) {
        rest = rest.dropFirst(delimiter.hashes.count + delimiter.quotes.count)
        let end = delimiter.quotes + delimiter.hashes
        let escape = "\\" + delimiter.hashes
        append("\"")
        while !rest.isEmpty, !rest.hasPrefix(end) {
            if rest.hasPrefix(escape) { rest = rest.dropFirst(escape.count) }
            if rest.popFirst() == "\n" { append("\n") }
        }
        rest = rest.dropFirst(end.count)
        append("\"")
    }

    private mutating func skip(pastEither end: String) {
        while !rest.isEmpty, !rest.hasPrefix(end) {
            if rest.removeFirst() == "\n" { append("\n") }
        }
        rest = rest.dropFirst(end.count)
    }
}

/// A function of formatted source: where it begins and how many lines stand inside of it.
struct FunctionExtent: Equatable {
    let line: Int
    let lineCount: Int
}

extension SwiftText {
    /// The functions, initializers, subscripts and computed properties, found by the indentation of their ends.
    var functions: [FunctionExtent] {
        lines.indices.compactMap { index in
            guard Self.beginsFunction(lines[index]), let end = endOfBody(from: index) else { return nil }
            return FunctionExtent(line: index + 1, lineCount: end - index - 1)
        }
    }

    /// The line of the closing brace; nil for a declaration without a body or with one on its own line.
    private func endOfBody(from start: Int) -> Int? {
        let indentation = Self.indentation(of: lines[start])
        for index in lines.indices.dropFirst(start + 1) where !lines[index].allSatisfy({ $0 == " " }) {
            let line = lines[index].drop { $0 == " " }
            if Self.indentation(of: lines[index]) > indentation { continue }
            guard Self.indentation(of: lines[index]) == indentation else { return nil }
            if line.hasPrefix("}") { return index }
            if line.hasPrefix(")") || line.hasPrefix("where ") || line.hasPrefix("#") { continue }
            return nil
        }
        return nil
    }

    private static func indentation(of line: String) -> Int {
        line.prefix { $0 == " " }.count
    }

    private static func beginsFunction(_ line: String) -> Bool {
        let words = line.split { !$0.isLetter && $0 != "_" && $0 != "@" && $0 != "#" }
        guard let keyword = words.first(where: { !modifiers.contains(String($0)) && !$0.hasPrefix("@") }) else {
            return false
        }
        if keyword == "var" { return line.hasSuffix("{") && !line.contains(" = ") }
        return ["func", "init", "deinit", "subscript"].contains(keyword)
    }

    private static let modifiers: Set<String> = [
        "package", "private", "fileprivate", "internal", "static", "final", "override", "mutating", "nonmutating",
        "convenience", "required", "nonisolated", "consuming", "borrowing", "prefix", "postfix", "infix", "class",
        "lazy", "indirect", "isolated", "set", "arguments",
    ]
}
