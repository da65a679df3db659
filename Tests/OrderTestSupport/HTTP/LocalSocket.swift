#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A system call that failed, in the system's own words.
package struct SystemCallError: Error, CustomStringConvertible {
    package let call: String
    package let code: Int32

    package init(_ call: String, code: Int32 = errno) {
        self.call = call
        self.code = code
    }

    package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// The few socket calls that a test server needs.
enum LocalSocket {
    static func makeListener() throws(SystemCallError) -> Int32 {
        let descriptor = try makeBoundSocket()
        guard listen(descriptor, 64) == 0 else { throw SystemCallError("listen") }
        return descriptor
    }

    /// A socket with a free port of 127.0.0.1 that does not listen.
    static func makeBoundSocket() throws(SystemCallError) -> Int32 {
        let descriptor = try makeSocket()
        var address = localAddress(port: 0)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
        }
        guard isBound else { throw SystemCallError("bind") }
        return descriptor
    }

    /// Connects to a port of 127.0.0.1.
    static func connect(port: UInt16) throws(SystemCallError) -> Int32 {
        let descriptor = try makeSocket()
        var address = localAddress(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #if canImport(Glibc)
                    Glibc.connect(descriptor, address, size) == 0
                #elseif canImport(Musl)
                    Musl.connect(descriptor, address, size) == 0
                #else
                    Darwin.connect(descriptor, address, size) == 0
                #endif
            }
        }
        guard isConnected else {
            let code = errno
            close(descriptor)
            throw SystemCallError("connect", code: code)
        }
        return descriptor
    }

    private static func makeSocket() throws(SystemCallError) -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw SystemCallError("socket") }
        setCloseOnExec(descriptor)
        return descriptor
    }

    private static func localAddress(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    static func port(of descriptor: Int32) throws(SystemCallError) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        guard isKnown else { throw SystemCallError("getsockname") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func makePipe() throws(SystemCallError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemCallError("pipe") }
        ends.forEach(setCloseOnExec)
        return (ends[0], ends[1])
    }

    /// The next connection; nil as soon as the other end of the pipe is closed.
    static func accept(on listener: Int32, unless stop: Int32) -> Int32? {
        while true {
            var waits = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, nfds_t(waits.count), -1) >= 0 || errno == EINTR else { return nil }
            if waits[1].revents != 0 { return nil }
            guard waits[0].revents != 0 else { continue }
            #if canImport(Glibc)
                let connection = Glibc.accept(listener, nil, nil)
            #elseif canImport(Musl)
                let connection = Musl.accept(listener, nil, nil)
            #else
                let connection = Darwin.accept(listener, nil, nil)
            #endif
            guard connection >= 0 else { continue }
            setCloseOnExec(connection)
            #if canImport(Darwin)
                var isOn: Int32 = 1
                setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
            #endif
            return connection
        }
    }

    /// Reads up to the blank line that ends a request's head; nil when the connection ends before.
    static func readHead(from connection: Int32, into received: inout [UInt8]) -> String? {
        let end = Array("\r\n\r\n".utf8)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            if let range = received.firstRange(of: end) {
                let head = String(decoding: received[..<range.lowerBound], as: UTF8.self)
                received.removeSubrange(..<range.upperBound)
                return head
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received += buffer[..<count]
        }
    }

    /// Reads on until there are so many bytes, or no more come.
    static func read(_ count: Int, from connection: Int32, into received: inout [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while received.count < count {
            let length = recv(connection, &buffer, min(buffer.count, count - received.count), 0)
            guard length > 0 else { return }
            received += buffer[..<length]
        }
    }

    /// Sends bytes; false when the other side is gone.
    @discardableResult
    static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Keeps a descriptor out of child processes, which would hold the connection open.
    private static func setCloseOnExec(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
