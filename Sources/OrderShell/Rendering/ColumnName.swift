/// The name of a column, on as many lines as its column is narrow.
///
/// A name is broken behind its underscores, points, commas, brackets and spaces, and shortened only when three lines
/// are not enough: a narrow column of counts need not be as wide as `amount_outstanding`.
struct ColumnName {
    /// The name, harmless to show; a very long one is cut.
    let text: String
    let width: Int
    private let pieces: [Piece]

    private struct Piece {
        var text: String
        var width: Int
    }

    static let maximumLineCount = 3
    /// No name is shown in more columns than this.
    private static let maximumWidth = 120
    /// No name is shortened below this for the sake of a narrow column.
    private static let leastShortenedWidth = 8

    init(_ name: String) {
        text = TextWidth.cut(
            VisibleText.of(String(name.unicodeScalars.prefix(4 * Self.maximumWidth))),
            to: Self.maximumWidth
        )
        width = TextWidth.of(text)
        var pieces = [""]
        for character in text {
            pieces[pieces.count - 1].append(character)
            if "_.,() ".contains(character) { pieces.append("") }
        }
        self.pieces = pieces.filter { !$0.isEmpty }.map { Piece(text: $0, width: TextWidth.of($0)) }
    }

    /// The lines of the name in a column of a width.
    func lines(width room: Int) -> [String] {
        if width <= room { return [text] }
        guard var lines = wrapped(width: room) else { return [TextWidth.cut(text, to: room)] }
        // As even as they can be without being more.
        for narrower in (1..<room).reversed() {
            guard let even = wrapped(width: narrower), even.count == lines.count else { break }
            lines = even
        }
        return lines
    }

    /// The least width at which nothing of the name is lost.
    var wrappedWidth: Int {
        let widest = pieces.reduce(0) { max($0, $1.width) }
        return (widest..<max(width, widest + 1)).first { wrapped(width: $0) != nil } ?? width
    }

    /// The width below which the name says too little.
    var leastWidth: Int { min(wrappedWidth, Self.leastShortenedWidth) }

    private func wrapped(width room: Int) -> [String]? {
        var lines: [Piece] = []
        for piece in pieces {
            guard piece.width <= room else { return nil }
            if let last = lines.last, last.width + piece.width <= room {
                lines[lines.count - 1].text += piece.text
                lines[lines.count - 1].width += piece.width
            } else {
                lines.append(piece)
            }
        }
        return lines.count <= Self.maximumLineCount ? lines.map(\.text) : nil
    }
}
