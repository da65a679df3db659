import Testing

@testable import OrderDataset

@Suite struct IdentifierSetTests {
    @Test func tellsWhatItHasSeen() {
        var set = IdentifierSet()
        let identifiers = [5, 3, 4, 70_000, -1, .max, .min, 0, 5, -1, .max, 6]
        let isNew = identifiers.map { set.insert($0) }
        #expect(isNew == [Bool](repeating: true, count: 8) + [false, false, false, true])
    }

    @Test func agreesWithASetOverManyIds() {
        var set = IdentifierSet()
        var expected: Set<Int> = []
        // Dense enough for lists to become bitmaps, in an order that is not ascending, with repetitions.
        for index in 0..<60_000 {
            let identifier = index &* 7919 % 50_021
            let isNew = set.insert(identifier)
            #expect(isNew == expected.insert(identifier).inserted)
        }
    }
}
