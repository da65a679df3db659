private import CZlib

/// The contents of gzip data, which may consist of several members one after the other.
final class GzipStream: ByteStream {
    private let compressed: any ByteStream
    private let place: DatasetPlace
    /// On the heap, since zlib keeps a pointer back to it.
    private let inflater: UnsafeMutablePointer<z_stream>
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    private var available: Range<Int> = 0..<0
    private var isInsideMember = true

    init(_ compressed: any ByteStream, source: String) throws(DatasetError) {
        self.compressed = compressed
        place = DatasetPlace(source: source)
        inflater = .allocate(capacity: 1)
        inflater.initialize(to: z_stream())
        guard ordersh_inflate_init_gzip(inflater) == Z_OK else {
            throw DatasetError(.corruptGzip(reason: "zlib did not start"), at: place)
        }
    }

    deinit {
        inflateEnd(inflater)
        inflater.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        while true {
            if available.isEmpty {
                available = 0..<(try readOnce(compressed, into: &input))
                if available.isEmpty {
                    guard !isInsideMember else { throw DatasetError(.truncatedGzip, at: place) }
                    return 0
                }
            }
            if !isInsideMember {
                guard try beginNextMember() else { continue }
            }
            let count = try inflate(into: buffer)
            if count > 0 { return count }
        }
    }

    /// Begins the member that follows; zeros that fill up a block of a tape are no member.
    private func beginNextMember() throws(DatasetError) -> Bool {
        let padding = input[available].prefix { $0 == 0 }.count
        available = available.lowerBound + padding..<available.upperBound
        guard let first = input[available].first else { return false }
        guard first == 0x1F, inflateReset(inflater) == Z_OK else {
            throw DatasetError(.corruptGzip(reason: "something else follows it"), at: place)
        }
        isInsideMember = true
        return true
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let offered = available
        let status = input.withUnsafeMutableBufferPointer { bytes in
            inflater.pointee.next_in = bytes.baseAddress.map { $0 + offered.lowerBound }
            inflater.pointee.avail_in = UInt32(offered.count)
            inflater.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            inflater.pointee.avail_out = UInt32(clamping: buffer.count)
            return CZlib.inflate(inflater, Z_NO_FLUSH)
        }
        let room = Int(UInt32(clamping: buffer.count))
        available = offered.upperBound - Int(inflater.pointee.avail_in)..<offered.upperBound
        switch status {
        case Z_STREAM_END: isInsideMember = false
        case Z_OK, Z_BUF_ERROR: break
        default:
            let reason = inflater.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
            throw DatasetError(.corruptGzip(reason: reason), at: place)
        }
        return room - Int(inflater.pointee.avail_out)
    }
}
