import Testing

@testable import OrderServer

/// Times as HTTP writes them.
struct ServerClockTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT", "2000-02-29T00:00:00"),
    ])
    func writesASecond(second: Int, date: String, iso: String) {
        let reading = ServerClock.reading(second: second)
        #expect(String(decoding: reading.httpDate, as: UTF8.self) == date)
        #expect(String(decoding: reading.isoSecond, as: UTF8.self) == iso)
    }

    @Test func livesWithABrokenClock() {
        #expect(ServerClock.reading(second: .max).isoSecond == Array("9999-12-31T23:59:59".utf8))
        #expect(ServerClock.reading(second: .min).isoSecond == Array("0001-01-01T00:00:00".utf8))
    }
}
