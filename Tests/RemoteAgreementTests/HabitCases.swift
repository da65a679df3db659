import OrderModel
import OrderTestSupport
import Testing

/// One way for a server to be, named by the reference server's switches.
struct HabitCase: Sendable, CustomTestStringConvertible {
    let settings: ShopSettings
    let testDescription: String
    /// Switches that only the reference server and our own server have, not the tests' own.
    private let extraFlags: [String]

    init(_ name: String, flags: [String] = [], _ change: (inout ShopSettings) -> Void = { _ in }) {
        settings = ShopSettings(change)
        testDescription = name
        extraFlags = flags
    }

    /// The reference server's switches for the habits, and those for everything.
    var habitFlags: [String] { settings.habits.oracleFlags + extraFlags }
    var flags: [String] { habitFlags + settings.faults.oracleFlags }

    /// The orders of a shop that the asker gets from such a server.
    func visible(_ orders: [JSONObject], to asker: Asker) -> [JSONObject] {
        asker.visible(orders, showingDeleted: extraFlags.contains("--customer-sees-deleted"))
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
    /// Habits that the tests' own server can't have; the last one is everything that the API's documents leave open.
    static let ofReferenceServers: [HabitCase] = [
        HabitCase("unknown ids refused", flags: ["--fk-filter", "model"]),
        HabitCase("plain booleans", flags: ["--bool-filter", "plain"]),
        HabitCase("times in UTC of days in Tehran", flags: ["--render-tz", "utc"]) {
            $0.habits.zone = ShopHabits.tehran
        },
        HabitCase(
            "deleted orders shown, oldest first",
            flags: ["--customer-sees-deleted", "--customer-ordering", "id"]
        ),
        HabitCase(
            "all the rest at once",
            flags: [
                "--fk-filter", "model", "--bool-filter", "plain", "--render-tz", "utc", "--slash", "redirect",
                "--customer-ordering", "none",
            ]
        ) {
            $0.habits.zone = ShopHabits.tehran
            $0.habits.includesLastDay = false
            $0.habits.blankIsMissing = true
            $0.habits.sortsNullLow = false
        },
    ]
}
