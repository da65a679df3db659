// Files cut at every block size, by one reader and by several: the same orders and the same errors as the plain
// scanner finds, which reads one order after the other.

import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

@Suite struct FileScanTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: [64, 100, 333, 4096, 1 << 20], [1, 2, 3])
    func everyCutGivesTheSame(_ blockBytes: Int, _ readerCount: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(blockBytes * 10 + readerCount))
        for round in 0..<40 {
            let text = lines(&generator, isMixed: readerCount == 1, hasMistake: round % 3 == 0)
            let path = try folder.write(round % 4 == 1 ? gzipped(text) : text, to: "a.ndjson")
            var options = FileOptions()
            (options.blockBytes, options.readerCount) = (blockBytes, readerCount)
            let expected = try plainly(path)
            let found = try await scanned([path], options)
            #expect(found == expected, "round \(round): \(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test(arguments: [1, 2])
    func duplicatesAreFoundAcrossFilesAndWorkers(_ readerCount: Int) async throws {
        let first = try folder.write((1...200).map { "{\"id\":\($0)}\n" }.joined(), to: "a")
        let second = try folder.write("{\"id\":300}\n\n{\"id\":\"20\"}\n{\"id\":3.0}\n", to: "b")
        var options = FileOptions()
        (options.blockBytes, options.readerCount) = (64, readerCount)
        let found = try await scanned([first, second], options)
        #expect(found == ["\(second):3:1: order 20 comes a second time, after \(first):20"])
    }

    @Test func aListOverLinesAmongLinesIsToldWhereSeveralWorkersRead() async throws {
        let path = try folder.write("{\"id\":1}\n[\n{\"id\":2}\n]\n", to: "a")
        var options = FileOptions()
        options.readerCount = 2
        let message = "\(path):2:1: a list over several lines begins, in a large file of one order a line"
        #expect(try await scanned([path], options) == [message])
        options.readerCount = 1
        #expect(try await scanned([path], options) == ["1:1", "2:3"])
    }

    @Test func whatIsNeededStandsInColumns() async throws {
        let text = "{\"id\":1,\"total\":\"10.50\"}\n{\"id\":2,\"total\":\"x\"}\n{\"id\":3,\"total\":7}\n"
        let path = try folder.write(text, to: "a")
        let total = try #require(Schema.field(named: "total", in: .orders))
        var fields = NeededFields()
        fields.insert(total)
        let reader = try FileSource(paths: [path]).makeScan(for: ScanRequest(fields: fields)).makeReader()
        let batch = try #require(try await reader.next())
        let column = try #require(batch.columns.column(of: total))
        let values = (0..<batch.columns.count).map { column.value(at: $0) }
        #expect(values == ["10.5", "7"].compactMap { Decimal($0) }.map(Value.number))
        #expect(batch.plainOrders.map(described) == ["2:2"])
    }

    @Test func aChangedFileIsNoticed() async throws {
        let path = try folder.write("{\"id\":1}\n{\"id\":2}\n", to: "a")
        let scan = try FileSource(paths: [path]).makeScan(for: ScanRequest(fields: NeededFields()))
        let batch = try #require(try await scan.makeReader().next())
        try folder.write("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n", to: "a")
        let error = #expect(throws: DatasetError.self) { try batch.columns.documents.orders(at: [0]) }
        #expect(error?.message == "\(path): has changed while it was read")
    }

    @Test(arguments: [1, 2])
    func brokenLinesAreLeftOutAndCounted(_ readerCount: Int) async throws {
        let text = "{\"id\":1}\n{\"id\":\n[]\n{\"key\":2}\n\n{\"id\":3,\"total\":\"x\"}\nnull\n\u{0}\n{\"id\":5}\n"
        let path = try folder.write(text, to: "a")
        var options = FileOptions()
        (options.skipsBadLines, options.readerCount, options.blockBytes) = (true, readerCount, 64)
        let scan = try FileSource(paths: [path], options: options).makeScan(for: ScanRequest(fields: NeededFields()))
        let reader = try scan.makeReader()
        #expect(try await described(reader) == ["1:1", "3:6", "5:9"])
        let expected =
            "4 broken lines were left out: \(path):2:7: the text ends in the middle of a value; "
            + "\(path):4:1: expected an order, found an object without 'id' (its keys: \"key\"); "
            + "\(path):7:1: expected an order, found null; …"
        #expect(reader.statistics.warnings == [expected])
    }

    @Test(arguments: [
        ("{\"id\":1,\"items\":[{\n{\"id\":2}\n{\"id\":3}\nx\n", ["2:2", "3:3"], 2),
        ("{\"id\":1,\n{\"id\":2}\n", ["2:2"], 1),
        ("\n\"text\n{\"id\":2}\n\n{\"id\":3}", ["2:3", "3:5"], 1),
        ("{\"key\":1}\n{\"id\":2}\n{\"id\":3}\n", ["2:2", "3:3"], 1),
        ("garbage\nmore\n{\"id\":2}\nrest\n{\"id\":3}\n{\"id\":4}\n", ["2:3", "3:5", "4:6"], 3),
        ("{\"id\":\n1}\n{\"id\":2}\n{\"id\":3}\n", ["1:1", "2:3", "3:4"], 0),
    ])
    func aBrokenFirstLineIsLeftOutToo(_ text: String, _ expected: [String], _ badCount: Int) async throws {
        for (readerCount, isGzipped) in [(1, false), (2, false), (1, true)] {
            let path = try folder.write(isGzipped ? gzipped(Array(text.utf8)) : Array(text.utf8), to: "a")
            var options = FileOptions()
            (options.skipsBadLines, options.readerCount, options.blockBytes) = (true, readerCount, 64)
            let source = try FileSource(paths: [path], options: options)
            let reader = try source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
            #expect(try await described(reader) == expected)
            let words = badCount == 1 ? ["1 broken line was left out"] : ["\(badCount) broken lines were left out"]
            let warnings = reader.statistics.warnings.map { String($0.prefix { $0 != ":" }) }
            #expect(warnings == (badCount == 0 ? [] : words))
        }
    }

    @Test(arguments: [
        ("{\"id\":\n{\"key\":2}\n", "3:1: the text ends in the middle of a value"),
        ("{\"key\":1}\n", "1:1: expected an order, found an object without 'id' (its keys: \"key\")"),
        ("null\n", "1:1: expected an order, found null"),
    ])
    func aFileWithoutAnyOrderFailsEvenThen(_ text: String, _ words: String) async throws {
        let path = try folder.write(text, to: "a")
        var options = FileOptions()
        options.skipsBadLines = true
        let found = try await scanned([path], options)
        #expect(found == ["\(path):\(words)"])
    }

    @Test(arguments: [
        (#"{"id":1,"a":"# + String(repeating: "[", count: 100_000), "nested deeper than 512 levels"),
        ("{\"id\":1,\"notes\":\"a\u{0}b\"}", "a text is not closed, or holds the byte 0x00 that is not escaped"),
    ])
    func hostileLinesAreErrorsOfTheirPlace(_ line: String, _ words: String) async throws {
        let path = try folder.write("{\"id\":7}\n\(line)\n", to: "a")
        let found = try await scanned([path], FileOptions())
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(path):2:") == true)
        #expect(found.first?.hasSuffix(words) == true)
    }

    @Test func oddValuesAreTheirOrdersAlone() async throws {
        let text = #"""
            {"id":1,"notes":"\ud800"}
            {"id":99999999999999999999,"notes":"large"}
            {"id":3,"notes":"a","notes":"b"}
            """#
        let path = try folder.write(text, to: "a")
        let reader = try FileSource(paths: [path]).makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        let batch = try #require(try await reader.next())
        let notes = try orders(of: batch).map { $0.document["notes"] }
        #expect(notes == [.text("\u{FFFD}"), .text("large"), .text("b")])
    }

    @Test(arguments: [1, 2, 3])
    func aLookupFindsTheEarliest(_ readerCount: Int) async throws {
        let lines = (1...300).map { "{\"id\":\"\($0 % 100).0\",\"key\":\"k\($0 % 50)\",\"number\":\($0)}\n" }
        var options = FileOptions()
        (options.blockBytes, options.readerCount) = (128, readerCount)
        let source = try FileSource(paths: [try folder.write(lines.joined(), to: "a")], options: options)
        #expect(try await source.order(.identifier(77))?.origin.line == 77)
        #expect(try await source.order(.key("k49"))?.origin.line == 49)
        #expect(try await source.order(.number("250"))?.origin.line == 250)
        #expect(try await source.order(.number("k3"))?.origin.line == 3)
        #expect(try await source.order(.identifier(1000)) == nil)
    }

    // MARK: Generated files

    /// Lines of orders, with what a file may hold beside them.
    private func lines(_ generator: inout SeededGenerator, isMixed: Bool, hasMistake: Bool) -> [UInt8] {
        var text = "{\"id\":1}\n"
        let count = Int.random(in: 0...25, using: &generator)
        let mistake = hasMistake ? Int.random(in: 0...count, using: &generator) : -1
        for index in 0..<count {
            let id = index * 2 + 2
            if index == mistake { text += mistakes.randomElement(using: &generator) ?? "" }
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: text += "\n \n"
            case 1: text += "{\"id\":\"\(id)\"}\r\n"
            case 2: text += "{\"notes\":\"\(String(repeating: "long \\\" ", count: id & 7))\",\"id\":\(id)}\n"
            case 3: text += "[{\"id\":\(id)},{\"id\":\(id + 1)}]\n"
            case 4: text += "{\"results\":[{\"id\":\(id)}]}\n"
            case 5 where isMixed: text += "[\n{\"id\":\(id)},\n {\"id\":\n\(id + 1)}\n]\n"
            case 6: text += "  {\"id\":\(id),\"key\":\"سلام\"}  \n"
            case 7: text += "{\"id\":\(id).0}\n"
            default: text += "{\"id\":\(id),\"items\":[{\"id\":1}]}\n"
            }
        }
        if Bool.random(using: &generator) { text += "{\"id\":1000}" }
        return Array(text.utf8)
    }

    private let mistakes = [
        "{\"id\":1}\n", "{\"id\":700\n", "{\"key\":1}\n", "{\"id\":701,}\n", "{\"id\":702} x\n", "null\n", "[1]\n",
        "]\n",
    ]

    /// What the plain scanner finds: all orders, or its error.
    private func plainly(_ path: String) throws -> [String] {
        var lines: [Int: Int] = [:]
        do throws(DatasetError) {
            let scanner = OrderScanner(try FileHead.open(try FileStream(path: path), source: path).buffer)
            var found: [String] = []
            while let order = try scanner.next() {
                found.append(described(order))
                guard let identifier = order.identifier, let line = order.origin.line else { continue }
                if let first = lines[identifier] {
                    return ["\(path):\(line):1: order \(identifier) comes a second time, after \(path):\(first)"]
                }
                lines[identifier] = line
            }
            return found
        } catch {
            return [error.message]
        }
    }

    /// What readers that take turns find: all orders by their lines, or the error that comes first.
    private func scanned(_ paths: [String], _ options: FileOptions) async throws -> [String] {
        let scan = try FileSource(paths: paths, options: options).makeScan(for: ScanRequest(fields: NeededFields()))
        var readers: [any BatchReader] = []
        for _ in 0..<scan.readerCount { readers.append(try scan.makeReader()) }
        var found: [(ordinal: Int, orders: [String])] = []
        var failures: [(ordinal: Int, message: String)] = []
        while !readers.isEmpty {
            for (index, reader) in readers.enumerated().reversed() {
                do {
                    if let batch = try await reader.next() {
                        found.append((batch.ordinal, try orders(of: batch).map(described)))
                        continue
                    }
                } catch let error as DatasetError {
                    failures.append((reader.ordinal, error.message))
                }
                readers.remove(at: index)
            }
        }
        if let first = failures.min(by: { $0.ordinal < $1.ordinal }) { return [first.message] }
        return found.sorted { $0.ordinal < $1.ordinal }.flatMap(\.orders)
    }
}
