/// How candidates stand in a menu: in columns, one under the other, page by page, each with as much of what is said of it
/// as there is room for.
struct CompletionMenuLayout: Equatable {
    /// Between two columns, and between a label and its detail.
    private static let gap = 2
    /// A longer label is cut: it would leave no room for what makes it one of many.
    private static let widestLabel = 48
    /// A type and whether it may be null fit into so much; a longer detail is cut to it before the columns get fewer.
    private static let shortDetail = 15
    /// With less room a detail isn't begun.
    private static let leastDetail = 8

    let columns: Int
    let rows: Int
    let labelWidth: Int
    /// 0 where there are no details, or no room for them.
    let detailWidth: Int
    /// Whether there are more candidates than the page shows.
    let isPaged: Bool
    private let width: Int

    var pageSize: Int { columns * rows }

    /// With whole details where all candidates fit so; else in as many columns as leave room for short ones.
    init(_ candidates: [CompletionAnswer.Candidate], width: Int, height: Int) {
        // A full row would wrap on some terminals.
        let width = max(1, width - 1)
        self.width = width
        let height = max(1, height)
        let count = max(1, candidates.count)
        let label = min(candidates.map { TextWidth.of($0.label) }.max() ?? 1, min(width, Self.widestLabel))
        let wanted = candidates.map { TextWidth.of($0.detail) }.max() ?? 0
        let detail = width >= label + Self.gap + Self.leastDetail ? wanted : 0
        let whole = Self.columns(of: label + (detail > 0 ? Self.gap + detail : 0), in: width)
        let short = min(detail, Self.shortDetail)
        let most = Self.columns(of: label + (short > 0 ? Self.gap + short : 0), in: width)
        // The line below says which part is shown, and what was cut of the selected one's detail.
        let isWhole = label + Self.gap + detail <= width
        let hasLine = count > whole * (isWhole ? height : max(1, height - 1))
        let lines = hasLine ? max(1, height - 1) : height
        // What is said is read one under the other, in as few columns as will do; labels alone in as many as there are.
        columns = wanted > 0 ? min(hasLine ? most : whole, Self.quotient(count, lines)) : min(most, count)
        rows = min(lines, Self.quotient(count, columns))
        isPaged = count > columns * rows
        labelWidth = label
        let room = (width - (columns - 1) * Self.gap) / columns - label - Self.gap
        detailWidth = detail > 0 ? max(0, min(detail, room)) : 0
    }

    private static func columns(of cell: Int, in width: Int) -> Int {
        max(1, (width + gap) / (max(1, cell) + gap))
    }

    private static func quotient(_ count: Int, _ divisor: Int) -> Int { (count + divisor - 1) / divisor }

    /// The lines of the page that `selection` is on.
    func lines(
        _ candidates: [CompletionAnswer.Candidate],
        selection: Int?,
        palette: Palette
    ) -> [StyledLine] {
        let first = (selection ?? 0) / pageSize * pageSize
        let page = first..<min(first + pageSize, candidates.count)
        var lines = (0..<min(rows, page.count)).map { row in
            var runs: [StyledLine.Run] = []
            for index in stride(from: first + row, to: page.upperBound, by: rows) {
                if !runs.isEmpty { runs.append(.init(String(repeating: " ", count: Self.gap))) }
                runs += cell(candidates[index], isSelected: index == selection, palette: palette)
            }
            return StyledLine(runs)
        }
        var words: [String] = []
        if isPaged { words.append("\(first + 1)–\(page.upperBound) of \(candidates.count)") }
        if let detail = selection.map({ candidates[$0].detail }), TextWidth.of(detail) > detailWidth {
            words.append(detail)
        }
        if !words.isEmpty {
            let text = TextWidth.cut(words.joined(separator: "  "), to: width)
            lines.append(StyledLine(text, style: palette.style(.menuDetail)))
        }
        return lines
    }

    private func cell(
        _ candidate: CompletionAnswer.Candidate,
        isSelected: Bool,
        palette: Palette
    ) -> [StyledLine.Run] {
        let label = Self.filled(candidate.label, labelWidth)
        let style = palette.style(isSelected ? .menuSelection : .menuText)
        guard detailWidth > 0 else { return [.init(label, style: style)] }
        let detail =
            String(repeating: " ", count: Self.gap)
            + Self.filled(Self.shortened(candidate.detail, detailWidth), detailWidth)
        return [
            .init(label, style: style), .init(detail, style: isSelected ? style : palette.style(.menuDetail)),
        ]
    }

    /// The first of a detail's parts where there is no room for all of them.
    private static func shortened(_ detail: String, _ width: Int) -> String {
        guard TextWidth.of(detail) > width, let first = detail.split(separator: ";").first else { return detail }
        return TextWidth.of(String(first)) <= width ? String(first) : detail
    }

    private static func filled(_ text: String, _ width: Int) -> String {
        let cut = TextWidth.cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - TextWidth.of(cut)))
    }
}
