extension JSONObject {
    /// The id as a 64-bit whole number, read as the field `id` is; nil where it is none.
    package var wholeIdentifier: Int? {
        switch self["id"] {
        case .number(let digits)?, .text(let digits)?: Decimal(digits)?.wholeNumber
        default: nil
        }
    }
}
