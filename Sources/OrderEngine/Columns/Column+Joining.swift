import OrderModel

extension Column {
    /// Columns of one field after each other as one; nil where their values do not fit into one.
    package static func joined(_ columns: [Column]) -> Column? {
        guard let first = columns.first else { return nil }
        if columns.count == 1 { return first }
        let storage: Storage?
        switch first.storage {
        case .numbers: storage = joinedNumbers(columns)
        case .instants:
            storage = joinedValues(columns) { if case .instants(let values) = $0 { values } else { nil } }
                .map { .instants($0) }
        case .booleans:
            storage = joinedValues(columns) { if case .booleans(let values) = $0 { values } else { nil } }
                .map { .booleans($0) }
        case .texts:
            storage = joinedTexts(columns) { if case .texts(let texts) = $0 { texts } else { nil } }
                .map { .texts($0) }
        case .documents:
            storage = joinedTexts(columns) { if case .documents(let texts) = $0 { texts } else { nil } }
                .map { .documents($0) }
        // Each has a dictionary of its own.
        case .codes: storage = nil
        }
        return storage.map { Column(field: first.field, storage: $0, presence: joinedPresence(columns)) }
    }

    private static func joinedNumbers(_ columns: [Column]) -> Storage? {
        var largest = 0
        for column in columns {
            guard case .numbers(_, let scale) = column.storage else { return nil }
            largest = max(largest, scale)
        }
        var joined: [Int64] = []
        joined.reserveCapacity(columns.reduce(0) { $0 + $1.count })
        for column in columns {
            guard case .numbers(let values, let scale) = column.storage else { return nil }
            var factor: Int64 = 1
            for _ in scale..<largest { factor *= 10 }
            if factor == 1 {
                joined.append(contentsOf: values)
                continue
            }
            for value in values {
                let (product, overflow) = value.multipliedReportingOverflow(by: factor)
                guard !overflow else { return nil }
                joined.append(product)
            }
        }
        return .numbers(joined, scale: largest)
    }

    private static func joinedValues<Element>(_ columns: [Column], _ values: (Storage) -> [Element]?) -> [Element]? {
        var joined: [Element] = []
        joined.reserveCapacity(columns.reduce(0) { $0 + $1.count })
        for column in columns {
            guard let values = values(column.storage) else { return nil }
            joined.append(contentsOf: values)
        }
        return joined
    }

    private static func joinedTexts(_ columns: [Column], _ texts: (Storage) -> TextValues?) -> TextValues? {
        var parts: [TextValues] = []
        for column in columns {
            guard let part = texts(column.storage) else { return nil }
            parts.append(part)
        }
        let byteCount = parts.reduce(0) { $0 + $1.bytes.count }
        guard byteCount <= ColumnBuilder.limitBytes else { return nil }
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(parts.reduce(1) { $0 + $1.count })
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for part in parts {
            let base = UInt32(bytes.count)
            for offset in part.offsets.dropFirst() { offsets.append(base + offset) }
            bytes.append(contentsOf: part.bytes)
        }
        return TextValues(offsets: offsets, bytes: bytes)
    }

    private static func joinedPresence(_ columns: [Column]) -> Bitmap? {
        guard columns.contains(where: { $0.presence != nil }) else { return nil }
        var words: [UInt64] = []
        var count = 0
        for column in columns {
            let part = column.presence ?? Bitmap(count: column.count, filledWith: true)
            let shift = UInt64(count & 63)
            for word in part.words {
                if shift == 0 {
                    words.append(word)
                } else {
                    words[words.count - 1] |= word << shift
                    words.append(word >> (64 - shift))
                }
            }
            count += column.count
            // The last word's upper bits may have begun a word that has no row yet.
            words.removeLast(words.count - (count + 63) / 64)
        }
        return Bitmap(words: words, count: count)
    }
}

extension ChildTable {
    /// The offsets of tables after each other as one; nil where there are too many rows.
    package static func joinedOffsets(_ tables: [ChildTable]) -> [Int32]? {
        guard tables.reduce(0, { $0 + $1.count }) <= Int(Int32.max) else { return nil }
        var offsets: [Int32] = [0]
        for table in tables {
            let base = offsets[offsets.count - 1]
            for offset in table.offsets.dropFirst() { offsets.append(base + offset) }
        }
        return offsets
    }
}
