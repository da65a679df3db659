import CZlib
import OrderEngine
import OrderModel

/// The ids and lines of all orders that a reader hands out: `1:1`.
func described(_ reader: any BatchReader) async throws -> [String] {
    var result: [String] = []
    while let batch = try await reader.next() { result += try orders(of: batch).map(described) }
    return result
}

func described(_ order: Order) -> String {
    guard let line = order.origin.line else { return "no line" }
    switch order.document["id"] {
    case .number(let text)?, .text(let text)?: return "\(text):\(line)"
    default: return "?:\(line)"
    }
}

/// All orders of a batch by their lines, those of the columns by way of their rows.
func orders(of batch: OrderBatch) throws -> [Order] {
    let rows = try batch.columns.documents.orders(at: Array(0..<batch.columns.count))
    return (rows + batch.plainOrders).enumerated()
        .sorted { ($0.element.origin.line ?? 0, $0.offset) < ($1.element.origin.line ?? 0, $1.offset) }
        .map(\.element)
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
