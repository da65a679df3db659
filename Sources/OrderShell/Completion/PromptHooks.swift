import OrderLanguage

/// What the line editor asks while a statement is typed, answered by the language and what the session knows.
package enum PromptHooks {
    package static func make(_ knowledge: PromptKnowledge, palette: Palette) -> LineEditorHooks {
        knowledge.values.want()
        let reading = PromptReading(knowledge, palette: palette)
        return LineEditorHooks(
            isComplete: { reading.completeness(of: $0) },
            annotate: { reading.annotation(of: $0, cursor: $1) },
            complete: { reading.completions(of: $0, cursor: $1) },
            canRun: { reading.canRun($0) },
            palette: palette
        )
    }

    /// An unfinished statement that ends with an empty line runs, so that its error can be seen.
    @Sendable static func completeness(of text: String) -> Completeness {
        if text.hasSuffix("\n") { return .complete }
        return Completeness(of: text)
    }
}
