import OrderModel
import OrderTestSupport
import Testing

/// One way for a server to be broken.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let settings: ShopSettings
    let testDescription: String
    /// Whether requests succeed often enough that most queries must be answered.
    let isSurvivable: Bool
    /// Whether the reference server has this fault too.
    let isKnownToOracle: Bool

    init(
        _ name: String,
        isSurvivable: Bool = true,
        isKnownToOracle: Bool = false,
        _ change: (inout ShopFaults) -> Void
    ) {
        settings = ShopSettings {
            $0.habits.maximumLimit = 40
            change(&$0.faults)
        }
        testDescription = name
        self.isSurvivable = isSurvivable
        self.isKnownToOracle = isKnownToOracle
    }

    /// Whether `ordersh serve` has this fault too.
    var isKnownToOurs: Bool {
        let faults = settings.faults
        let isSound =
            faults.redirect == nil && faults.excludedEnds.isEmpty && faults.countFault == nil
            && faults.repeatsPageEvery == 0
        return isSound && !faults.compresses && !faults.inverted.contains("ordering")
    }

    /// Requests that fail, and answers that are not what they seem.
    static let transport: [FaultCase] = [
        FaultCase("every third fails", isKnownToOracle: true) { $0.failsEvery = 3 },
        FaultCase("everything fails", isSurvivable: false) { $0.failsEvery = 1 },
        FaultCase("everything is throttled", isSurvivable: false) {
            $0.failsEvery = 1
            $0.failStatuses = [429]
        },
        FaultCase("every third connection is dropped", isKnownToOracle: true) { $0.dropsEvery = 3 },
        FaultCase("every connection is dropped", isSurvivable: false) { $0.dropsEvery = 1 },
        FaultCase("every third body is cut", isKnownToOracle: true) { $0.cutsEvery = 3 },
        FaultCase("every body is cut", isSurvivable: false) { $0.cutsEvery = 1 },
        FaultCase("failing, dropping and cutting") {
            $0.failsEvery = 5
            $0.dropsEvery = 7
            $0.cutsEvery = 6
        },
        FaultCase("compressed and cut") {
            $0.compresses = true
            $0.cutsEvery = 4
        },
        FaultCase("slow", isKnownToOracle: true) { $0.latencyMilliseconds = 3 },
        FaultCase("moved") { $0.redirect = .samePlace },
        FaultCase("redirected for ever", isSurvivable: false) { $0.redirect = .endless },
        FaultCase("counts all orders", isSurvivable: false) { $0.countFault = .ofAllOrders },
    ]

    /// A cache that answers a page again: only within one query can that be noticed.
    static let repetition: [FaultCase] = [2, 3, 5].map { every in
        FaultCase("page \(every) is the one before", isSurvivable: false) { $0.repeatsPageEvery = every }
    }

    static let parameters = [
        "status", "status_in", "customer", "customer_in", "payment_method", "payment_method_in", "billing_city",
        "has_notes", "has_customer", "has_billing_address", "id_min", "id_max", "shipping_cost_min",
        "shipping_cost_max", "created_from", "created_to", "created_date", "updated_from", "updated_to", "ordering",
        "limit", "offset", "search",
    ]

    static let ends = ["id_min", "id_max", "shipping_cost_min", "shipping_cost_max"]

    /// Parameters that are ignored or turned around, alone and together.
    static let disobedience: [FaultCase] =
        parameters.map { name in
            FaultCase("ignoring \(name)", isKnownToOracle: true) { $0.ignored = [name] }
        }
        + ends.map { name in FaultCase("leaving out the end of \(name)") { $0.excludedEnds = [name] } }
        + parameters.filter { !["limit", "offset"].contains($0) }.map { name in
            FaultCase("inverting \(name)", isKnownToOracle: name != "ordering") { $0.inverted = [name] }
        }
        + [
            FaultCase("leaving out both ends of ids") { $0.excludedEnds = ["id_min", "id_max"] },
            FaultCase("leaving out all ends of ranges") { $0.excludedEnds = Set(ends) },
            FaultCase("ignoring ordering and id_min", isKnownToOracle: true) { $0.ignored = ["ordering", "id_min"] },
            FaultCase("ignoring ids, ordering and offset", isSurvivable: false, isKnownToOracle: true) {
                $0.ignored = ["id_min", "id_max", "ordering", "offset"]
            },
            FaultCase("ignoring every filter", isKnownToOracle: true) {
                $0.ignored = Set(parameters).subtracting(["ordering", "limit", "offset", "id_min", "id_max"])
            },
            FaultCase("ignoring everything", isSurvivable: false, isKnownToOracle: true) {
                $0.ignored = Set(ParameterName.allCases.map(\.rawValue))
            },
            FaultCase("inverting every filter", isKnownToOracle: true) {
                $0.inverted = Set(parameters).subtracting(["ordering", "limit", "offset", "id_min", "id_max"])
            },
        ]
}
