/// What the keys are for at the moment.
enum EditorMode {
    /// The line.
    case line
    /// The menu of candidates.
    case menu(CompletionMenu)
    /// The line, for one key that changes what the menu is about; it began at `start`.
    case narrowing(start: Int)
    /// The search through earlier statements.
    case search(HistorySearch)

    var isLine: Bool {
        if case .line = self { true } else { false }
    }
}
