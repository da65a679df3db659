import OrderEngine

extension Session {
    /// Tells what helps while the next statement is typed.
    func shareKnowledge() {
        let (settings, now) = (settings, environment.now)
        shareResults()
        knowledge.update { [types, source] in
            $0.parameters = types
            $0.capabilities = source?.capabilities
            $0.time = { settings.timeContext(at: now()) }
        }
    }

    /// Tells what `_`, `_1` and so on are.
    func shareResults() {
        knowledge.update { [results] in
            $0.results = results.schemas
            $0.resultTexts = { results.texts(ofColumn: $1, in: $0) }
        }
    }
}
