import OrderModel
import Testing

@testable import OrderServer

/// Days and times in the forms that are no ISO 8601.
@Suite struct FormDateFormatTests {
    @Test(arguments: [
        ("2025-1-31", "2025-01-31"), ("12/27/2025", "2025-12-27"), ("1/ 7/2025", "2025-01-07"),
        ("12/27/68", "2068-12-27"), ("12/27/69", "1969-12-27"), ("Dec 27 2025", "2025-12-27"),
        ("DEC  27,\u{A0}2025", "2025-12-27"), ("27 dec 2025", "2025-12-27"), ("27 December, 2025", "2025-12-27"),
        ("۲۰۲۵-12-2۷", "2025-12-27"), ("May 5 2025", "2025-05-05"),
    ])
    func daysAreRead(_ text: String, _ expected: String) {
        let scalars = Array(text.unicodeScalars)[...]
        let days = FormDateFormat.days.compactMap { $0.read(scalars)?.date }
        #expect(days.first?.description == expected)
    }

    @Test(arguments: [
        "", "31/01/2025", "2025-02-29", "2025-12-۲۷", "20251227", "2025-12-27T18:17", "Sept 5 2025", "Dec 27,2025",
        "12/27/2025 ", "0000-01-01", "2025-12-271", "deſ 27 2025", "12-27-2025",
    ])
    func otherTextsAreNoDays(_ text: String) {
        let scalars = Array(text.unicodeScalars)[...]
        #expect(FormDateFormat.days.allSatisfy { $0.read(scalars) == nil })
    }

    @Test(arguments: [
        ("12/27/2025 18:17:09", "2025-12-27 18:17:09"), ("12/27/25 8:7", "2025-12-27 08:07:00"),
        ("2025-1-2 18:17:09.5", "2025-01-02 18:17:09.500000"),
    ])
    func momentsAreRead(_ text: String, _ expected: String) {
        let scalars = Array(text.unicodeScalars)[...]
        #expect(FormDateFormat.moments.compactMap { $0.read(scalars)?.description }.first == expected)
    }

    @Test(arguments: [
        ("2025-1-2T5:07", "2025-01-02 05:07:00"), ("2025-1-2 5:7:9,1234567", "2025-01-02 05:07:09.123456"),
        ("۲۰۲۵-۱۲-۲۷ ۱۰:۰۰", "2025-12-27 10:00:00"), ("2025-12-27T18:17:09 Z", "2025-12-27 18:17:09 0"),
        ("2025-12-27T18:17:09 +03:30", "2025-12-27 18:17:09 12600"), ("2025-1-2T5:07-03", "2025-01-02 05:07:00 -10800"),
        ("2025-1-2T5:07+22:99", "2025-01-02 05:07:00 85140"),
        ("2025-1-32T5:07", "none"), ("2025-1-2T24:07", "none"), ("2025-1-2T5:07+23:99", "none"),
        ("2025-1-2", "other"), ("2025-1-2T5", "other"), ("2025-1-2_5:07", "other"), ("2025-1-2T5:07+3", "other"),
        ("2025-1-2T5:07:09.1234567890123", "other"), ("2025-1-2T5:07z", "other"),
    ])
    func momentsOfTheLooseFormAreRead(_ text: String, _ expected: String) {
        switch FormMomentReader.read(Array(text.unicodeScalars)[...]) {
        case .moment(let moment):
            let offset = moment.offset.map { " \($0 / 1_000_000)" } ?? ""
            #expect("\(moment)" + offset == expected)
        case .none: #expect("none" == expected)
        case .otherForm: #expect("other" == expected)
        }
    }
}
