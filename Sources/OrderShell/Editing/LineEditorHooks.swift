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

/// What could stand at the cursor.
package struct CompletionAnswer: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        package var text: String
        package var detail: String

        package init(text: String, detail: String = "") {
            self.text = text
            self.detail = detail
        }
    }

    /// Where the part to be replaced begins, by Unicode scalars; it ends at the cursor.
    package var start: Int
    package var candidates: [Candidate]

    package init(start: Int, candidates: [Candidate]) {
        self.start = start
        self.candidates = candidates
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
    package var highlight: (@Sendable (String) -> [HighlightSpan])?
    /// Answers for the text and the cursor's place in it, by Unicode scalars; with one candidate Tab inserts it.
    package var complete: (@Sendable (String, Int) -> CompletionAnswer)?

    package init(
        isComplete: @escaping @Sendable (String) -> Completeness = { _ in .complete },
        highlight: (@Sendable (String) -> [HighlightSpan])? = nil,
        complete: (@Sendable (String, Int) -> CompletionAnswer)? = nil
    ) {
        self.isComplete = isComplete
        self.highlight = highlight
        self.complete = complete
    }
}
