/// Finds the names that a misspelt one was probably meant to be.
package enum NameSuggestion {
    /// The nearest of the names, best first, at most three; none when nothing is near.
    ///
    /// Near is an edit distance (insert, delete, replace, swap neighbours) of at most a third of the length.
    package static func candidates(for name: String, among names: [String]) -> [String] {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(maximumLength))
        let limit = max(1, wanted.count / 3)
        return
            names
            .map { (name: $0, distance: distance(wanted, Array($0.lowercased().unicodeScalars))) }
            .filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3)
            .map(\.name)
    }

    /// All names there are, in words, where none is near: `there are a, b`.
    package static func choices(_ names: [String]) -> String {
        names.count == 1 ? "there is only \(names[0])" : "there are " + names.joined(separator: ", ")
    }

    /// Longer texts are cut, so that a hostile one costs no time.
    private static let maximumLength = 64

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                var best = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, beforePrevious[column - 2] + 1)
                }
                current.append(best)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
