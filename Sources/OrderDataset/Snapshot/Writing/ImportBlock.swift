import OrderEngine
import OrderModel

/// What a worker makes of a run of documents: their columns, and their bytes compressed.
struct ImportBlock: Sendable {
    /// Orders whose values all fit the columns.
    var sound: ColumnTable
    /// Orders with an odd value: null stands for it here, and `looseOdd` tells.
    var loose: ColumnTable
    /// The rows of `loose` that are odd in a field, by the field's number in the file.
    var looseOdd: [Int: [Int]]
    /// How the two tables' rows follow each other in the source.
    var sequence: [RowRun]
    /// Fields, by their numbers, that no order of the block has a sound value for.
    var excluded: Set<Int>
    /// The id of each order that was read, in the source's order; those that have not changed are among them.
    var identifiers: [Int]
    var documents: [DocumentBlock]
    /// The bytes of the documents, before compression.
    var byteCount: Int
    var changes: SnapshotChanges
    /// Where older documents of these orders are.
    var replaced: [RowPlace]
    var warnings: [String]

    /// Rows of one of the two tables.
    struct RowRun: Sendable {
        let isLoose: Bool
        var rows: Range<Int>
    }

    /// How many orders are to be written.
    var orderCount: Int { sound.count + loose.count }
    var itemCount: Int { (sound.items?.count ?? 0) + (loose.items?.count ?? 0) }
    var paymentCount: Int { (sound.payments?.count ?? 0) + (loose.payments?.count ?? 0) }
}

/// A row of a group.
struct RowPlace: Sendable, Hashable {
    let group: Int
    let row: Int
}

/// Some documents, each with a line feed behind it, compressed together.
struct DocumentBlock: Sendable, Hashable {
    var rowCount: Int
    /// The bytes before compression.
    var byteCount: Int
    var isCompressed: Bool
    var bytes: [UInt8]

    /// What its place in a segment's directory says: four numbers and the checksum of the bytes.
    static let directoryBytes = 24

    var directory: [UInt8] {
        var directory: [UInt8] = []
        directory.append(littleEndian: UInt32(rowCount))
        directory.append(littleEndian: UInt32(byteCount))
        directory.append(littleEndian: UInt32(bytes.count))
        directory.append(littleEndian: UInt32(isCompressed ? 1 : 0))
        directory.append(littleEndian: Checksum.of(bytes))
        return directory
    }
}
