package import OrderLanguage

/// A part of the line in a style, by Unicode scalars.
package struct HighlightSpan: Sendable, Equatable {
    package var range: Range<Int>
    /// The parameters of an SGR sequence, such as `1;31`.
    package var style: String

    package init(range: Range<Int>, style: String) {
        self.range = range
        self.style = style
    }
}

/// How the text looks while it is edited, and what is said about it.
package struct TextAnnotation: Sendable, Equatable {
    /// Ascending and apart from each other.
    package var spans: [HighlightSpan]
    /// What the text would most likely go on with, shown faintly behind its end; Right there takes it.
    package var ghost: String
    /// Lines below the text, such as what is wrong with it.
    package var remarks: [StyledLine]

    package init(spans: [HighlightSpan] = [], ghost: String = "", remarks: [StyledLine] = []) {
        self.spans = spans
        self.ghost = ghost
        self.remarks = remarks
    }
}

/// What could stand at the cursor.
package struct CompletionAnswer: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        /// What takes the place of the part that is typed, with what belongs behind it, such as a blank or a bracket.
        package var text: String
        /// What the menu shows; harmless to show.
        package var label: String
        /// A few words beside it: a type, a kind, a summary.
        package var detail: String

        package init(text: String, label: String? = nil, detail: String = "") {
            self.text = text
            self.label = label ?? text
            self.detail = detail
        }
    }

    /// Where the part to be replaced begins, by Unicode scalars; it ends at the cursor.
    package var start: Int
    /// The best first.
    package var candidates: [Candidate]
    /// Whether all candidates begin with what is typed; else they were found by its letters, and nothing is inserted
    /// before one is chosen.
    package var isByPrefix: Bool
    /// Said below instead of a menu: why there is nothing.
    package var remark: String?
    /// Whether there will be more in a moment: the editor asks again until that is so, or a key is pressed.
    package var isUnfinished: Bool

    package init(
        start: Int,
        candidates: [Candidate],
        isByPrefix: Bool = true,
        remark: String? = nil,
        isUnfinished: Bool = false
    ) {
        self.start = start
        self.candidates = candidates
        self.isByPrefix = isByPrefix
        self.remark = remark
        self.isUnfinished = isUnfinished
    }
}

/// What the editor asks about the text while it is edited.
///
/// The hooks run on the editor's thread for each key: they answer from what is at hand and never wait for a server.
package struct LineEditorHooks: Sendable {
    /// Decides what Enter does, and is asked about each line's beginning for the continuation prompt.
    ///
    /// It alone knows the way out for someone who wants an unfinished statement to run (to see its error): say
    /// `.complete` when the text ends with an empty line.
    package var isComplete: @Sendable (String) -> Completeness
    /// Answers for the text and the cursor's place in it, by Unicode scalars.
    package var annotate: (@Sendable (String, Int) -> TextAnnotation)?
    /// Answers for the text and the cursor's place in it, by Unicode scalars; with one candidate Tab inserts it.
    package var complete: (@Sendable (String, Int) -> CompletionAnswer)?
    /// Whether an earlier statement could run now: what could not is no ghost.
    ///
    /// Asked about few statements a key.
    package var canRun: (@Sendable (String) -> Bool)?
    /// The looks of what the editor itself shows.
    package var palette: Palette

    package init(
        isComplete: @escaping @Sendable (String) -> Completeness = { _ in .complete },
        annotate: (@Sendable (String, Int) -> TextAnnotation)? = nil,
        complete: (@Sendable (String, Int) -> CompletionAnswer)? = nil,
        canRun: (@Sendable (String) -> Bool)? = nil,
        palette: Palette = .none
    ) {
        self.canRun = canRun
        self.isComplete = isComplete
        self.annotate = annotate
        self.complete = complete
        self.palette = palette
    }
}
