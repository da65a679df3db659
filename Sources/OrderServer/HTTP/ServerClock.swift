import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The time of day as answers and the log write it, written anew only when the second changes.
final class ServerClock: Sendable {
    /// A moment, written.
    struct Reading: Sendable {
        /// `Sun, 06 Nov 1994 08:49:37 GMT`, as the header `Date` has it.
        let httpDate: [UInt8]
        /// `1994-11-06T08:49:37`.
        let isoSecond: [UInt8]
        var millisecond: Int
    }

    private let known = Mutex<(second: Int, reading: Reading)?>(nil)

    func now() -> Reading {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let second = Int(time.tv_sec)
        var reading = known.withLock { known in
            if let known, known.second == second { return known.reading }
            let reading = Self.reading(second: second)
            known = (second, reading)
            return reading
        }
        reading.millisecond = Int(time.tv_nsec) / 1_000_000
        return reading
    }

    /// A whole second, written; whatever a broken clock says lies within the years that dates can tell.
    static func reading(second: Int) -> Reading {
        let range = -62_135_596_800...253_402_300_799
        let civil = TimeZoneRules.utc.civilTime(
            at: Instant(microseconds: Int64(min(max(second, range.lowerBound), range.upperBound)) * 1_000_000)
        )
        let date = civil.date
        // 1970-01-01 was a Thursday.
        let weekday = ((second / 86_400 + (second % 86_400 < 0 ? -1 : 0)) % 7 + 7 + 4) % 7
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
        let httpDate = "\(weekdays[weekday]), \(two(date.day)) \(months[date.month - 1]) \(date.year) \(time) GMT"
        return Reading(httpDate: Array(httpDate.utf8), isoSecond: Array("\(date)T\(time)".utf8), millisecond: 0)
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
