// Profiles as a user meets them: through the built program, with a home folder of their own.

import OrderTestSupport
import Testing

@Suite struct ProfileCommandTests {
    private let files: TemporaryFolder
    private let server: LocalServer
    private static let secret = "tok-9f3a7c"

    init() throws {
        files = try TemporaryFolder()
        server = try LocalServer { request in
            guard request.header("Authorization") == "Token \(Self.secret)" else {
                return .json(#"{"detail": "Invalid token."}"#, status: 401)
            }
            return .json(#"{"count": 0, "next": null, "previous": null, "results": []}"#)
        }
    }

    private var configurationPath: String { files.path + "/.config/ordersh/config.json" }

    @discardableResult
    private func run(_ script: String, _ status: Int32 = 0) throws -> ShellScript {
        let run = try ShellScript(script, in: files.path)
        #expect(run.status == status, "\(script)\n\(run.output)\(run.errors)")
        #expect(!(run.output + run.errors).contains(Self.secret), "\(script)")
        return run
    }

    @Test func aProfileIsAddedShownTriedUsedAndRemoved() throws {
        #expect(try run("ordersh profile list").errors.hasPrefix("there are no profiles"))
        try run(
            "echo \(Self.secret) | ordersh profile add shop --url \(server.url) --scope admin --token-stdin --timezone UTC"
        )
        #expect(try run("ordersh profile list").output == "shop  \(server.url)  admin\n")
        let shown = try run("ordersh profile show shop --origin").output
        for line in shown.split(separator: "\n").prefix(4) {
            let key = line.prefix { $0 != " " }
            #expect(line.hasSuffix("\(configurationPath): profiles.shop.\(key)"), "\(line)")
        }
        #expect(shown.contains("token     •••"))
        #expect(try run("ordersh profile test shop").output.hasPrefix("shop: 0 orders at \(server.url), in "))
        #expect(server.requests.count == 1)
        for command in [
            "ordersh -c 'orders where id > 9' shop", "ordersh -c 'orders where id > 9' --profile shop",
            "ORDERSH_PROFILE=shop ordersh -c 'orders where id > 9'",
            "ordersh --sample -c '\\connect shop\norders where id > 9'",
        ] {
            try run(command)
        }
        #expect(server.requests.allSatisfy { $0.header("Authorization") == "Token \(Self.secret)" })
        try run("ordersh profile remove shop")
        #expect(TemporaryFolder.text(of: configurationPath) == "{\n  \"profiles\": {}\n}\n")
        try run("ordersh profile test shop", 2)
    }

    @Test func aCustomersTokenIsNoticed() async throws {
        let shop = try LocalServer { request in
            request.path.hasPrefix("/api/shop/customers/me/orders")
                ? .json(#"{"count": 3, "next": null, "previous": null, "results": []}"#)
                : .json(#"{"detail": "You do not have permission."}"#, status: 403)
        }
        try run("echo \(Self.secret) | ordersh profile add shop --url \(shop.url) --token-stdin")
        let tried = try run("ordersh profile test shop")
        #expect(tried.output.hasPrefix("shop: 3 orders at \(shop.url), in "))
        #expect(tried.output.hasSuffix(", scope customer (noticed)\n"))
        #expect(tried.errors.contains("--scope customer"))
        let stated = try run("ordersh profile test shop --scope customer")
        #expect(!stated.output.contains("noticed"))
        #expect(!stated.errors.contains("--scope"))
        try run("ordersh profile test shop --scope admin", 4)
    }

    @Test func settingsSayWhereTheyComeFrom() throws {
        try writeConfiguration(#"{"settings": {"format": "json", "max_rows": 5}}"#)
        let all = try run("ordersh --sample --timezone Asia/Tehran -c '\\set max_requests 9\n\\set'").output
        let rows = all.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let origins = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0.dropFirst().joined(separator: " ")) })
        #expect(origins["format"] == "json \(configurationPath): settings.format")
        #expect(origins["timezone"] == "Asia/Tehran option --timezone")
        #expect(origins["max_rows"] == "5 \(configurationPath): settings.max_rows")
        #expect(origins["max_requests"] == "9 command \\set")
        #expect(origins["timeout"] == "none default")
        #expect(try run("ordersh --sample -c 'orders limit 1 select id'").output.hasPrefix("["))
        #expect(try run("ordersh --sample --format csv -c 'orders limit 1 select id'").output.hasPrefix("id\n"))
        #expect(try run("ordersh --sample -c '\\set format csv\norders limit 1 select id'").output.hasPrefix("id\n"))
        #expect(
            try run("ordersh --sample -c '\\set max_rows'").output
                == "max_rows = 5  (\(configurationPath): settings.max_rows)\n"
        )
        for wrong in ["\\set formt csv", "\\set format xml", "\\set timeout 5s", "\\set timezone Nowhere/City"] {
            #expect(try ShellScript("ordersh --sample -c '\(wrong)'", in: files.path).status != 0)
        }
    }

    @Test func aProfilesZoneHoldsWhileItIsOpen() throws {
        try writeConfiguration(
            #"{"profiles": {"shop": {"url": "\#(server.url)", "timezone": "Asia/Tehran"}}}"#
        )
        let zones = try run(
            "ordersh --sample -c '\\set timezone\n\\connect shop\n\\set timezone\n\\open a.csv\n\\set timezone'",
            1
        )
        #expect(
            zones.output == """
                timezone = UTC  (default)
                timezone = Asia/Tehran  (\(configurationPath): profiles.shop.timezone)

                """
        )
        #expect(
            try run("ordersh --timezone UTC --profile shop -c '\\set timezone'").output
                == "timezone = UTC  (option --timezone)\n"
        )
    }

    @Test func tokensComeFromVariablesAndCommandsOnce() throws {
        try run("ordersh profile add a --url \(server.url) --token-env SHOP_TOKEN")
        try run("ordersh profile add b --url \(server.url) --token-command 'echo x >> runs; cat secret'")
        try run("chmod 644 '\(configurationPath)'")
        try files.write(Self.secret + "\n", to: "secret")
        let missing = try run("ordersh profile test a", 2)
        #expect(missing.errors.contains("SHOP_TOKEN, which is not set"))
        try run("SHOP_TOKEN=\(Self.secret) ordersh profile test a")
        try run(
            "ordersh profile list; ordersh profile show b --origin; ordersh --profile b -c '\\set'; ordersh -c 'orders where id > 3\norders where id > 4' b"
        )
        // Once for `\set`, whose source is opened, and once for the two queries.
        #expect(files.text(of: "runs") == "x\nx\n")
        try files.write("wrong-\(Self.secret)\n", to: "secret")
        #expect(try run("ordersh profile test b", 4).errors.contains("(401)"))
        try run("rm secret; ordersh profile test b", 1)
    }

    @Test func anAddressOfItsOwnUsesTheEnvironmentsTokenAndAProfileDoesNot() throws {
        try run("ordersh profile add shop --url \(server.url)")
        try run("ORDERSH_TOKEN=\(Self.secret) ordersh -c 'orders where id > 9' \(server.url)")
        try run("ORDERSH_TOKEN=\(Self.secret) ordersh -c 'orders where id > 9' shop", 4)
        #expect(server.requests.last?.header("Authorization") == nil)
    }

    @Test func whatOthersCanReadIsRefused() throws {
        let warned = try ShellScript(
            "ordersh profile add shop --url \(server.url) --token \(Self.secret)",
            in: files.path
        )
        #expect(warned.errors.contains("warning: others can see a token on a command line"))
        #expect(!warned.errors.contains(Self.secret))
        try run("chmod 640 '\(configurationPath)'")
        for command in ["ordersh profile list", "ordersh profile test shop", "ordersh --sample -c orders"] {
            let refused = try run(command, 2)
            #expect(refused.errors.hasSuffix("\n  chmod 600 \(configurationPath)\n"))
        }
        try run("chmod 600 '\(configurationPath)'; ordersh profile test shop")
    }

    @Test func aWordThatIsAFileAndAProfileIsAsked() throws {
        try run("ordersh profile add shop --url \(server.url); ordersh generate --count 3 > shop")
        let both = try run("ordersh -c 'orders select count()' shop", 2)
        #expect(both.errors.contains("'shop' is a file and a profile"))
        #expect(both.errors.contains("./shop") && both.errors.contains("--profile shop"))
        #expect(try run("ordersh -c 'orders select count() as n' ./shop").output == "n\n3\n")
        #expect(try run("ordersh -c 'orders' shpo", 2).errors.contains("did you mean the profile 'shop'?"))
        #expect(try run("ordersh -c 'orders' --profile shpo", 2).errors.contains("did you mean 'shop'?"))
        #expect(try run("ordersh profile test nope", 2).errors.contains("there is only shop"))
        #expect(try run("ordersh -c 'orders' --profile shop ./shop", 2).errors.contains("both name a source"))
        #expect(try run("ORDERSH_PROFILE=shpo ordersh -c 'orders'", 2).errors.contains("ORDERSH_PROFILE: "))
    }

    @Test func aWordThatIsNothingIsAMistakeAndAPathIsAMissingFile() throws {
        #expect(try run("ordersh -c orders shop", 2).errors.contains("ordersh profile add shop --url URL"))
        try run("ordersh profile add main --url \(server.url)")
        #expect(try run("ordersh -c orders shop", 2).errors.contains("'ordersh profile list'"))
        for address in ["127.0.0.1:8177", "localhost:80", "shop.example:443/api"] {
            #expect(try run("ordersh -c orders \(address)", 2).errors.contains("http://\(address)"))
        }
        for path in ["./shop", "data/shop", "shop.ndjson", "shop.orders", "a:b", "./a:1"] {
            #expect(try run("ordersh -c orders \(path)", 1).errors.contains("no such "))
        }
        try run("ordersh generate --count 2 > shop; cp shop a:80; ordersh -c orders shop; ordersh -c orders a:80")
    }

    @Test(arguments: [
        "--url ftp://x", "--url https://me:pass@x", "--url nonsense", "--url https://x --scope staff",
        "--url https://x --token 'Token x'", "--url https://x --token-env A-B",
        "--url https://x --token-env A --token-command b",
        "--url https://x --timezone Nowhere/City", "--url https://x --cacert nowhere.pem",
        "--url https://x --token-stdin",
    ])
    func whatCannotBeAddedIsNotAdded(options: String) throws {
        let run = try ShellScript("ordersh profile add shop \(options)", in: files.path)
        #expect(run.status != 0)
        #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
        #expect(TemporaryFolder.text(of: configurationPath) == "")
    }

    private func writeConfiguration(_ text: String) throws {
        try run("mkdir -p .config/ordersh")
        try files.write(text, to: ".config/ordersh/config.json")
    }
}
