/// What the keys are for at the moment.
enum EditorMode {
    /// The line.
    case line
    /// The menu of candidates.
    case menu(CompletionMenu)
    /// The line, for one key that changes what the menu is about; it began at `start`.
    case narrowing(start: Int)
    /// The line, while values that Tab wants to show are being read.
    case awaiting
    /// The search through earlier statements.
    case search(HistorySearch)

    var isLine: Bool {
        switch self {
        case .line, .awaiting: true
        case .menu, .narrowing, .search: false
        }
    }

    var isAwaiting: Bool {
        if case .awaiting = self { true } else { false }
    }
}
