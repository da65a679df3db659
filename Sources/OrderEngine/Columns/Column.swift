package import OrderModel

/// The values of one field, one per row, exactly as the documents have them.
///
/// A type of storage holds what it can hold without loss; an order with any other value is not among the rows.
package struct Column: Sendable {
    package let field: Field
    package let storage: Storage
    /// Which rows have a value; nil when all have one.
    ///
    /// What stands in the storage of a null is 0 or empty.
    package let presence: Bitmap?

    /// How values are laid out.
    package enum Storage: Sendable {
        /// Whole numbers and money: the value is `coefficient / 10^scale`, one scale (0…18) for all rows.
        case numbers([Int64], scale: Int)
        /// Microseconds since 1970 in UTC.
        case instants([Int64])
        /// 0 or 1.
        case booleans([UInt8])
        case texts(TextValues)
        /// Texts with few different values: an index into the dictionary, whose entries are all different.
        case codes([UInt16], TextValues)
        /// Parts of the document that the language does not look into (objects, lists), as sound JSON text.
        case documents(TextValues)
    }

    package init(field: Field, storage: Storage, presence: Bitmap? = nil) {
        self.field = field
        self.storage = storage
        self.presence = presence
    }

    package var count: Int {
        switch storage {
        case .numbers(let values, _), .instants(let values): values.count
        case .booleans(let values): values.count
        case .texts(let values), .documents(let values): values.count
        case .codes(let codes, _): codes.count
        }
    }

    package func isPresent(_ row: Int) -> Bool {
        presence.map { $0[row] } ?? true
    }

    /// The value of a row, the slow way: what the kernels must agree with.
    package func value(at row: Int) -> Value {
        guard isPresent(row) else { return .null }
        switch storage {
        case .numbers(let values, let scale):
            return .number(Decimal(coefficient: Int128(values[row]), scale: scale))
        case .instants(let values): return .instant(Instant(microseconds: values[row]))
        case .booleans(let values): return .boolean(values[row] != 0)
        case .texts(let values): return .text(values[row])
        case .codes(let codes, let entries): return .text(entries[Int(codes[row])])
        case .documents(let values):
            // The text was taken from a document that has been read, or from a snapshot that holds such ones.
            guard let document = try? JSONParser.parse(Array(values[row].utf8)), document != .null else { return .null }
            return .document(document)
        }
    }

    /// How much memory it holds.
    package var byteCount: Int {
        let presenceBytes = (presence?.words.count ?? 0) * 8
        return presenceBytes
            + {
                switch storage {
                case .numbers(let values, _), .instants(let values): values.count * 8
                case .booleans(let values): values.count
                case .texts(let values), .documents(let values): values.byteCount
                case .codes(let codes, let entries): codes.count * 2 + entries.byteCount
                }
            }()
    }
}

/// Many texts in one run of bytes.
package struct TextValues: Sendable {
    /// `offsets[i]..<offsets[i + 1]` are the bytes of text `i`; one more than there are texts.
    package let offsets: [UInt32]
    /// Valid UTF-8, unescaped.
    package let bytes: [UInt8]

    package init(offsets: [UInt32] = [0], bytes: [UInt8] = []) {
        self.offsets = offsets
        self.bytes = bytes
    }

    package init(_ texts: some Sequence<String>) {
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            offsets.append(UInt32(bytes.count))
        }
        self.init(offsets: offsets, bytes: bytes)
    }

    package var count: Int { offsets.count - 1 }
    package var byteCount: Int { offsets.count * 4 + bytes.count }

    package func range(of index: Int) -> Range<Int> { Int(offsets[index])..<Int(offsets[index + 1]) }

    package subscript(index: Int) -> String { String(decoding: bytes[range(of: index)], as: UTF8.self) }
}
