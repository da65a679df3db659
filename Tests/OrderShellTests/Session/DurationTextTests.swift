import OrderShell
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("30s", 30), ("10min", 600), ("10 min", 600), ("2h", 7200), ("1d", 86_400), ("10000d", 864_000_000),
    ])
    func reads(text: String, seconds: Int) {
        #expect(DurationText.read(text) == .seconds(seconds))
    }

    @Test(arguments: ["", "10", "min", "0s", "-5s", "5m", "1.5h", "10001d", "99999999999999999999d", "5 s s", "٣s"])
    func refuses(text: String) {
        #expect(DurationText.read(text) == nil)
    }
}
