import OrderModel

/// The pieces of a drawing; all text in it goes through here.
struct SVGCanvas {
    private var body: [String] = []
    let width: Int
    let height: Int

    static let usualWidth = 760
    static let fontSize = 12
    /// About as wide as a column of text is in that size; wide signs are counted as two.
    static let columnWidth = 7

    enum Anchor: String { case start, middle, end }

    init(width: Int = usualWidth, height: Int) {
        self.width = width
        self.height = height
    }

    /// The colours of lines and bars: each has a contrast of three to one and more with white and with black.
    static func colour(_ series: Int) -> String {
        let colours = ["#3b82c4", "#c8741f", "#3a9d5d", "#a65fc0", "#c9504c", "#2a9696"]
        return colours[series % colours.count]
    }

    mutating func text(_ text: String, x: Int, y: Int, _ anchor: Anchor = .start, isStrong: Bool = false) {
        let weight = isStrong ? " font-weight=\"600\"" : ""
        body.append(
            "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor.rawValue)\"\(weight)>\(Self.escaped(text))</text>"
        )
    }

    mutating func line(_ first: PlotPoint, _ last: PlotPoint, opacity: String = "0.4") {
        body.append(
            "<line x1=\"\(first.x)\" y1=\"\(first.y)\" x2=\"\(last.x)\" y2=\"\(last.y)\""
                + " stroke=\"currentColor\" stroke-opacity=\"\(opacity)\"/>"
        )
    }

    /// A bar, with a text that a pointer over it shows.
    mutating func bar(_ corner: PlotPoint, width: Int, height: Int, series: Int, title: String) {
        body.append(
            "<rect x=\"\(corner.x)\" y=\"\(corner.y)\" width=\"\(width)\" height=\"\(height)\""
                + " fill=\"\(Self.colour(series))\"><title>\(Self.escaped(title))</title></rect>"
        )
    }

    /// One piece of a line; a single point is a dot.
    mutating func path(_ points: [PlotPoint], series: Int) {
        guard let first = points.first else { return }
        guard points.count > 1 else {
            body.append("<circle cx=\"\(first.x)\" cy=\"\(first.y)\" r=\"2\" fill=\"\(Self.colour(series))\"/>")
            return
        }
        let places = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        body.append(
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(Self.colour(series))\" stroke-width=\"1.5\""
                + " stroke-linejoin=\"round\"\(Self.dashes(series))/>"
        )
    }

    /// Dashes as in a terminal, so that lines can be told apart without colours.
    private static func dashes(_ series: Int) -> String {
        let lengths = BrailleCanvas.dashes[series % BrailleCanvas.dashes.count]
        guard lengths.count > 1 else { return "" }
        return " stroke-dasharray=\"\(lengths.map { String(2 * $0) }.joined(separator: " "))\""
    }

    /// The whole element; title and description are what a screen reader says.
    func element(title: String, description: String) -> String {
        let head =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\""
            + " height=\"\(height)\" role=\"img\" class=\"chart\""
            + " font-family=\"system-ui, sans-serif\" font-size=\"\(Self.fontSize)\" fill=\"currentColor\">"
        let words = "<title>\(Self.escaped(title))</title><desc>\(Self.escaped(description))</desc>"
        return ([head, words] + body).joined(separator: "\n") + "\n</svg>"
    }

    /// Text that brings no markup with it and nothing that XML does not allow.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in VisibleText.isolated(VisibleText.of(text)).unicodeScalars {
            switch scalar {
            case "&": result.write("&amp;")
            case "<": result.write("&lt;")
            case ">": result.write("&gt;")
            case "\"": result.write("&quot;")
            case "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
