import OrderEngine

extension Session {
    /// Tells what helps while the next statement is typed.
    func shareKnowledge() {
        let (settings, now) = (settings, environment.now)
        knowledge.update { [types, results, source] in
            $0.parameters = types
            $0.results = results.schemas
            $0.capabilities = source?.capabilities
            $0.time = { settings.timeContext(at: now()) }
        }
    }
}
