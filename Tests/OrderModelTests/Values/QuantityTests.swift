import OrderModel
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        (0, "0 orders"), (1, "1 order"), (999, "999 orders"), (1000, "1,000 orders"), (1_234_567, "1,234,567 orders"),
        (-1_234_567, "-1,234,567 orders"), (Int.min, "-9,223,372,036,854,775,808 orders"),
    ])
    func orders(count: Int, expected: String) {
        #expect(Quantity.orders(count) == expected)
    }

    @Test(arguments: [
        (12, 2.0, "6 s"), (1, 1000, "1 s"), (591, 10, "59 s"), (600, 10, "1 min 0 s"), (.max, 0.001, "596523 h 14 min"),
    ])
    func timeLeft(count: Int, rate: Double, expected: String) {
        #expect(Quantity.timeLeft(count, perSecond: rate) == expected)
    }

    @Test func nouns() {
        #expect([0, 1, 2, -1].map { Quantity.noun("items", for: $0) } == ["items", "item", "items", "items"])
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.00 kB"), (1234, "1.23 kB"), (12_345, "12.3 kB"),
        (123_456, "123 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"), (9_995_000, "10.0 MB"),
        (2_537_000_000, "2.54 GB"), (Int.max, "9.22 EB"),
    ])
    func bytes(count: Int, expected: String) {
        #expect(Quantity.bytes(count) == expected)
    }

    @Test(arguments: [
        (Duration.milliseconds(-5), "0 ms"), (.milliseconds(40), "40 ms"), (.microseconds(999_400), "999 ms"),
        (.microseconds(999_600), "1.00 s"), (.milliseconds(7926), "7.93 s"), (.milliseconds(59_940), "59.9 s"),
        (.milliseconds(59_960), "1 min 0 s"), (.seconds(200), "3 min 20 s"), (.seconds(7500), "2 h 5 min"),
    ])
    func time(duration: Duration, expected: String) {
        #expect(Quantity.time(duration) == expected)
    }
}
