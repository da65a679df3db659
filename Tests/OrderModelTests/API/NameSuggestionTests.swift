import OrderModel
import Testing

struct NameSuggestionTests {
    @Test(
        arguments: [
            ("staus", ["status"]), ("STATUS", ["status"]), ("sttaus", ["status"]), ("total", ["total"]),
            ("zzzzzz", []), ("", []),
        ]
    )
    func offersWhatIsNear(name: String, candidates: [String]) {
        #expect(NameSuggestion.candidates(for: name, among: ["status", "total", "created_at"]) == candidates)
    }

    @Test func theNearestComesFirst() {
        let names = ["created_to", "created_from", "updated_to"]
        #expect(NameSuggestion.candidates(for: "createdto", among: names).first == "created_to")
    }

    @Test func aLongNameIsCutBeforeItIsCompared() {
        let name = String(repeating: "status", count: 100_000)
        #expect(NameSuggestion.candidates(for: name, among: ["status"]) == [])
    }
}
