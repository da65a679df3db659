// Where a token may not appear: in no output of the real program, whatever it shows and however a server answers, in
// no file that it writes, and on no other server.

import OrderModel
import OrderTestSupport
import Testing

/// The real program with a token that is looked for everywhere afterwards.
struct TokenTests {
    private static let secret = "sesame-5dcf1c0b94"
    private static let orders = SampleOrders(count: 20).map(\.document)

    /// How the program is told its token: the words before and after its name, and what its configuration says.
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let environment: String
        let token: String?

        /// The server as the command line names it.
        func source(_ url: String) -> String { token == nil ? url : "--profile shop" }
    }

    static let ways = [
        Way(testDescription: "ORDERSH_TOKEN", environment: "ORDERSH_TOKEN=\(secret)", token: nil),
        Way(testDescription: "a profile's token", environment: "", token: secret),
        Way(testDescription: "a profile's env:", environment: "SHOP_KEY=\(secret)", token: "env:SHOP_KEY"),
        Way(testDescription: "a profile's command:", environment: "", token: "command:cat secret"),
    ]

    static let commands = [
        "ordersh -c 'orders where status = completed limit 3' $SOURCE",
        "ordersh -c 'explain orders where status = completed' $SOURCE",
        "ordersh -c 'explain analyze orders limit 2' $SOURCE",
        "ordersh -c '\\trace on' -c 'orders limit 2; order 1001' $SOURCE",
        "ordersh -c '\\curl orders limit 2' -c '\\set' -c '\\source' $SOURCE",
        "ordersh --curl -c 'orders limit 2' $SOURCE", "ordersh --dry-run -c 'orders limit 2' $SOURCE",
        "echo 'orders limit 1' | ordersh $SOURCE", "ordersh export $SOURCE -o exported.ndjson",
    ]
    static let profileCommands = [
        "ordersh profile list", "ordersh profile show shop", "ordersh profile show shop --origin",
        "ordersh profile test shop", "ordersh doctor shop", "ordersh sync shop -o shop.orders",
    ]

    @Test("the token is nowhere to be seen", arguments: ways)
    func shown(way: Way) throws {
        let server = try ShopServer(Self.orders, ShopSettings { $0.staffToken = Self.secret })
        let commands = Self.commands + (way.token == nil ? [] : Self.profileCommands)
        try expectSilence(of: commands, way, server.url)
        #expect(server.log.contains { $0.hasStaffToken && $0.status == 200 }, "the token is sent")
        #expect(server.log.allSatisfy { !$0.hasAuthorization || $0.hasStaffToken })
        server.stop()
    }

    @Test("a server that repeats the token in its refusals", arguments: ways, [400, 401, 403, 404, 500, 503])
    func repeated(way: Way, status: Int) throws {
        let server = try ShopServer(
            Self.orders,
            ShopSettings {
                $0.staffToken = Self.secret
                $0.faults.failsEvery = 1
                $0.faults.failStatuses = [status]
                $0.faults.echoesAuthorization = true
            }
        )
        try expectSilence(of: [Self.commands[0], Self.commands[3]], way, server.url)
        #expect(server.log.contains { $0.hasStaffToken && $0.status == status }, "the token is sent")
        server.stop()
    }

    @Test("a redirect to another server", arguments: ways)
    func redirected(way: Way) throws {
        let other = try ShopServer(Self.orders, ShopSettings { $0.staffToken = Self.secret })
        let server = try ShopServer(
            Self.orders,
            ShopSettings {
                $0.staffToken = Self.secret
                $0.faults.redirect = .elsewhere(other.url)
            }
        )
        try expectSilence(of: [Self.commands[0], Self.commands[3]], way, server.url)
        #expect(server.log.contains { $0.hasStaffToken }, "the token is sent")
        #expect(!other.log.contains { $0.hasAuthorization }, "not to the other server")
        other.stop()
        server.stop()
    }

    /// Runs commands and looks for the token in what they print and in every file they leave behind.
    private func expectSilence(of commands: [String], _ way: Way, _ url: String) throws {
        let files = try TemporaryFolder()
        try files.write(Self.secret + "\n", to: "secret")
        var opening = "chmod 600 secret; mkdir -p .config/ordersh; umask 077; SOURCE='\(way.source(url))'; "
        if let token = way.token {
            let configuration = #"{"profiles": {"shop": {"url": "\#(url)", "token": "\#(token)"}}}"#
            opening += "echo '\(configuration)' > .config/ordersh/config.json; "
        }
        if !way.environment.isEmpty { opening += "export \(way.environment); " }
        for command in commands {
            let run = try ShellScript(opening + command, in: files.path)
            #expect(!run.output.contains(Self.secret), "\(command)")
            #expect(!run.errors.contains(Self.secret), "\(command)")
            #expect(!(run.output + run.errors).isEmpty || command.contains("export"), "\(command) says something")
        }
        let search = "grep -rl '\(Self.secret)' . | grep -v -e '^./secret$' -e '^./.config/ordersh/config.json$'"
        #expect(try ShellScript(search, in: files.path).output == "", "a file holds the token")
    }
}
