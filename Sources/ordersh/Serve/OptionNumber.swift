import ArgumentParser

/// Reads the numbers of options, and says which ones there are where it is another.
enum OptionNumber {
    static func read<Number: FixedWidthInteger>(
        _ text: String,
        within range: ClosedRange<Number>,
        otherwise: String = ""
    ) throws -> Number {
        guard let number = Number(text), range.contains(number) else {
            throw ValidationError("a number from \(range.lowerBound) to \(range.upperBound)\(otherwise) is wanted")
        }
        return number
    }

    /// How many requests and connections a server may have at most.
    static let load = 1...1_000_000
    /// How many orders a page may be said to have.
    static let page = 1...1_000_000_000
}
