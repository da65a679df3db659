import OrderModel

/// One order in a page: its fields below each other, then its items and payments as tables of their own.
struct DocumentPage {
    private let parts: DocumentParts
    private let settings: RenderSettings
    private let sink: any OutputSink
    private let display: DisplayText

    init(_ document: JSONObject, settings: RenderSettings, sink: any OutputSink) {
        parts = DocumentParts(document)
        self.settings = settings
        self.sink = sink
        display = DisplayText(zone: settings.zone)
    }

    func writeMarkdown() throws(OutputError) {
        try sink.write("| field | value |\n| --- | --- |\n")
        for (column, value) in parts.fields {
            let text = MarkupText.of(value, in: column, display: display)
            try sink.write("| \(MarkupText.markdown(column.name)) | \(MarkupText.markdown(text)) |\n")
        }
        for (collection, table) in parts.tables {
            try sink.write("\n### \(collection.rawValue)\n\n")
            try OutputFormat.markdown.write(table, settings: settings, to: sink)
        }
    }

    func writeHTML() throws(OutputError) {
        try sink.write("<table>\n<tbody>\n")
        for (column, value) in parts.fields {
            let name = "<th scope=\"row\" dir=\"auto\">\(MarkupText.html(column.name))</th>"
            let cell = HTMLRenderer.cell(value, in: ResultColumn(name: column.name, type: .text), display: display)
            try sink.write("<tr>\(name)\(cell)</tr>\n")
        }
        try sink.write("</tbody>\n</table>\n")
        for (collection, table) in parts.tables {
            try sink.write("<h3>\(collection.rawValue)</h3>\n")
            try OutputFormat.html.write(table, settings: settings, to: sink)
        }
    }
}
