import NIOCore
import NIOHTTP1

/// How a response ends on its connection.
enum ResponseEnding: Hashable {
    /// The connection waits for the next request.
    case next
    /// The client is told that the connection closes, and it closes.
    case close
}

/// Writes an answer as HTTP/1.1.
enum ResponseWriting {
    /// What a response depends on besides the answer.
    struct Circumstances {
        /// Whether the body is left out, as for `HEAD`.
        var isHeadOnly = false
        var ending = ResponseEnding.next
        /// Whether the client takes a connection for closed unless it is told otherwise.
        var isOldProtocol = false
        var date: [UInt8]
    }

    /// The whole response; a body is copied once.
    static func bytes(of answer: APIAnswer, _ circumstances: Circumstances, allocator: ByteBufferAllocator)
        -> ByteBuffer
    {
        let hasBody = !circumstances.isHeadOnly && mayHaveBody(answer.status)
        var buffer = allocator.buffer(capacity: 512 + (hasBody ? answer.body.count : 0))
        let status = HTTPResponseStatus(statusCode: answer.status)
        buffer.writeString("HTTP/1.1 ")
        buffer.writeString(String(status.code))
        buffer.writeString(" ")
        buffer.writeString(status.reasonPhrase)
        buffer.writeString("\r\nDate: ")
        buffer.writeBytes(circumstances.date)
        buffer.writeString("\r\nServer: ordersh\r\n")
        for (name, value) in answer.headers where isSendable(name: name, value: value) {
            buffer.writeString(name)
            buffer.writeString(": ")
            buffer.writeString(value)
            buffer.writeString("\r\n")
        }
        if mayHaveBody(answer.status) {
            buffer.writeString("Content-Length: ")
            buffer.writeString(String(answer.body.count))
            buffer.writeString("\r\n")
        }
        switch circumstances.ending {
        case .close: buffer.writeString("Connection: close\r\n")
        case .next where circumstances.isOldProtocol: buffer.writeString("Connection: keep-alive\r\n")
        case .next: break
        }
        buffer.writeString("\r\n")
        if hasBody { buffer.writeBytes(answer.body) }
        return buffer
    }

    /// Whether a status may have a body at all.
    private static func mayHaveBody(_ status: Int) -> Bool {
        status >= 200 && status != 204 && status != 304
    }

    /// Whether a header is one line, whatever text of a request it was made from, and not one that is ours to say.
    private static func isSendable(name: String, value: String) -> Bool {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }),
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { return false }
        // Only names of these lengths can be one of ours.
        guard [4, 10, 14, 17].contains(name.utf8.count) else { return true }
        return !["date", "connection", "content-length", "transfer-encoding"].contains(name.lowercased())
    }
}
