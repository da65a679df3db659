// The program as the client of itself: what `sync` and `doctor` make of `ordersh serve`.

import OrderModel
import OrderTestSupport
import Testing

struct ServedClientTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
        let lines = SampleOrders(count: 300).map { JSONValue.object($0.document).serialized() + "\n" }
        try files.write(lines.joined(), to: "orders.ndjson")
        try files.write("staff 6d1f0b7e52c94a3388 admin\nmina 9be4c2a7d05f4e61a1 customer 1\n", to: "tokens")
    }

    private func server(_ options: [String]) throws -> ServedProgram {
        try ServedProgram(["orders.ndjson", "--tokens", "tokens", "--quiet"] + options, in: files.path)
    }

    private func run(_ command: String) throws -> ShellScript {
        try ShellScript("export ORDERSH_TOKEN=6d1f0b7e52c94a3388\n\(command)", in: files.path)
    }

    @Test(
        "a sync from our own server has its orders, whatever its habits",
        arguments: [
            [], ["--max-limit", "7", "--decimals", "text", "--timezone", "Asia/Tehran"],
            ["--decimals", "float", "--fault", "fail=4:503", "--retry-after", "0", "--fault", "drop=7"],
        ]
    )
    func syncs(options: [String]) throws {
        let server = try server(options)
        let sync = try run("ordersh sync \(server.url) -o shop.orders")
        #expect(sync.status == 0, "\(sync.errors)")
        let query = "orders order by id select id, key, status, total, created_at, customer.id, count, notes"
        let expected = try run("ordersh -c '\(query)' orders.ndjson --format csv")
        let found = try run("ordersh -c '\(query)' shop.orders --format csv")
        #expect(found.output == expected.output)
        #expect(found.output.split(separator: "\n").count > 300)
        // Nothing has changed, so that nothing comes again.
        let again = try run("ordersh sync \(server.url) -o shop.orders")
        #expect(again.errors.contains("0 added, 0 changed"), "\(again.errors)")
    }

    @Test func doctorFindsTheHabitsThatWereChosen() throws {
        let server = try server(["--max-limit", "40", "--created-to", "exclusive", "--blank-is-missing"])
        let doctor = try run("ordersh doctor \(server.url)")
        #expect(doctor.status == 0, "\(doctor.errors)")
        for line in [
            "the token is a staff account's", "the largest page: 40 orders",
            "the end of a range of days: the last day is not included", "the empty text: counts as missing",
        ] {
            #expect(doctor.output.contains(line), "\(doctor.output)")
        }
    }

    @Test func doctorSaysWhatATokenOpens() throws {
        let server = try server([])
        let own = try run("ORDERSH_TOKEN=9be4c2a7d05f4e61a1 ordersh doctor \(server.url) --no-probe")
        #expect(own.output.contains("customer"), "\(own.output)")
        let wrong = try run("ORDERSH_TOKEN=none ordersh doctor \(server.url)")
        #expect(wrong.status == 4, "\(wrong.output)")
    }
}
