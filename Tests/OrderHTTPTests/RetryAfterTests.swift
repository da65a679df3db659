import OrderHTTP
import OrderModel
import Testing

struct RetryAfterTests {
    /// 1999-12-31T23:59:00Z.
    private let now = Instant(microseconds: 946_684_740_000_000)

    @Test(
        arguments: [
            ("120", Duration.seconds(120)), (" 0 ", .zero), ("Fri, 31 Dec 1999 23:59:59 GMT", .seconds(59)),
            ("Fri, 31 Dec 1999 23:58:59 GMT", .zero), ("99999999999999999999999", .seconds(1_000_000_000)),
        ]
    )
    func reads(text: String, delay: Duration) {
        #expect(RetryAfter.delay(text, now: now) == delay)
    }

    @Test(arguments: ["", "soon", "-5", "1.5", "Fri, 31 Feb 1999 23:59:59 GMT", "Fri, 31 Dec 1999 24:59:59 GMT"])
    func ignoresWhatIsUnreadable(text: String) {
        #expect(RetryAfter.delay(text, now: now) == nil)
    }
}
