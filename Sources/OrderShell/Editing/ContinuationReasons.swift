import OrderLanguage

/// Why each line of a statement goes on, remembered while what is before the line does not change.
///
/// The reason for a line is the hook's answer for all that stands before it. Only visible lines are asked about, and
/// one edit changes just the answers after it, so a long pasted script costs little per key.
struct ContinuationReasons {
    /// Beyond this many scalars the hook is no longer asked: it may read the whole text each time.
    static let limit = 32_768

    private var text: [UInt32] = []
    private var reasons: [Int: String] = [:]

    /// Takes the text as it is now.
    mutating func update(_ scalars: [UInt32]) {
        var common = 0
        let limit = min(text.count, scalars.count, Self.limit)
        while common < limit && text[common] == scalars[common] {
            common += 1
        }
        reasons = reasons.filter { $0.key <= common }
        text = scalars
    }

    /// The reason for the line that begins at `start`, empty when there is none.
    mutating func reason(before start: Int, isComplete: (String) -> Completeness) -> String {
        guard start <= Self.limit else {
            return ""
        }
        if let known = reasons[start] {
            return known
        }
        var reason = ""
        if case .incomplete(let why) = isComplete(String(scalars: text[..<max(0, start - 1)])) {
            reason = why
        }
        reasons[start] = reason
        return reason
    }
}
