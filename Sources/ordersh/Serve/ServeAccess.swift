import OrderModel
import OrderServer
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Who may ask the server: the tokens of a file, and those that are made for one run.
struct ServeAccess {
    private(set) var table: TokenTable
    /// The tokens that were made, which are shown once.
    private(set) var made: [(owner: String, token: String)] = []

    /// Without a file, staff gets a token.
    init(tokenFile: String?, customers: [Int]) throws {
        table = try tokenFile.map(Self.read) ?? TokenTable()
        if tokenFile == nil { make("staff", .admin) }
        for customer in customers { make("customer-\(customer)", .customer(customer)) }
    }

    private mutating func make(_ owner: String, _ scope: Caller.Scope) {
        let token = RandomToken.make()
        _ = table.insert(token, for: Caller(name: owner, scope: scope))
        made.append((owner, token))
    }

    private static func read(_ path: String) throws -> TokenTable {
        let table = try TokenFile.read(try InputText.file(path), name: path)
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 {
            let name = VisibleText.of(path)
            StandardError.write(
                "warning: others can read \(name), which has tokens in it; chmod 600 '\(name)' ends that"
            )
        }
        return table
    }
}
