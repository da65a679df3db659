import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the texts of scripts and of standard input.
enum InputText {
    /// No script is longer; what is longer is the wrong file.
    private static let longestBytes = 16 << 20

    static func standardInput() throws(ShellError) -> [UInt8] {
        try contents(of: STDIN_FILENO, name: "standard input")
    }

    static func file(_ path: String) throws(ShellError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        return try contents(of: descriptor, name: path)
    }

    private static func contents(of descriptor: Int32, name: String) throws(ShellError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable(name, errno)
            }
            bytes += buffer[..<count]
            guard bytes.count <= longestBytes else {
                throw ShellError(.usage, "\(name) is longer than 16 MB: that is no script")
            }
        }
    }

    private static func unreadable(_ name: String, _ errorNumber: Int32) -> ShellError {
        ShellError(.usage, "cannot read \(name): \(OutputError.reason(errorNumber))")
    }
}
