import ArgumentParser
import Testing

@testable import ordersh

/// The arguments that are read by hand, against the library that reads all others.
@Suite struct QuickArgumentsTests {
    @Test(arguments: [
        [], ["orders.ndjson"], ["-"], ["-c", "orders"], ["-c", "orders", "shop.orders"],
        ["shop.orders", "-c", "orders"],
        ["-c", "orders", "-c", "-x"], ["-c", "--sample"], ["--sample", "-c", "orders limit 1"], ["--set", "-a=b", "x"],
        ["--set", "a=1", "--set", "b=2", "-c", "orders where total > $a", "x"], ["--format", "csv"],
        ["--format", "ndjson", "--output", "out.csv", "--timezone", "Asia/Tehran", "--as-of", "2025-12-01", "x"],
        ["--skip-bad-lines", "x", "-c", ""], ["-c", "orders", "https://shop.example"], ["", "-c", "orders"],
        ["--sample", "--sample"], ["--output", ""], ["a", "b"],
        ["-c", "orders", "2024.csv", "2025.csv", "--format", "csv"], ["a", "-", "-c", "orders", "-"],
    ])
    func plainLinesAreReadAlike(arguments: [String]) throws {
        let quick = try #require(QuickArguments.read(arguments), "not read by hand")
        let parsed = try ShellCommand.parse(arguments)
        #expect(quick == parsed.request)
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["--version"], ["-c"], ["--set"], ["--format"], ["--format", "xml"], ["--format", "-"],
        ["--format=csv"], ["--output", "--sample"], ["--", "-x"], ["-x"], ["-corders"], ["--nonsense"],
        ["--output", "a", "--output", "b"], ["--samples"],
    ])
    func everythingElseIsLeftToTheLibrary(arguments: [String]) {
        #expect(QuickArguments.read(arguments) == nil)
    }
}
