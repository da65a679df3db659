/// How candidates stand in a menu: in columns, one under the other, page by page.
struct CompletionMenuLayout: Equatable {
    /// Between two columns, and between a label and its detail.
    private static let gap = 2
    /// A longer label is cut: it would leave no room for what makes it one of many.
    private static let widestLabel = 48

    let columns: Int
    let rows: Int
    let showsDetails: Bool
    let labelWidth: Int
    let detailWidth: Int
    /// The line that says which part of the whole is shown, when it is not all of it.
    let showsPosition: Bool

    var pageSize: Int { columns * rows }

    /// With their details while all candidates fit so; else as many labels as fit.
    init(_ candidates: [CompletionAnswer.Candidate], width: Int, height: Int) {
        // A full row would wrap on some terminals.
        let width = max(1, width - 1)
        let height = max(1, height)
        let count = max(1, candidates.count)
        let label = min(candidates.map { TextWidth.of($0.label) }.max() ?? 1, min(width, Self.widestLabel))
        let detail = candidates.map { TextWidth.of($0.detail) }.max() ?? 0
        let detailed = min(width, label + Self.gap + detail)
        let detailedColumns = Self.columns(of: detailed, in: width)
        showsDetails = detail > 0 && width >= label + Self.gap + 8 && count <= detailedColumns * height
        labelWidth = label
        detailWidth = showsDetails ? detailed - label - Self.gap : 0
        let available = showsDetails ? detailedColumns : Self.columns(of: label, in: width)
        showsPosition = count > available * height
        // Details are read one under the other, so they get as few columns as will do; labels as many as there are.
        let wanted = showsDetails ? (count + height - 1) / height : available
        rows = showsPosition ? max(1, height - 1) : (count + wanted - 1) / wanted
        columns = min(available, (count + rows - 1) / rows)
    }

    private static func columns(of cell: Int, in width: Int) -> Int {
        max(1, (width + gap) / (max(1, cell) + gap))
    }

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
        if showsPosition {
            var text = "\(first + 1)–\(page.upperBound) of \(candidates.count)"
            // Beside so many labels there was no room for the details.
            if let selection, !candidates[selection].detail.isEmpty { text += "  " + candidates[selection].detail }
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
        guard showsDetails else { return [.init(label, style: style)] }
        let detail = String(repeating: " ", count: Self.gap) + Self.filled(candidate.detail, detailWidth)
        return [
            .init(label, style: style), .init(detail, style: isSelected ? style : palette.style(.menuDetail)),
        ]
    }

    private static func filled(_ text: String, _ width: Int) -> String {
        let cut = TextWidth.cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - TextWidth.of(cut)))
    }
}
