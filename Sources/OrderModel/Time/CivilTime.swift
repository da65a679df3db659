/// What a clock and a calendar show at a moment.
package struct CivilTime: Sendable, Hashable {
    package let date: CivilDate
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let microsecond: Int

    init(date: CivilDate, secondOfDay: Int, microsecond: Int) {
        self.date = date
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        self.microsecond = microsecond
    }

    /// The first moment that dates can tell.
    static let earliest = CivilTime(date: .earliest, secondOfDay: 0, microsecond: 0)
    /// The last moment that dates can tell.
    static let latest = CivilTime(date: .latest, secondOfDay: 86_399, microsecond: 999_999)
}

extension CivilTime: CustomStringConvertible {
    /// `2025-12-27T18:17:09.771123`, without the fraction when it is zero.
    package var description: String {
        let time = "\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
        return "\(date)T\(time)" + (microsecond == 0 ? "" : ".\(padded(microsecond, to: 6))")
    }
}
