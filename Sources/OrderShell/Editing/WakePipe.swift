#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A pipe that wakes a thread which waits in `poll`.
///
/// Bytes are all that a signal handler may send, and a pipe is all that `poll` can wait for beside the terminal.
struct WakePipe: Sendable {
    let reading: Int32
    let writing: Int32

    /// Opens the pipe; nil when the process has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            return nil
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        reading = ends[0]
        writing = ends[1]
    }

    /// Wakes the reader; when the pipe is full it is awake anyway.
    func wake() {
        var byte: UInt8 = 0
        _ = write(writing, &byte, 1)
    }

    /// Takes all bytes that have arrived, without waiting; about so many at most, where they never end.
    func drain(maximumCount: Int = .max) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while result.count < maximumCount {
            let count = read(reading, &buffer, buffer.count)
            if count > 0 {
                result += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        return result
    }

    /// Waits until there is a byte.
    func wait() {
        var descriptor = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, -1) < 0 && errno == EINTR {}
    }

    func close() {
        #if canImport(Darwin)
            _ = Darwin.close(reading)
            _ = Darwin.close(writing)
        #else
            _ = Glibc.close(reading)
            _ = Glibc.close(writing)
        #endif
    }
}
