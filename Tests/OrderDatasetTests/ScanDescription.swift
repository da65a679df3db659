import CZlib
import OrderEngine
import OrderModel

/// The ids and lines of all orders that a reader hands out: `1:1`.
func described(_ reader: any BatchReader) async throws -> [String] {
    var result: [String] = []
    while let batch = try await reader.next() {
        for order in batch.plainOrders {
            guard let line = order.origin.line else { continue }
            switch order.document["id"] {
            case .number(let text)?, .text(let text)?: result.append("\(text):\(line)")
            default: result.append("?:\(line)")
            }
        }
    }
    return result
}

/// The bytes as one member of gzip data.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
        return []
    }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    let capacity = UInt32(output.count)
    let isDone = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = capacity
            return deflate(&stream, Z_FINISH) == Z_STREAM_END
        }
    }
    return isDone ? Array(output.prefix(Int(capacity - stream.avail_out))) : []
}
