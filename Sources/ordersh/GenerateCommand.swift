import ArgumentParser
import OrderModel
import OrderShell

/// `ordersh generate`: any number of invented orders as NDJSON, the same ones for the same count and seed.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        _superCommandName: "ordersh",
        abstract: "Writes invented orders as NDJSON, to try things out on or to measure with.",
        usage: "ordersh generate --count N [--seed S] [-o FILE]",
        discussion: """
            The orders are those of the built-in sample's shop, over the same two years; the same count and seed give \
            the same bytes on every machine. Ten million orders are 18 GB.
            """
    )

    /// The amounts and moments of more orders would not fit their numbers.
    private static let greatestCount = 1_000_000_000_000

    @Option(parsing: .unconditional, help: ArgumentHelp("How many orders.", valueName: "n"))
    var count: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Which ones: a whole number; another seed gives other orders.", valueName: "s")
    )
    var seed: UInt64 = SampleOrders.defaultSeed

    @OptionGroup var output: OutputOption

    func run() async throws {
        guard let count else {
            throw ShellError(.usage, "how many orders to generate is not said", mend: "such as --count 1000")
        }
        guard (0...Self.greatestCount).contains(count) else {
            let limit = Quantity.grouped(Self.greatestCount)
            throw ShellError(.usage, "--count takes a number from 0 to \(limit), found \(count)")
        }
        let progress = ProgressLine()
        defer { progress.clear() }
        let showsProgress = output.fileName != nil
        let byteCount = try await OutputWork.run(to: output.target) { [count, seed] sink in
            var orders = SampleOrders(count: count, seed: seed)
            var lines: [UInt8] = []
            var byteCount = 0
            while orders.nextLines(&lines) {
                try Task.checkCancellation()
                try sink.write(lines)
                byteCount += lines.count
                if showsProgress { progress.show("generating", byteCount: byteCount, of: nil) }
            }
            return byteCount
        }
        progress.clear()
        guard let name = output.fileName else { return }
        StandardError.write(
            "\(VisibleText.of(name)): \(Quantity.orders(count)), \(Quantity.bytes(byteCount)), "
                + "in \(Quantity.time(progress.elapsed))"
        )
    }
}
