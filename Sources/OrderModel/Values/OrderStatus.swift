/// The statuses that the API documents; data may hold others, which are kept as they came.
package enum OrderStatus: String, Sendable, Hashable, CaseIterable {
    case new
    case hold
    case failed
    case cancelled
    case processing
    case shipped
    case completed
    case refunded
    case deleted

    package static let names: [String] = allCases.map(\.rawValue)
}
