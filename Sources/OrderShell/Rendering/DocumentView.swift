import OrderModel

/// One order set out downwards: its fields, then its items and payments as small tables.
///
/// A text that is longer than a line goes on below, and so does a part that the language does not look into.
struct DocumentView {
    private let settings: RenderSettings
    private let sink: any OutputSink

    init(settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
    }

    func write(_ document: JSONObject) throws(OutputError) {
        let parts = DocumentParts(document)
        var lines = FieldLines(names: parts.fields.map(\.column.name), settings: settings, sink: sink)
        var showsInstants = false
        for (index, field) in parts.fields.enumerated() {
            if case .instant = field.value { showsInstants = true }
            try lines.write(index, field.value, isIdentifier: field.column.isIdentifier)
        }
        for (collection, table) in parts.tables {
            try sink.write("\n" + settings.palette.paint(collection.rawValue, .heading) + "\n")
            try TableRenderer(settings: settings, sink: sink, isPart: true).write(table, remarks: [])
        }
        try writeRemarks(showsInstants: showsInstants, cutTextCount: lines.cutTextCount)
    }

    private func writeRemarks(showsInstants: Bool, cutTextCount: Int) throws(OutputError) {
        var remarks: [String] = []
        if showsInstants, let zone = settings.nameOfOtherZone { remarks.append("times in \(VisibleText.of(zone))") }
        if cutTextCount > 0 { remarks.append(ResultFooter.cutTexts(cutTextCount, shownWholeBy: .json)) }
        guard !remarks.isEmpty else { return }
        try sink.write("\n")
        for remark in remarks { try sink.write(settings.palette.paint(remark, .footer) + "\n") }
    }
}
