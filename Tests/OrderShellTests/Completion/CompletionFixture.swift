import OrderEngine
import OrderLanguage
import OrderModel

@testable import OrderShell

/// Completion as the prompt asks for it, with knowledge that depends on nothing around the test.
struct CompletionFixture {
    let knowledge = PromptKnowledge()
    let hooks: LineEditorHooks

    init(palette: Palette = .none) {
        hooks = PromptHooks.make(knowledge, palette: palette)
        knowledge.update {
            $0.time = { TimeContext(now: Instant(microseconds: 1_767_225_600_000_000), zone: .utc) }
            $0.parameters = [
                "big": ParameterType(.money), "day": ParameterType(.date), "some": ParameterType(.status, isList: true),
            ]
            $0.profiles = { ["shop", "staging", "\u{1B}[31m"] }
        }
    }

    /// The answer at the mark `‸`.
    func answer(_ marked: String) -> CompletionAnswer {
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false).map(String.init)
        return hooks.complete?(parts.joined(), parts[0].unicodeScalars.count)
            ?? CompletionAnswer(start: 0, candidates: [])
    }

    func texts(_ marked: String) -> [String] { answer(marked).candidates.map(\.text) }

    /// The text after the candidate of a label was chosen.
    func choosing(_ label: String, in marked: String) -> String? {
        let answer = answer(marked)
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false).map(String.init)
        guard let candidate = answer.candidates.first(where: { $0.label == label }) else { return nil }
        let head = String(String.UnicodeScalarView(parts[0].unicodeScalars.prefix(answer.start)))
        return head + candidate.text + (parts.count > 1 ? parts[1] : "")
    }

    /// Waits until the values of a field are known, from a source that holds these.
    func know(_ field: Field, _ texts: [String]) async {
        knowledge.values.begin(TextSource(texts: texts))
        knowledge.values.prepare(field)
        await knowledge.values.finishLoading()
    }

    static let city = Schema.field(named: "billing_city.name", in: .orders) ?? Schema.fields(of: .orders)[0]
}

/// A source that only tells texts.
struct TextSource: ValueListing {
    let texts: [String]?
    /// Until this ends, the texts are being read; nil for at once.
    var opening: AsyncStream<Void>?
    let name = "texts"
    let capabilities = SourceCapabilities.scanOnly

    func texts(of field: Field, limit: TextLimit) async throws -> [String]? {
        if let opening {
            for await _ in opening {}
        }
        guard let texts, texts.count <= limit.count else { return nil }
        return texts
    }

    func makeScan(for request: ScanRequest) throws -> any OrderScan { throw ShellError(.failed, "nothing is scanned") }
    func order(_ lookup: Lookup) async throws -> Order? { nil }
}
