import ArgumentParser
import OrderDataset
import OrderModel
import OrderShell

/// `ordersh export SNAPSHOT`: the orders of a snapshot as NDJSON again, byte for byte.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        _superCommandName: "ordersh",
        abstract: "Writes the orders of a snapshot as NDJSON, each document byte for byte as it was imported.",
        usage: "ordersh export SNAPSHOT [-o FILE]"
    )

    @Argument(help: ArgumentHelp("The snapshot.", valueName: "snapshot"), completion: .file(extensions: ["orders"]))
    var snapshot: String

    @OptionGroup var output: OutputOption

    func run() async throws {
        let export = SnapshotExport(snapshotPath: snapshot)
        if case .file(let path) = output.target, export.reads(path) {
            throw ShellError(.usage, "'\(path)' is the snapshot itself", mend: "name another file")
        }
        let progress = ProgressLine()
        defer { progress.clear() }
        let showsProgress = output.fileName != nil
        let (orderCount, byteCount) = try await OutputWork.run(to: output.target) { sink in
            var byteCount = 0
            let orderCount = try await export.run { lines in
                try Task.checkCancellation()
                try sink.write(Array(lines))
                byteCount += lines.count
                if showsProgress { progress.show("exporting", byteCount: byteCount, of: nil) }
            }
            return (orderCount, byteCount)
        }
        progress.clear()
        guard let name = output.fileName else { return }
        StandardError.write(
            "\(VisibleText.of(name)): \(Quantity.orders(orderCount)), \(Quantity.bytes(byteCount)), "
                + "in \(Quantity.time(progress.elapsed))"
        )
    }
}
