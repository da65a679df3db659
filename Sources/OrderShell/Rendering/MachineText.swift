import OrderModel

/// How one value is written where programs read it.
enum MachineText {
    /// The raw text of a value, nil for null: exact numbers, ISO instants in UTC, a duration in seconds.
    static func of(_ value: Value) -> String? {
        switch value {
        case .null, .document(.null): nil
        case .text(let text): text
        case .number(let number): number.description
        case .boolean(let boolean): boolean ? "true" : "false"
        case .instant(let instant): instant.iso8601
        case .period(let period): period.description
        case .duration(let amount): seconds(amount).description
        case .document(let document): document.serialized()
        }
    }

    /// The same value in JSON, where numbers and truth values have forms of their own.
    static func json(_ value: Value) -> JSONValue {
        switch value {
        case .null: .null
        case .text(let text): .text(text)
        case .number(let number): .number(number.description)
        case .boolean(let boolean): .boolean(boolean)
        case .instant(let instant): .text(instant.iso8601)
        case .period(let period): .text(period.description)
        case .duration(let amount): .number(seconds(amount).description)
        case .document(let document): document
        }
    }

    /// A duration as an exact number of seconds, the unit that every program understands.
    static func seconds(_ amount: TimeAmount) -> Decimal {
        Decimal(coefficient: Int128(amount.microseconds), scale: 6)
    }
}
