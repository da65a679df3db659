// A chart for a page: one <svg> element that needs nothing else. Its text has the page's colour, so that it can be
// read on a light ground and on a dark one; lines and bars have colours that stand out from both.

import OrderModel

/// A chart as an element of a page, and what it does not show.
struct ChartSVG {
    /// Well-formed XML for whatever is in the data.
    let element: String
    let remarks: [String]

    /// Draws an answer; throws where there is nothing to draw.
    init(_ kind: ChartKind, of table: ResultTable, zone: TimeZoneRules) throws(ChartProblem) {
        let model = try ChartModel(kind, of: table, zone: zone)
        switch model.content {
        case .bars(let chart):
            let drawing = BarSVG(chart)
            element = drawing.element
            remarks = drawing.remarks
        case .lines(let chart):
            let panels = chart.panels
            let height = max(LineSVG.sparkHeight, LineSVG.usualHeight / panels.count)
            (element, remarks) = Self.lines(chart, panels, height: height)
        case .sparks(let chart):
            let single = chart.series.indices.map(chart.keepingLine)
            (element, remarks) = Self.lines(chart, single, height: LineSVG.sparkHeight)
        }
    }

    /// Drawings of lines, one below the other.
    private static func lines(_ whole: LineChart, _ charts: [LineChart], height: Int) -> (String, [String]) {
        var drawings: [LineSVG] = []
        for chart in charts {
            drawings.append(LineSVG(chart, height: height, below: drawings.last?.bottom ?? 0))
        }
        var canvas = SVGCanvas(height: drawings.last?.bottom ?? 0)
        for drawing in drawings { drawing.draw(in: &canvas) }
        let names = whole.series.map(\.name).joined(separator: ", ")
        let lines = charts.flatMap { chart in
            let range = chart.amounts
            let ends = [range.lowerBound, range.upperBound].map { chart.measure.text($0, zone: chart.zone) }
            return ["from \(ends[0]) to \(ends[1])"]
        }
        let isReduced = drawings.contains(where: \.isReduced)
        return (
            canvas.element(title: "\(names) by \(whole.positionName)", description: lines.joined(separator: "; ")),
            whole.remarks + (isReduced ? ["of rows too near to each other only the extremes are drawn"] : [])
        )
    }

    /// The chart of an answer as it stands in a page above the table, with what it does not show below it.
    static func figure(_ kind: ChartKind, of table: ResultTable, zone: TimeZoneRules) -> String {
        do throws(ChartProblem) {
            let drawing = try ChartSVG(kind, of: table, zone: zone)
            let caption = drawing.remarks.map(SVGCanvas.escaped).joined(separator: "<br>")
            let words = caption.isEmpty ? "" : "\n<figcaption>\(caption)</figcaption>"
            return "<figure class=\"chart\">\n\(drawing.element)\(words)\n</figure>\n"
        } catch {
            return "<p class=\"footer\">\(SVGCanvas.escaped(error.message))</p>\n"
        }
    }
}
