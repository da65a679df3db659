import OrderModel

/// What stands at the beginning of a chunk's data, 40 bytes.
struct ChunkHeader: Sendable, Hashable {
    var kind: Kind
    /// The bytes of each number, code or text length: 0 to 8.
    var width = 0
    var hasPresence = false
    var hasOdd = false
    var packing = Packing.none
    /// How many different bytes the texts have, when they are packed in halves.
    var alphabetCount = 0
    /// How many entries the dictionary has, or the number of the field that this is a copy of.
    var entryCount = 0
    /// What a code of 0 stands for, or the length of all texts where `width` is 0.
    var base: Int64 = 0
    var step: Int64 = 1
    /// The bytes of the tail when unpacked.
    var tailBytes = 0
    /// Where the tail begins in the data.
    var tailOffset = 0

    static let byteCount = 40

    /// What kind of values there are, and so what stands in the tail.
    enum Kind: UInt8, Sendable {
        /// Nothing but nulls.
        case nulls = 0
        /// Numbers: `base + step * code`.
        case integers = 1
        /// A bit each.
        case booleans = 2
        /// Indices of dictionary entries.
        case codes = 3
        /// One text after the other.
        case texts = 4
        /// The same values as another field of the same orders.
        case copy = 5
    }

    /// How the tail is packed.
    enum Packing: UInt8, Sendable {
        case none = 0
        case zstd = 1
        /// Two bytes of text in one, each as an index into the alphabet.
        case halves = 2
    }

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Reads a header; nil when it is none of this version.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.byteCount, let kind = Kind(rawValue: bytes[0]),
            let packing = Packing(rawValue: bytes[3]), bytes[2] <= 3, bytes[1] <= 8, bytes[4] <= 16,
            let tailBytes = Int(exactly: bytes.integer(at: 24, as: UInt64.self)),
            let tailOffset = Int(exactly: bytes.integer(at: 32, as: UInt64.self))
        else { return nil }
        self.kind = kind
        self.packing = packing
        width = Int(bytes[1])
        hasPresence = bytes[2] & 1 != 0
        hasOdd = bytes[2] & 2 != 0
        alphabetCount = Int(bytes[4])
        entryCount = Int(bytes.integer(at: 5, as: UInt16.self))
        base = bytes.integer(at: 8)
        step = bytes.integer(at: 16)
        self.tailBytes = tailBytes
        self.tailOffset = tailOffset
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = [
            kind.rawValue, UInt8(width), (hasPresence ? 1 : 0) | (hasOdd ? 2 : 0), packing.rawValue,
            UInt8(alphabetCount),
        ]
        bytes.append(littleEndian: UInt16(entryCount))
        bytes.append(0)
        bytes.append(littleEndian: base)
        bytes.append(littleEndian: step)
        bytes.append(littleEndian: UInt64(tailBytes))
        bytes.append(littleEndian: UInt64(tailOffset))
        return bytes
    }
}

/// What a chunk's row says about it, beside its data.
struct ChunkRecord: Sendable, Hashable {
    /// The group's number times `SnapshotFormat.groupParts`, plus the field's number.
    var id: Int64
    /// How many values there are: orders, items or payments of the group.
    var rowCount: Int
    var nullCount: Int
    /// How many orders have a value here that fits no column.
    var oddCount: Int
    /// How many digits of the numbers stand behind the point.
    var scale: Int
    /// The range of the values, as coefficients of `scale`; null for none, and for texts that are long.
    var minimum: SQLiteValue
    var maximum: SQLiteValue
    var dataChecksum: UInt64

    /// The columns that the row's checksum is taken of.
    var columns: [SQLiteValue] {
        [
            .integer(id), .integer(Int64(rowCount)), .integer(Int64(nullCount)), .integer(Int64(oddCount)),
            .integer(Int64(scale)), minimum, maximum, .integer(Int64(bitPattern: dataChecksum)),
        ]
    }
}

/// A chunk as it is to be stored.
struct EncodedChunk: Sendable {
    var number: Int
    var rowCount: Int
    var nullCount = 0
    var oddCount = 0
    var scale = 0
    var minimum = SQLiteValue.null
    var maximum = SQLiteValue.null
    var data: [UInt8] = []
    var dataChecksum: UInt64 = 0
}
