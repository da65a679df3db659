import OrderModel
import Testing

@Suite struct ValueTests {
    @Test func textsCompareByTheirScalars() {
        #expect(Value.text("\u{E9}") != .text("e\u{301}"))
        #expect(Value.sortsBefore(.text("Z"), .text("a")))
        #expect(Value.sortsBefore(.text("z"), .text("é")))
        #expect(Value.sortsBefore(.text("a"), .text("ab")))
    }

    @Test func nullSortsLast() {
        #expect(Value.sortsBefore(.number(Decimal(1)), .null))
        #expect(!Value.sortsBefore(.null, .number(Decimal(1))))
        #expect(!Value.sortsBefore(.null, .null))
    }

    @Test func numbersAreEqualWhateverTheirSpelling() throws {
        let values: Set<Value> = [.number(try #require(Decimal("1.50"))), .number(try #require(Decimal("1.5")))]
        #expect(values.count == 1)
    }

    @Test(
        arguments: [
            (.null, false), (.text(""), false), (.text(" "), true), (.document(.array([])), false),
            (.document(.null), false),
            (.document(.object(JSONObject())), true), (.number(.zero), true), (.boolean(false), true),
        ] as [(Value, Bool)]
    )
    func presence(_ value: Value, _ isPresent: Bool) {
        #expect(value.isPresent == isPresent)
    }
}
