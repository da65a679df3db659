// The parts of ordersh measured by themselves, in one process on one core: what a change gains or costs before it
// shows in whole queries. Scripts/benchmark --micro runs it.
//
//     OrderBenchmarks [PATTERN] [--data FILE] [--runs N]

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program: makes or reads the data, runs every benchmark whose name has the pattern, prints a table.
@main
enum Benchmarks {
    static func main() async throws {
        let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
        let sample = try arguments.dataPath.map(BenchmarkData.init(path:)) ?? BenchmarkData()
        print("\(sample.orderCount) orders, \(sample.bytes.count / 1_000_000) MB; \(arguments.runCount) runs of each\n")
        print("| | least | median | rate |\n|---|---:|---:|---:|")
        let all = sample.parsing + sample.scanning + sample.querying + sample.writing
        for benchmark in all where arguments.wants(benchmark.name) {
            print(try benchmark.measured(runCount: arguments.runCount))
        }
        if arguments.wants(SnapshotBenchmarks.prefix) {
            for line in try await SnapshotBenchmarks.measured(sample, runCount: arguments.runCount) { print(line) }
        }
    }
}

/// What the command line says.
struct Arguments {
    private(set) var pattern = ""
    private(set) var dataPath: String?
    private(set) var runCount = 9

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--data": dataPath = rest.popFirst()
            case "--runs": runCount = rest.popFirst().flatMap { Int($0) } ?? 0
            default: pattern = argument
            }
        }
        guard runCount > 0, !pattern.hasPrefix("-") else { throw BenchmarkError("PATTERN, --data FILE, --runs N") }
    }

    func wants(_ name: String) -> Bool { pattern.isEmpty || name.contains(pattern) || pattern.contains(name) }
}

/// Why nothing was measured.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// One part to measure.
struct Benchmark {
    let name: String
    /// How much is worked on in one run, and in which unit a millisecond's share of it is shown.
    let amount: Int
    let unit: Unit
    let body: () throws -> Void

    enum Unit {
        case bytes
        case rows
    }

    /// A line of the table; one run before the first counted one fills caches and memory.
    func measured(runCount: Int) throws -> String {
        try body()
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<runCount { times.append(try clock.measure(body)) }
        return Self.line(name, times, amount, unit)
    }

    static func line(_ name: String, _ times: [Duration], _ amount: Int, _ unit: Unit) -> String {
        let sorted = times.sorted()
        let milliseconds = { (time: Duration) in time / .milliseconds(1) }
        let least = max(milliseconds(sorted[0]), 0.000_001)
        let rate =
            switch unit {
            case .bytes: "\(rounded(Double(amount) / least / 1e6)) GB/s"
            case .rows: "\(rounded(Double(amount) / least)) rows/ms"
            }
        let median = milliseconds(sorted[sorted.count / 2])
        return "| \(name) | \(rounded(least)) ms | \(rounded(median)) ms | \(rate) |"
    }

    private static func rounded(_ number: Double) -> String {
        number >= 100 ? String(Int(number.rounded())) : String((number * 1000).rounded() / 1000)
    }
}

/// Keeps what a benchmark computes from being optimised away.
@inline(never)
func consume<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
