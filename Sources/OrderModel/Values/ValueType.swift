/// The type of a field, an expression or a parameter.
package enum ValueType: String, Sendable, Hashable, CaseIterable {
    case text
    case status
    case integer
    /// Any exact decimal; most of them are amounts of money.
    case money
    case boolean
    case instant
    /// A calendar period: a day, week, month, quarter or year.
    case date
    case duration
    /// A reference such as `customer`: has parts, is compared by id or by name.
    case object
    /// A part of the document that the language does not look into: `extra`, `product_data`, `items`.
    case document

    package var isNumeric: Bool { self == .integer || self == .money }
    package var isTextual: Bool { self == .text || self == .status }
    /// Whether values of the type stand on the time line, so that they compare with periods.
    package var isTemporal: Bool { self == .instant || self == .date }

    /// Whether a value of `other` may be compared with, or stand where, this type stands.
    package func accepts(_ other: ValueType) -> Bool {
        self == other || (isNumeric && other.isNumeric) || (isTextual && other.isTextual)
            || (isTemporal && other.isTemporal)
    }
}
