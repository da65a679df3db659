// The names by which the columns of an answer are asked for again. A column that is named by a word, or by words with
// dots, keeps its name; any other gets one made of the words in it: `sum(total)` is `sum_total`.

/// The columns of an answer as fields, so that the answer can be asked again: what `_` is while a text is checked.
package struct ResultSchema: Sendable, Hashable {
    /// A field for each column, in their order, by the name that the language can spell.
    package let fields: [Field]
    /// The columns as they are headed, in the same order.
    package let columns: [ResultColumn]

    /// How many answers there can be names for: `_` and `_1` to `_9`.
    package static let keptCount = 10

    /// The fields of an answer's columns; each has a name of its own.
    package init(columns: [ResultColumn]) {
        let kept = columns.map { Self.isSpelled($0.name) ? $0.name : nil }
        var taken = Set(kept.compactMap { $0 })
        var fields: [Field] = []
        for (column, name) in zip(columns, kept) {
            let name = name ?? Self.free(Self.spelled(column.name), &taken)
            fields.append(
                Field(
                    collection: .result,
                    name: name,
                    type: column.type,
                    isNullable: true,
                    path: [],
                    isFromParent: false
                )
            )
        }
        self.fields = fields
        self.columns = columns
    }

    /// The field of a name; only the very same name will do.
    package func field(named name: String) -> Field? {
        fields.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    // MARK: Names

    /// Whether a column's name can be written as it is: words with dots between them, none of them a word that has
    /// another meaning.
    private static func isSpelled(_ name: String) -> Bool {
        let parts = name.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            guard let first = part.first, NameWord.begins(with: first) else { return false }
            return part.dropFirst().allSatisfy(NameWord.goesOn(with:))
        } && !(parts.count == 1 && NameWord.isReserved(name))
    }

    /// The words of a column's name joined with underscores: `sum_total`, `total_amount_paid`.
    private static func spelled(_ name: String) -> String {
        let words = name.unicodeScalars.split { !NameWord.goesOn(with: $0) }
        let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "_")
        let shortened = String(String.UnicodeScalarView(joined.unicodeScalars.prefix(longestName)))
        guard let first = shortened.unicodeScalars.first else { return "column" }
        return NameWord.begins(with: first) && !NameWord.isReserved(shortened) ? shortened : "column_" + shortened
    }

    private static let longestName = 60

    private static func free(_ name: String, _ taken: inout Set<String>) -> String {
        var (candidate, number) = (name, 2)
        while !taken.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
