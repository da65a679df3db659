// `ordersh doctor` as a user meets it: what it finds out, and what of it a profile keeps.

import OrderModel
import OrderTestSupport
import Testing

struct DoctorCommandTests {
    private let files: TemporaryFolder
    private let server: ShopServer

    init() throws {
        files = try TemporaryFolder()
        server = try ShopServer(
            SampleOrders(count: 300).map(\.document),
            ShopSettings {
                $0.habits.maximumLimit = 40
                $0.habits.includesLastDay = false
            }
        )
    }

    private var configuration: String { TemporaryFolder.text(of: files.path + "/.config/ordersh/config.json") }

    private func run(_ script: String, _ status: Int32 = 0) throws -> ShellScript {
        let run = try ShellScript(script, in: files.path)
        #expect(run.status == status, "\(script)\n\(run.output)\(run.errors)")
        return run
    }

    /// The answer of a question that a habit decides, and how many requests it took without what earlier runs learnt.
    private func count() throws -> (output: String, requestCount: Int) {
        let before = server.log.count
        let query = "orders where created_at >= 2025-01-01 select count() as n"
        let output = try run("XDG_STATE_HOME=$(mktemp -d -p .) ordersh -c '\(query)' shop").output
        return (output, server.log.count - before)
    }

    @Test func whatItFindsIsKeptWhenThatIsAskedFor() throws {
        _ = try run("echo test-token-admin | ordersh profile add shop --url \(server.url) --scope admin --token-stdin")
        let (before, unknown) = (configuration, try count())
        let looked = try run("ordersh doctor shop")
        #expect(looked.output.contains("the end of a range of days: the last day is not included"))
        #expect(looked.errors.contains("--write keeps this in the profile"))
        #expect(configuration == before)

        #expect(try run("ordersh doctor shop --write").errors.contains("profile 'shop' has it now"))
        #expect(configuration != before)
        let shown = try run("ordersh profile show shop").output
        for habit in ["40", "exclusive"] { #expect(shown.contains(habit), "\(shown)") }
        let known = try count()
        #expect(known.output == unknown.output)
        #expect(known.requestCount < unknown.requestCount)

        #expect(try run("ordersh doctor shop --write").errors.contains("profile 'shop' knows all of it"))
    }

    @Test func withoutAProfileNothingIsKept() throws {
        let run = try run("ORDERSH_TOKEN=test-token-admin ordersh doctor \(server.url) --write", 2)
        #expect(run.errors.contains("--write needs a profile"))
        #expect(server.log.isEmpty)
    }
}
