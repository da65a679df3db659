import OrderTestSupport
import Testing

/// One way for a server to be, named by the reference server's switches.
struct HabitCase: Sendable, CustomTestStringConvertible {
    let settings: ShopSettings
    let testDescription: String

    init(_ name: String, _ change: (inout ShopSettings) -> Void = { _ in }) {
        settings = ShopSettings(change)
        testDescription = name
    }

    /// Every habit that changes filtering, one at a time and then many together.
    static let all: [HabitCase] = [
        HabitCase("usual"),
        HabitCase("the last day excluded") { $0.habits.includesLastDay = false },
        HabitCase("Tehran") { $0.habits.zone = ShopHabits.tehran },
        HabitCase("Tehran, the last day excluded") {
            $0.habits.zone = ShopHabits.tehran
            $0.habits.includesLastDay = false
        },
        HabitCase("datetime") { $0.habits.dateForm = .datetime },
        HabitCase("days only") { $0.habits.dateForm = .date },
        HabitCase("days only in Tehran, the last excluded") {
            $0.habits.dateForm = .date
            $0.habits.zone = ShopHabits.tehran
            $0.habits.includesLastDay = false
        },
        HabitCase("blank is missing") { $0.habits.blankIsMissing = true },
        HabitCase("pages of 7, amounts as text") {
            $0.habits.maximumLimit = 7
            $0.habits.amounts = .string
        },
        HabitCase("any page, amounts as floats") {
            $0.habits.maximumLimit = nil
            $0.habits.amounts = .float
        },
        HabitCase("null last, lax statuses") {
            $0.habits.sortsNullLow = false
            $0.habits.refusesUnknownStatus = false
        },
        HabitCase("shuffled ties, small pages") {
            $0.habits.shufflesTies = true
            $0.habits.maximumLimit = 20
        },
        HabitCase("all at once") {
            $0.habits.zone = ShopHabits.tehran
            $0.habits.includesLastDay = false
            $0.habits.blankIsMissing = true
            $0.habits.maximumLimit = 30
            $0.habits.amounts = .string
            $0.habits.sortsNullLow = false
            $0.habits.shufflesTies = true
            $0.habits.foldsAllLetters = true
            $0.faults.compresses = true
        },
    ]
}
