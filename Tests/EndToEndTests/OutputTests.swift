import OrderTestSupport
import Testing

/// Where the program's answers go, as scripts and pipes use it.
@Suite struct OutputTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func run(_ script: String) throws -> ShellScript { try ShellScript(script, in: files.path) }

    @Test(arguments: ["table", "vertical", "csv", "tsv", "json", "ndjson", "markdown", "html"])
    func aClosedPipeEndsQuietly(_ format: String) throws {
        // More than a pipe holds, so that whoever leaves early is noticed.
        let made = try run("ordersh generate --count 2000 >big.ndjson")
        #expect(made.status == 0)
        try files.write("orders\norders\n", to: "all.oq")
        let ways = [
            "ordersh --format \(format) big.ndjson -c 'orders; orders'",
            "ordersh run all.oq --format \(format) big.ndjson",
            "cat all.oq | ordersh --format \(format) big.ndjson",
        ]
        for way in ways {
            let script = try run("{ \(way); echo \"left with $?\" >&2; } | head -n 1 >first")
            #expect(script.errors == "left with 0\n", "\(way)")
            #expect(files.text(of: "first").utf8.count(where: { $0 == 0x0A }) == 1)
        }
    }

    @Test func destinationsWorkInEveryWayToRun() throws {
        let statement =
            "orders order by id limit 2 select id \\> a.csv\norders order by id limit 1 select id \\| cat >b"
        try files.write(statement, to: "all.oq")
        for way in ["ordersh --sample -c \"$(cat all.oq)\"", "ordersh run all.oq --sample", "ordersh --sample <all.oq"]
        {
            let script = try run("rm -f a.csv b; \(way)")
            #expect(script.status == 0)
            #expect(script.output + script.errors == "")
            #expect(files.text(of: "a.csv").hasPrefix("id\n"))
            #expect(files.text(of: "a.csv").utf8.count(where: { $0 == 0x0A }) == 3)
            #expect(files.text(of: "b").utf8.count(where: { $0 == 0x0A }) == 2)
        }
    }

    @Test func aCommandThatFailsIsAnError() throws {
        let script = try run("ordersh --sample -c 'orders limit 1 select id \\| cat; exit 7'")
        #expect(script.status == 1)
        #expect(script.output.hasPrefix("id\n"))
        #expect(script.errors == "error: the command 'cat' failed: it left with status 7\n")
    }

    @Test func aCommandMayLeaveEarly() throws {
        let script = try run("ordersh --sample --format ndjson -c 'orders \\| head -c 1' -c 'orders limit 0 select id'")
        #expect(script.status == 0)
        #expect(script.output == "{")
        #expect(script.errors == "")
    }

    @Test func aMistakeIsFoundBeforeAnythingIsWritten() throws {
        let script = try run("ordersh --sample -c 'orders \\> a.csv\norders whre \\> b.csv'")
        #expect(script.status == 2)
        #expect(files.names.filter { !$0.hasPrefix(".") } == [])
    }

    @Test func nothingHalfIsLeft() throws {
        try files.write("old\n", to: "a.csv")
        let limits = try run("ulimit -f 8; ordersh --sample -c 'orders \\> a.csv'")
        #expect(limits.status == 1)
        let error = """
            error: cannot write 'a.csv': file too large
              raise the limit on the size of files (ulimit -f), or ask for less

            """
        #expect(limits.errors == error)
        let output = try run("ulimit -f 8; ordersh --sample --output a.csv -c 'orders'")
        #expect(output.status == 1)
        #expect(output.errors == error)
        #expect(files.names.filter { !$0.hasPrefix(".") } == ["a.csv"])
        #expect(files.names.filter { $0.hasPrefix(".ordersh") } == [])
        #expect(files.text(of: "a.csv") == "old\n")
    }

    /// What is whole is kept under `\on error continue`; the answer that could not be written to its end is not.
    @Test func nothingHalfIsLeftWhereARunGoesOn() throws {
        try files.write("old\n", to: "old.csv")
        for name in ["new.csv", "old.csv"] {
            let statements =
                #"\on error continue\n\output \#(name)\norders limit 1\norders\norders limit 1\n\output other.csv\norders limit 1 select id\n"#
            try files.write(statements.replacing(#"\n"#, with: "\n"), to: "all.oq")
            let script = try run("ulimit -f 8; ordersh --sample --format csv <all.oq")
            #expect(script.status == 1)
            #expect(script.errors.split(separator: "error: cannot write '\(name)': file too large").count == 1)
            #expect(files.text(of: "other.csv").hasPrefix("id\n"))
        }
        #expect(
            files.names.filter { $0.hasSuffix(".csv") || $0.hasPrefix(".ordersh") } == [
                "new.csv", "old.csv", "other.csv",
            ]
        )
        let one = try run("ordersh --sample --format csv -c 'orders limit 1'").output
        for name in ["new.csv", "old.csv"] { #expect(files.text(of: name) == one + "\n" + one) }
    }

    /// Its number is not given to the next file that is opened.
    @Test func aClosedOutputIsSaidAndHarmsNothing() throws {
        let script = try run("ordersh generate --count 10 >few.ndjson; ordersh few.ndjson -c 'orders limit 1' >&-")
        #expect(script.status == 1)
        #expect(script.errors.hasPrefix("error: cannot write standard output: bad file descriptor\n  it was closed"))
        let file = try run("ordersh few.ndjson -c 'orders limit 1 select id' --output a.csv >&- <&-")
        #expect(file.status == 0)
        #expect(files.text(of: "a.csv").hasPrefix("id\n"))
    }

    @Test func aFullDiskIsSaid() throws {
        for way in ["ordersh --sample -c 'orders \\> /dev/full'", "ordersh --sample -c orders --output /dev/full"] {
            let script = try run("test -w /dev/full || exit 1; \(way)")
            #expect(script.status == 1)
            #expect(script.errors.isEmpty || script.errors.hasPrefix("error: cannot write '/dev/full': no space left"))
        }
    }

    @Test func aReportIsOnePage() throws {
        try files.write(
            """
            param day: date = 2025-12-27
            \\title "Orders until $day"
            orders where created_at <= $day limit 3
            orders group by status
            """,
            to: "daily.oq"
        )
        let script = try run("ordersh run daily.oq --sample --format html --output report.html")
        #expect(script.status == 0)
        let page = files.text(of: "report.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"))
        #expect(page.hasSuffix("</body>\n</html>\n"))
        #expect(page.split(separator: "<table>", omittingEmptySubsequences: false).count == 3)
        let printed = try run("ordersh run daily.oq --sample --format html")
        #expect(printed.output == page)
        let failing = try run("ordersh run daily.oq --sample --format html --output other.html --max-rows x")
        #expect(failing.status == 2)
        #expect(!files.names.contains("other.html"))
    }
}
