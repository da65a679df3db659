package import OrderModel

extension OutputFormat {
    /// Writes one order, as `order 17` answers it: a readable view, or the document itself.
    package func write(
        document: JSONObject,
        settings: RenderSettings,
        to sink: any OutputSink
    ) throws(OutputError) {
        switch self {
        case .table, .vertical: try DocumentView(settings: settings, sink: sink).write(document)
        case .markdown: try DocumentPage(document, settings: settings, sink: sink).writeMarkdown()
        case .html: try DocumentPage(document, settings: settings, sink: sink).writeHTML()
        case .json, .ndjson: try sink.write(JSONValue.object(document).serialized() + "\n")
        case .csv, .tsv:
            let fields = DocumentFields(document, of: .orders).fields
            var renderer = makeRenderer(settings, to: sink)
            let row = ResultRow(values: fields.map { Self.rawValue($0.value) })
            try renderer.write(ResultTable(columns: fields.map(\.column), rows: [row]), remarks: [])
        }
    }

    /// The value with the very digits of the document.
    private static func rawValue(_ value: JSONValue) -> Value {
        if case .text(let text) = value { return .text(text) }
        return .document(value)
    }
}
