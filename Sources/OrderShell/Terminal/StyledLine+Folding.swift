extension StyledLine {
    /// The line on as many as fit its width, so that the mend at an error's end can be read too; what needs more is cut.
    ///
    /// Only a line of one look is folded: others are laid out for their width already.
    func folded(width: Int, maximumCount: Int) -> [StyledLine] {
        guard runs.count == 1, let run = runs.first, width > 1 else { return [self] }
        // What could never fit is not measured.
        let text = String(run.text.unicodeScalars.prefix(width * maximumCount * 4))
        let lines = TextWrapping.lines(of: text, width: width - 1).prefix(maximumCount)
        return lines.map { StyledLine($0, style: run.style) }
    }
}
