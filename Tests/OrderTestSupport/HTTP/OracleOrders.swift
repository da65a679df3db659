package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Orders that the oracle's generator made, in a file of their own.
package final class OracleOrders: Sendable {
    /// In the shape of the admin list, ascending by id.
    package let orders: [JSONObject]
    /// The file that the orders are in, one a line.
    package let path: String
    /// The file that orders of the other platform are in, one a line.
    package let platformPath: String
    private let folder: TemporaryFolder

    /// Makes so many orders; the lines are more of them, in JSON.
    package init(count: Int, adding lines: [String] = []) throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "orders.ndjson")
        try Self.make(["--count", String(count), "--seed", "7", "--out", path])
        if !lines.isEmpty {
            let all = TemporaryFolder.text(of: path) + lines.map { $0 + "\n" }.joined()
            try TemporaryFolder.write(Array(all.utf8), to: path)
        }
        platformPath = folder.path(of: "platform.ndjson")
        try Self.makePlatformOrders(at: platformPath)
        orders = try TemporaryFolder.text(of: path).utf8.split(separator: UInt8(ascii: "\n")).map { line in
            guard case .object(let order) = try JSONParser.parse(Array(line)) else {
                throw OracleError(output: Array(line))
            }
            return order
        }
    }

    /// Makes orders of the other platform, whose ids are no other order's: a snapshot keeps both in one place.
    private static func makePlatformOrders(at path: String) throws {
        try make(["--akinon", "--count", "25", "--seed", "1", "--out", path])
        let lines = TemporaryFolder.text(of: path).split(separator: "\n").map { line in
            line.replacing(#"{"id":"#, with: #"{"id":800000"#, maxReplacements: 1) + "\n"
        }
        try TemporaryFolder.write(Array(lines.joined().utf8), to: path)
    }

    private static func make(_ arguments: [String]) throws {
        let maker = try ChildProcess(OracleServer.python("make_orders.py") + arguments)
        let output = maker.readToEnd()
        guard maker.waitForExit() == 0 else { throw OracleError(output: output) }
    }
}
