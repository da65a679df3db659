import OrderModel

/// JSON: one array of objects, or one object a line.
///
/// A row that is a whole document is written whole.
struct JSONRenderer: ResultRenderer {
    enum Layout {
        case array
        case lines
    }

    let layout: Layout
    let sink: any OutputSink
    private var keys: [String] = []
    private var rowCount = 0

    init(layout: Layout, sink: any OutputSink) {
        self.layout = layout
        self.sink = sink
    }

    mutating func header(_ columns: [ResultColumn]) throws(OutputError) {
        keys = Self.uniqueKeys(columns.map(\.name))
        if layout == .array { try sink.write("[") }
    }

    mutating func row(_ row: ResultRow) throws(OutputError) {
        let object = row.document ?? .object(JSONObject(zip(keys, row.values).map(Self.member)))
        let text = object.serialized()
        switch layout {
        case .array: try sink.write((rowCount == 0 ? "\n" : ",\n") + text)
        case .lines: try sink.write(text + "\n")
        }
        rowCount += 1
    }

    mutating func finish(remarks: [String]) throws(OutputError) {
        guard layout == .array else { return }
        try sink.write(rowCount == 0 ? "]\n" : "\n]\n")
    }

    private static func member(key: String, value: Value) -> JSONMember {
        JSONMember(key: key, value: MachineText.json(value))
    }

    /// The names of the columns, a repeated one with a number behind it: `total`, `total_2`.
    ///
    /// Most readers keep only the last of two equal keys, so a column would be lost.
    static func uniqueKeys(_ names: [String]) -> [String] {
        var taken = Set(names.map { Array($0.utf8) })
        var seen: Set<[UInt8]> = []
        return names.map { name in
            guard !seen.insert(Array(name.utf8)).inserted else { return name }
            var number = 2
            while !taken.insert(Array("\(name)_\(number)".utf8)).inserted { number += 1 }
            return "\(name)_\(number)"
        }
    }
}
