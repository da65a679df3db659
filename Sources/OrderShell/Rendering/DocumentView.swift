package import OrderModel

extension OutputFormat {
    /// Writes one order, as `order 17` answers it: a readable view, or the document itself.
    package func write(
        document: JSONObject,
        settings: RenderSettings,
        to sink: any OutputSink
    ) throws(OutputError) {
        switch self {
        case .table, .vertical, .markdown, .html: try DocumentView(settings: settings, sink: sink).write(document)
        case .json, .ndjson: try sink.write(JSONValue.object(document).serialized() + "\n")
        case .csv, .tsv:
            let fields = DocumentFields(document, of: .orders).fields
            var renderer = CSVRenderer(sink: sink)
            try renderer.header(fields.map(\.column))
            try renderer.row(ResultRow(values: fields.map { Self.rawValue($0.value) }))
        }
    }

    /// The value with the very digits of the document.
    private static func rawValue(_ value: JSONValue) -> Value {
        if case .text(let text) = value { return .text(text) }
        return .document(value)
    }
}

/// One order set out downwards: its fields, then its items and payments as small tables.
///
/// A text that is longer than a line goes on below. A part that the language does not look into is shown as one
/// line of JSON, cut with `…` where it is longer; `json` gives it whole.
struct DocumentView {
    private let settings: RenderSettings
    private let sink: any OutputSink
    private let display: DisplayText

    /// Where long values still get a column of their own on a very narrow terminal.
    private static let leastValueWidth = 16

    init(settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
        display = DisplayText(zone: settings.zone)
    }

    func write(_ document: JSONObject) throws(OutputError) {
        let parts = Self.parts.compactMap { collection in
            Self.rows(of: document[collection.rawValue]).map { (collection, $0) }
        }
        let taken = Set(parts.map(\.0.rawValue))
        let fields = DocumentFields(document, of: .orders).fields.filter { !taken.contains($0.column.name) }
        try writeFields(fields)
        for (collection, rows) in parts { try write(rows, of: collection) }
    }

    private static let parts: [Collection] = [.items, .payments]

    /// The objects of a list; nil for anything else, which is then shown as the value it is.
    private static func rows(of value: JSONValue?) -> [JSONObject]? {
        guard case .array(let elements) = value else { return nil }
        let objects = elements.compactMap { element -> JSONObject? in
            if case .object(let object) = element { return object }
            return nil
        }
        return objects.count == elements.count ? objects : nil
    }

    private func writeFields(_ fields: [(column: ResultColumn, value: JSONValue)]) throws(OutputError) {
        let names = fields.map { VisibleText.of($0.column.name) }
        let nameWidth = names.reduce(0) { max($0, TextWidth.of($1)) }
        let valueWidth = settings.width.map { max($0 - nameWidth - 2, Self.leastValueWidth) } ?? .max
        for (name, field) in zip(names, fields) {
            let value = DocumentFields.value(field.value, type: field.column.type)
            let text = display.of(value, isIdentifier: DisplayText.isIdentifier(field.column.name))
            var label = VisibleText.isolated(name) + String(repeating: " ", count: nameWidth - TextWidth.of(name))
            for line in Self.lines(of: text, value: value, width: valueWidth) {
                try sink.write(line.isEmpty ? label + "\n" : "\(label)  \(VisibleText.isolated(line))\n")
                label = String(repeating: " ", count: nameWidth)
            }
        }
    }

    private static func lines(of text: String, value: Value, width: Int) -> [String] {
        if case .document = value { return [TextWidth.cut(text, to: width)] }
        return TextWrapping.lines(of: text, width: width)
    }

    private func write(_ rows: [JSONObject], of collection: Collection) throws(OutputError) {
        try sink.write("\n\(collection.rawValue)\n")
        let rows = rows.map { DocumentFields($0, of: collection).fields }
        var columns: [ResultColumn] = []
        var names: Set<String> = []
        for field in rows.joined() where names.insert(field.column.name).inserted { columns.append(field.column) }
        var renderer = TableRenderer(settings: settings, sink: sink)
        renderer.header(columns)
        for row in rows {
            let values = columns.map { column in
                row.last { $0.column.name == column.name }.map { DocumentFields.value($0.value, type: column.type) }
                    ?? .null
            }
            renderer.row(ResultRow(values: values))
        }
        try renderer.finish(remarks: [])
    }
}
