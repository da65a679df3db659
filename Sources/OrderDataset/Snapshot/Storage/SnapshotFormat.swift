// The names, numbers and limits of the format, which Documentation.docc/Snapshot.md describes for other readers.

import CKernels
import OrderModel

/// What all snapshots of this version have in common.
enum SnapshotFormat {
    /// `ords`, in the header of the file.
    static let applicationIdentifier: Int32 = 0x6F72_6473
    static let version = 1
    static let pageBytes = 65_536

    /// The most orders in a group.
    static let groupOrders = 65_536
    /// The most items, or payments, in a group.
    static let groupRows = 1 << 22
    /// A group is closed when its documents have so many bytes.
    static let groupBytes = 256 << 20
    /// The most bytes of a column's texts in one chunk, so that lengths and offsets stay in 32 bits.
    static let chunkTextBytes = 1 << 30
    /// How many parts a group may have: its chunks by their fields' numbers, its documents by theirs.
    static let groupParts: Int64 = 4096
    /// About how many bytes of documents are compressed together.
    static let blockBytes = 1 << 20
    /// How many compressed bytes are stored together.
    static let segmentBytes = 2 << 20
    /// The longest document.
    static let documentBytes = (64 << 20) + 1
    /// A block that compresses better than this is kept as it is, so that a reader knows how much to expect.
    static let compressionRatio = 1024

    static let tables = """
        CREATE TABLE snapshot (
            id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, groups INTEGER NOT NULL, orders INTEGER NOT NULL,
            items INTEGER NOT NULL, payments INTEGER NOT NULL, next_group INTEGER NOT NULL,
            created_first INTEGER, created_last INTEGER, contents INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE import (
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, program TEXT NOT NULL, sources TEXT NOT NULL,
            added INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
            skipped INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE field (
            id INTEGER PRIMARY KEY, collection TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
            checksum INTEGER NOT NULL);
        CREATE TABLE chunk_group (
            id INTEGER PRIMARY KEY, orders INTEGER NOT NULL, items INTEGER NOT NULL, payments INTEGER NOT NULL,
            segments INTEGER NOT NULL, dead INTEGER NOT NULL, dead_rows BLOB, checksum INTEGER NOT NULL);
        CREATE TABLE chunk (
            id INTEGER PRIMARY KEY, rows INTEGER NOT NULL, nulls INTEGER NOT NULL, odd INTEGER NOT NULL,
            scale INTEGER NOT NULL, minimum, maximum, data_checksum INTEGER NOT NULL, checksum INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY, first_row INTEGER NOT NULL, rows INTEGER NOT NULL, blocks INTEGER NOT NULL,
            directory_checksum INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL);
        """

    /// Only in snapshots that a sync keeps; programs that don't know it read the file all the same.
    static let syncTable = """
        CREATE TABLE IF NOT EXISTS sync (id INTEGER PRIMARY KEY, record TEXT NOT NULL, checksum INTEGER NOT NULL)
        """
}

/// The checksum that every part of a snapshot has; `checksum.h` has its formula.
enum Checksum {
    static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        kernel_checksum(bytes.baseAddress, bytes.count, seed)
    }

    static func of(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { of($0, seed: seed) }
    }

    /// The checksum of a chunk's data: that of the tail, with that of what stands before it as its seed.
    static func ofChunk(_ data: [UInt8], tailOffset: Int) -> UInt64 {
        data.withUnsafeBytes { bytes in
            let prefix = of(UnsafeRawBufferPointer(rebasing: bytes[..<tailOffset]))
            return of(UnsafeRawBufferPointer(rebasing: bytes[tailOffset...]), seed: prefix)
        }
    }

    /// The checksum of a row's columns: each a byte for its kind, then 8 bytes for a number or for a length.
    static func of(_ values: [SQLiteValue]) -> UInt64 {
        var bytes: [UInt8] = []
        for value in values {
            switch value {
            case .null: bytes.append(0)
            case .integer(let integer):
                bytes.append(1)
                bytes.append(littleEndian: integer)
            case .text(let text):
                bytes.append(2)
                bytes.append(littleEndian: Int64(text.utf8.count))
                bytes.append(contentsOf: text.utf8)
            case .bytes(let run):
                bytes.append(3)
                bytes.append(littleEndian: Int64(run.count))
                bytes.append(contentsOf: run)
            }
        }
        return of(bytes)
    }

    /// The checksum of a row's columns as SQLite stores it.
    static func stored(_ values: [SQLiteValue]) -> SQLiteValue {
        .integer(Int64(bitPattern: of(values)))
    }
}

extension [UInt8] {
    mutating func append(littleEndian integer: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
    }
}

extension UnsafeRawBufferPointer {
    /// An integer that stands anywhere among the bytes.
    func integer<Integer: FixedWidthInteger>(at offset: Int, as type: Integer.Type = Integer.self) -> Integer {
        Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}

/// The fields that have columns, and the numbers they are stored under.
enum StoredFields {
    /// Every field of orders and every own field of items and payments that is no document.
    static let all: [Field] = Collection.allCases.flatMap { collection in
        Schema.fields(of: collection).filter { hasColumn($0) }
    }

    /// The number of each, from 1; 0 to 15 of every hundred are for what is no field of the documents.
    static let numbers: [Field: Int] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1, $0 + firstNumber) }
    )

    static let firstNumber = 16
    /// Where each order's items begin, and which orders have a list of them that is none.
    static let itemsNumber = 1
    static let paymentsNumber = 2

    static func hasColumn(_ field: Field) -> Bool {
        guard !field.isFromParent else { return false }
        switch field.type {
        case .text, .status, .integer, .money, .boolean, .instant: return true
        case .date, .duration, .object, .document: return false
        }
    }

    static func listNumber(of collection: Collection) -> Int {
        collection == .items ? itemsNumber : paymentsNumber
    }
}
