import OrderModel
import Testing

@testable import OrderServer

/// Days and ends of ranges, by the server's habits and its zone.
@Suite struct FormDatesTests {
    typealias Form = ServerSettings.DateForm

    private static let momentProblem = "Enter a valid date/time."
    private static let dayProblem = "Enter a valid date."

    @Test(arguments: [
        ("2025-12-27", Form.isodatetime, "2025-12-27"), ("2025-12-27", .datetime, "2025-12-27"),
        ("2025-12-27", .date, "2025-12-27"),
        (" 2025-12-27T18:17:09 ", .isodatetime, "2025-12-27T18:17:09.000000Z"),
        ("2025-12-27T18:17:09.7711239+03:30", .isodatetime, "2025-12-27T14:47:09.771123Z"),
        ("2025-12-27 18:17:09 03:30", .isodatetime, momentProblem), ("2025-12-27T18:17:09", .date, dayProblem),
        ("20251227", .isodatetime, "2025-12-27"), ("20251227", .datetime, "2025-12-27T00:00:00.000000Z"),
        ("20251227", .date, dayProblem),
        ("2025-1-31", .isodatetime, momentProblem), ("2025-1-31", .datetime, "2025-01-31"),
        ("2025-1-31", .date, "2025-01-31"),
        ("01/31/2025 08:00", .datetime, "2025-01-31T08:00:00.000000Z"), ("01/31/2025", .isodatetime, momentProblem),
        ("2025-13-01 10:00", .datetime, momentProblem), ("24:00:00", .isodatetime, momentProblem),
        (" ", .date, dayProblem),
    ])
    func endsAreRead(_ text: String, _ form: Form, _ expected: String) throws {
        var settings = ServerSettings()
        settings.dateForm = form
        let dates = FormDates(settings: settings)
        #expect(outcome { try dates.end(text) } == expected)
        // A day is the same moment at the start, but for a form that the field of ends alone looks at.
        let start = outcome { try dates.start(text) }
        #expect(start == expected)
    }

    @Test func blankEndsAreNoneWhereDaysBelongToTheRange() {
        var settings = ServerSettings()
        #expect(outcome { try FormDates(settings: settings).end(" \t") } == "nothing")
        #expect(outcome { try FormDates(settings: settings).start(" \t") } == Self.momentProblem)
        settings.dateEnd = .exclusive
        #expect(outcome { try FormDates(settings: settings).end(" \t") } == Self.momentProblem)
    }

    @Test func exclusiveDaysEndBeforeThem() {
        var settings = ServerSettings()
        settings.dateEnd = .exclusive
        #expect(outcome { try FormDates(settings: settings).end("2025-12-27") } == "2025-12-27T00:00:00.000000Z")
        settings.dateForm = .date
        #expect(outcome { try FormDates(settings: settings).end("2025-12-27") } == "2025-12-26T23:59:59.999999Z")
    }

    /// Clocks that go forward at 02:00 on 30 March and back at 03:00 on 26 October, as a rule tells it.
    @Test(arguments: [
        ("2025-03-30T01:59:59", "2025-03-30T00:59:59.000000Z"), ("2025-03-30T03:00", "2025-03-30T01:00:00.000000Z"),
        ("2025-03-30T02:30", "2025-03-30 02:30:00"), ("2025-03-30T02:30:00.5", "2025-03-30 02:30:00.500000"),
        ("2025-10-26T02:00", "2025-10-26 02:00:00"), ("2025-10-26T02:59:59.999999", "2025-10-26 02:59:59.999999"),
        ("2025-10-26T03:00", "2025-10-26T02:00:00.000000Z"), ("2025-10-26T02:30Z", "2025-10-26T02:30:00.000000Z"),
    ])
    func timesThatClocksSkipOrShowTwiceAreRefused(_ text: String, _ expected: String) throws {
        var settings = ServerSettings()
        settings.zone = try TimeZoneRules(name: "Europe/Berlin", tzif: Self.zoneFile)
        let isRefused = !expected.contains("T")
        let problem = " couldn’t be interpreted in time zone Europe/Berlin; it may be ambiguous or it may not exist."
        #expect(outcome { try FormDates(settings: settings).start(text) } == expected + (isRefused ? problem : ""))
    }

    /// The smallest zoneinfo file of such a zone: no transition, one type, and the rule behind.
    private static let zoneFile: [UInt8] = {
        let start = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let type: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
        let block = start + counts + type
        return block + block + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    }()

    @Test(arguments: [("Dec 27 2025", "2025-12-27"), ("20251227", dayProblem), ("2025-12-27T00:00", dayProblem)])
    func daysAreRead(_ text: String, _ expected: String) {
        #expect(outcome { .day(try FormDates(settings: ServerSettings()).day(text)) } == expected)
    }

    private func outcome(_ read: () throws -> DateBound?) -> String {
        do {
            return try read()?.description ?? "nothing"
        } catch let problem as FormProblem {
            return problem.message
        } catch {
            return "\(error)"
        }
    }
}
