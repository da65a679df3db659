import OrderModel

/// A statement that was entered earlier.
package struct HistoryEntry: Sendable, Equatable {
    package var text: String
    /// Seconds since 1970.
    package var time: Int
    package var source: String

    package init(text: String, time: Int, source: String) {
        self.text = text
        self.time = time
        self.source = source
    }

    /// Reads a line of the file; nil when it is none of ours.
    ///
    /// The parser is the caller's, who keeps it for all lines: a new one costs more than a line.
    init?(line: ArraySlice<UInt8>, parser: inout JSONParser) {
        let value = line.withUnsafeBytes { try? parser.parse($0) }
        guard case .object(let object)? = value, case .text(let text)? = object["text"], !text.isEmpty else {
            return nil
        }
        self.init(text: text, time: 0, source: "")
        if case .number(let digits)? = object["time"] { time = Int(digits) ?? 0 }
        if case .text(let source)? = object["source"] { self.source = source }
    }

    /// The line of the file, with its end.
    var line: [UInt8] {
        let members = [
            JSONMember(key: "text", value: .text(text)),
            JSONMember(key: "time", value: .number(String(time))),
            JSONMember(key: "source", value: .text(source)),
        ]
        return Array(JSONValue.object(JSONObject(members)).serialized().utf8) + [0x0A]
    }
}

/// What became of a statement that was to be kept.
package enum HistoryOutcome: Sendable, Equatable {
    case kept
    /// Not for keeping: a leading space, a secret, a repetition.
    case skipped
    /// The file could not be written; a sentence that says why.
    case failed(String)
}

/// What the history has that a session does not know yet.
struct HistoryNews: Sendable, Equatable {
    /// The statements, oldest first.
    var texts: [String] = []
    /// Whether they are all there is, and not what came after those that are known.
    var replacesAll = false
    /// A sentence for the user: the file was no history and has been set aside.
    var note: String?
}
