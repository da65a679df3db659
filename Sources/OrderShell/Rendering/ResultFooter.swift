import OrderModel

/// What stands under an answer for people: how many rows there are, and everything that isn't seen in them.
struct ResultFooter {
    let rowCount: Int
    /// What relative dates stood for, the time that it took, and whatever else is known of the answer.
    var remarks: [String] = []
    /// The zone in which instants are shown; nil for UTC, or if there are none.
    var zoneName: String?
    /// How many texts are shown in part.
    var cutTextCount = 0
    /// The names of the columns that had no room, and how many columns there are.
    var hiddenNames: [ColumnName] = []
    var columnCount = 0
    /// How wide a table would have been that was set out downwards instead.
    var refusedTableWidth: Int?
    /// The format in which cut texts stand whole.
    var wholeTexts = OutputFormat.vertical

    /// More names of hidden columns than these are only counted.
    private static let maximumNameCount = 20
    private static let widestName = 40

    /// Takes in that a value of a table is shown in part.
    mutating func noteCutText(_ value: Value) {
        cutTextCount += 1
        if case .text(let text) = value, text.utf8.count > FieldLines.longestText { wholeTexts = .json }
    }

    /// The lines of the footer, in full width.
    var lines: [String] {
        let rows = "\(Quantity.grouped(rowCount)) \(Quantity.noun("rows", for: rowCount))"
        let zone = zoneName.map { ["times in \(VisibleText.of($0))"] } ?? []
        var lines = [([rows] + remarks + zone).joined(separator: ", ")]
        if !hiddenNames.isEmpty { lines.append(hiddenColumns) }
        if cutTextCount > 0 {
            lines.append(Self.cutTexts(cutTextCount, shownWholeBy: wholeTexts))
        }
        if let refusedTableWidth {
            lines.append("set out downwards, since a table would be \(refusedTableWidth) columns wide")
        }
        return lines
    }

    /// `3 texts cut; \format vertical shows them whole`.
    static func cutTexts(_ count: Int, shownWholeBy format: OutputFormat) -> String {
        let texts = "\(Quantity.grouped(count)) \(Quantity.noun("texts", for: count))"
        return "\(texts) cut; \\format \(format.rawValue) shows \(count == 1 ? "it" : "them") whole"
    }

    private var hiddenColumns: String {
        var names = hiddenNames.prefix(Self.maximumNameCount).map {
            VisibleText.isolated(TextWidth.cut($0.text, to: Self.widestName))
        }
        let rest = hiddenNames.count - names.count
        if rest > 0 { names.append("and \(Quantity.grouped(rest)) more") }
        let counted = "\(Quantity.grouped(hiddenNames.count)) of \(Quantity.grouped(columnCount)) columns not shown"
        return "\(counted): \(names.joined(separator: ", ")); \\format vertical shows all, select chooses"
    }

    /// Writes an answer's rows and then the footer, which those are owed too who leave the pager before the end.
    mutating func write(
        _ settings: RenderSettings,
        to sink: any OutputSink,
        below rows: (inout ResultFooter) throws(OutputError) -> Void
    ) throws(OutputError) {
        do throws(OutputError) {
            try rows(&self)
        } catch {
            if error == .readerLeft { try write(settings, to: sink) }
            throw error
        }
        try write(settings, to: sink)
    }

    func write(_ settings: RenderSettings, to sink: any OutputSink) throws(OutputError) {
        for line in lines {
            for part in settings.width.map({ TextWrapping.lines(of: line, width: max($0, TableLayout.leastTableWidth)) }
            )
                ?? [line]
            {
                try sink.writeFooter(settings.palette.paint(part, .footer) + "\n")
            }
        }
    }
}

extension RenderSettings {
    /// The zone to name under an answer that shows instants; UTC goes without saying.
    var nameOfOtherZone: String? { zone.name == TimeZoneRules.utc.name ? nil : zone.name }
}
