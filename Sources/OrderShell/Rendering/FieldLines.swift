import OrderModel

/// Values beside their names, one below the other; what is longer than a line goes on below.
///
/// Where the terminal is too narrow for both, a value stands below its name.
struct FieldLines {
    private let settings: RenderSettings
    private let sink: any OutputSink
    private let display: DisplayText
    private let names: [ColumnName]
    /// The names as they stand at the left, and what stands below a name where its value goes on.
    private let labels: [String]
    private let margin: String
    /// The room of a value; nil for as much as it needs.
    private let valueWidth: Int?
    /// Whether values stand below their names.
    private let isStacked: Bool
    private(set) var cutTextCount = 0

    /// The room that a value needs beside its name.
    private static let leastValueWidth = 16
    /// No text is shown further than this many scalars, and no name.
    static let longestText = 65_536
    static let longestName = 200

    init(names: [String], settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
        display = DisplayText(zone: settings.zone)
        self.names = names.map(ColumnName.init)
        let nameWidth = self.names.reduce(0) { max($0, $1.width) }
        let width = settings.width.map { max($0, TableLayout.leastTableWidth) }
        isStacked = width.map { $0 < nameWidth + 2 + Self.leastValueWidth } ?? false
        valueWidth = width.map { [isStacked] in isStacked ? $0 - 2 : $0 - nameWidth - 2 }
        margin = String(repeating: " ", count: isStacked ? 2 : nameWidth + 2)
        labels = self.names.map { name in
            let padding = String(repeating: " ", count: nameWidth - name.width + 2)
            return settings.palette.paint(VisibleText.isolated(name.text), .heading) + padding
        }
    }

    /// Writes the field at a position of the names.
    mutating func write(_ index: Int, _ value: Value, isIdentifier: Bool, isChanged: Bool = false) throws(OutputError) {
        if isStacked { try writeName(index) }
        let role: StyleRole? = isChanged ? .changed : value.isPresent ? nil : .null
        var start = isStacked ? margin : labels[index]
        for line in lines(of: value, isIdentifier: isIdentifier) {
            let shown = VisibleText.isolated(line)
            let painted = role.map { settings.palette.paint(shown, $0) } ?? shown
            try sink.write(start + painted + "\n")
            start = margin
        }
    }

    private func writeName(_ index: Int) throws(OutputError) {
        for part in TextWrapping.lines(of: names[index].text, width: (valueWidth ?? .max - 2) + 2) {
            try sink.write(settings.palette.paint(VisibleText.isolated(part), .heading) + "\n")
        }
    }

    private mutating func lines(of value: Value, isIdentifier: Bool) -> [String] {
        switch value {
        case .document(let document): return lines(of: document)
        case .text(let text):
            let isShort = text.utf8.count <= Self.longestText
            let beginning = isShort ? text : String(text.unicodeScalars.prefix(Self.longestText))
            guard beginning.utf8.count < text.utf8.count else { return wrapped(DisplayText.of(text)) }
            cutTextCount += 1
            return wrapped(DisplayText.of(beginning) + "… (\(Quantity.bytes(text.utf8.count)) in all)")
        default: return wrapped(display.of(value, isIdentifier: isIdentifier))
        }
    }

    private mutating func lines(of document: JSONValue) -> [String] {
        guard let valueWidth else {
            let beginning = BoundedJSON(document, limit: Self.longestText)
            if !beginning.isWhole { cutTextCount += 1 }
            return [VisibleText.of(beginning.text) + (beginning.isWhole ? "" : "…")]
        }
        let text = DocumentText(document, width: valueWidth)
        if !text.isWhole { cutTextCount += 1 }
        return text.lines
    }

    private func wrapped(_ text: String) -> [String] {
        guard let valueWidth else { return [text] }
        // The line ends of a text are shown, and obeyed where there is room for that.
        var lines: [String] = []
        var line = ""
        for character in text {
            line.append(character)
            if character == "⏎" {
                lines += TextWrapping.lines(of: line, width: valueWidth)
                line = ""
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + TextWrapping.lines(of: line, width: valueWidth)
    }
}
