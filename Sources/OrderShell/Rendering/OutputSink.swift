#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Takes the bytes of an answer; used by one task.
package protocol OutputSink: AnyObject {
    func write(_ bytes: [UInt8]) throws(OutputError)
    /// Takes what stands under an answer: the same as `write`, unless it is to be seen apart.
    func writeFooter(_ text: String) throws(OutputError)
    /// Hands on what is still buffered.
    func flush() throws(OutputError)
    /// Ends the output and makes it count: a file gets its name only now.
    func commit() throws(OutputError)
    /// Ends the output as if it had not begun, as far as that can be done. Does nothing after `commit`.
    func discard()
}

/// An output from which the beginning of an answer may be taken out again.
protocol RewindableSink: OutputSink {
    /// How many bytes have been handed on.
    var byteCount: Int { get }
    /// Takes out all that came after a number of bytes, and what is buffered; whether that could be done.
    func rewind(to byteCount: Int) -> Bool
}

extension OutputSink {
    package func write(_ text: String) throws(OutputError) {
        try write(Array(text.utf8))
    }

    package func writeFooter(_ text: String) throws(OutputError) {
        try write(text)
    }
}

/// Keeps an answer in memory.
package final class MemorySink: OutputSink {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package func write(_ bytes: [UInt8]) {
        self.bytes.append(contentsOf: bytes)
    }

    package func flush() {}
    package func commit() {}
    package func discard() { bytes = [] }
}

/// Writes to a file descriptor that it does not own, through a buffer.
package final class DescriptorSink: RewindableSink {
    private let descriptor: Int32
    /// How messages name the output: `standard output`, or a quoted path.
    private let name: String
    /// The program that reads what is written; one that was told to end counts as having left.
    private let reader: RunningProgram?
    private var buffer: [UInt8] = []
    private(set) var byteCount = 0

    private static let bufferSize = 64 * 1024

    private static let readerWaitMilliseconds: Int32 = 50

    package init(descriptor: Int32, name: String, reader: RunningProgram? = nil) {
        self.descriptor = descriptor
        self.name = name
        self.reader = reader
    }

    package static func standardOutput() -> DescriptorSink {
        DescriptorSink(descriptor: STDOUT_FILENO, name: "standard output")
    }

    /// Makes a write to a pipe without a reader, or past the size that a file may have, an error instead of a silent
    /// death by signal.
    ///
    /// Called once, by the program, before anything is written.
    package static func ignoreWriteSignals() {
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    }

    package func write(_ bytes: [UInt8]) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    package func flush() throws(OutputError) {
        var position = 0
        // What could not be written is dropped: writing it again later would only fail again, out of place.
        defer { buffer.removeAll(keepingCapacity: true) }
        while position < buffer.count {
            let written = buffer.withUnsafeBytes { bytes in
                systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[position...]))
            }
            if written >= 0 {
                position += written
                byteCount += written
            } else {
                try handle(errno)
            }
        }
    }

    package func commit() throws(OutputError) {
        try flush()
    }

    package func discard() {
        buffer.removeAll()
    }

    /// Only what still is in the buffer can be taken back from a pipe or a device.
    func rewind(to byteCount: Int) -> Bool {
        buffer.removeAll()
        guard self.byteCount > byteCount else { return true }
        let length = off_t(byteCount)
        guard ftruncate(descriptor, length) == 0, lseek(descriptor, length, SEEK_SET) == length else { return false }
        self.byteCount = byteCount
        return true
    }

    /// Waits where waiting helps, throws otherwise.
    ///
    /// A terminal or pipe may be set not to block by its other users.
    private func handle(_ errorNumber: Int32) throws(OutputError) {
        switch errorNumber {
        case EINTR: return
        case EAGAIN, EWOULDBLOCK:
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&request, 1, reader == nil ? -1 : Self.readerWaitMilliseconds)
            if reader?.isEnding == true { throw .readerLeft }
        case EPIPE: throw .readerLeft
        default: throw .notWritable(name: name, errorNumber: errorNumber)
        }
    }
}

/// The system's `write`, apart so that the methods of that name do not hide it.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
