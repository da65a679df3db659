import OrderModel

extension ResultStore {
    /// The different texts of a column of an earlier answer, for choosing from; nil where it isn't kept.
    ///
    /// It is asked while somebody types, so it looks at no more rows than a key's time allows.
    func texts(ofColumn name: String, in number: Int) -> [String]? {
        guard let table = result(number)?.table,
            let index = table.columns.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { return nil }
        var texts: Set<[UInt8]> = []
        for row in table.rows.prefix(Self.readRowCount) where row.values.indices.contains(index) {
            guard case .text(let text) = row.values[index], text.utf8.count <= Self.longestTextBytes else { continue }
            texts.insert(Array(text.utf8))
            if texts.count == Self.maximumTextCount { break }
        }
        return texts.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static let readRowCount = 5000
    private static let maximumTextCount = 1000
    private static let longestTextBytes = 200
}
