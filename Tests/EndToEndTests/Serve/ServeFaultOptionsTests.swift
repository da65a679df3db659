import ArgumentParser
import OrderServer
import OrderShell
import Testing

@testable import ordersh

@Suite struct ServeFaultOptionsTests {
    @Test func everyFaultIsRead() throws {
        var settings = FaultSettings()
        let texts = [
            "fail=3:500,429", "drop=5", "cut=7", "ignore=status", "ignore=search", "invert=has_notes", "shuffle-ties",
        ]
        for text in texts { try FaultText.read(text, into: &settings) }
        var expected = FaultSettings()
        expected.failsEvery = 3
        expected.failStatuses = [500, 429]
        expected.dropsEvery = 5
        expected.cutsEvery = 7
        expected.ignored = ["status", "search"]
        expected.inverted = ["has_notes"]
        expected.shufflesTies = true
        #expect(settings == expected)
    }

    @Test func failuresHaveStatusesWithoutSayingSo() throws {
        var settings = FaultSettings()
        try FaultText.read("fail=2", into: &settings)
        #expect(settings.failsEvery == 2)
        #expect(settings.failStatuses == FaultSettings().failStatuses)
    }

    @Test(arguments: [
        "", "=", "fail", "fail=", "fail=x", "fail=-1", "fail=3:", "fail=3:200", "fail=3:500,", "drop", "cut=0",
        "ignore", "ignore=", "ignore=nothing", "invert=offset", "shuffle-ties=1", "latency=3",
    ])
    func nothingElseIsAFault(_ text: String) {
        var settings = FaultSettings()
        #expect(throws: ShellError.self) { try FaultText.read(text, into: &settings) }
    }

    @Test(arguments: [("250ms", 250), ("0ms", 0), ("2s", 2000), ("1h", 3_600_000)])
    func latencyIsALengthOfTime(_ text: String, _ milliseconds: Int) throws {
        #expect(try Latency(text).milliseconds == milliseconds)
    }

    @Test(arguments: ["", "ms", "-1ms", "1.5ms", "250", "2h", "1d", "3600001ms"])
    func noOtherTextIs(_ text: String) {
        #expect(throws: ValidationError.self) { try Latency(text) }
    }

    @Test(arguments: ["0", "30", "Fri, 31 Dec 1999 23:59:59 GMT"])
    func aPauseIsSecondsOrADate(_ text: String) throws {
        #expect(try ServeFaultOptions.pause(text) == text)
    }

    @Test(arguments: ["", "soon", "date", "-1", "1.5", "1s", "31 Dec 1999", "1\r\nX: y", "1999-12-31"])
    func nothingElseIsAPause(_ text: String) {
        #expect(throws: ValidationError.self) { try ServeFaultOptions.pause(text) }
    }
}
