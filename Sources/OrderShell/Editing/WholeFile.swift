#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads small files of the user's own: the history, the editrc, the configuration.
enum WholeFile {
    /// The last `limitBytes` of a file, nil when it can't be read.
    static func read(_ path: String, limitBytes: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let size = Int(status.st_size)
        if size > limitBytes {
            lseek(descriptor, off_t(size - limitBytes), SEEK_SET)
        }
        return contents(of: descriptor, limitBytes: limitBytes)
    }

    /// What is read from a descriptor, a little more than `limitBytes` at most; nil when none of it can be.
    static func contents(of descriptor: Int32, limitBytes: Int) -> [UInt8]? {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while result.count < limitBytes {
            let count = systemRead(descriptor, &buffer)
            if count > 0 {
                result += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                return count == 0 || !result.isEmpty ? result : nil
            }
        }
        return result
    }
}

/// The function `read`, which a method of that name hides.
private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
    read(descriptor, &buffer, buffer.count)
}
