// Every shape of file, whole and damaged; what is expected of each is worked out by hand.

import OrderDataset
import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@Suite struct FileSourceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        arguments: [
            ("one a line", "{\"id\":1}\n{\"id\":2}\n", ["1:1", "2:2"]),
            ("no line break at the end", "{\"id\":1}\n{\"id\":2}", ["1:1", "2:2"]),
            ("blank lines and spaces", "\n \n{\"id\":1} \n\n\t{\"id\":2}\n \n", ["1:3", "2:5"]),
            ("CRLF", "{\"id\":1}\r\n{\"id\":2}\r\n", ["1:1", "2:2"]),
            ("byte order mark", "\u{FEFF}{\"id\":1}\n", ["1:1"]),
            ("array", "[{\"id\":1},{\"id\":2}]", ["1:1", "2:1"]),
            ("array over lines", "[\n  {\"id\":1},\n  {\n    \"id\":2\n  }\n]\n", ["1:2", "2:3"]),
            ("array with a mark", "\u{FEFF} [{\"id\":1}]", ["1:1"]),
            ("empty array", "[]", []),
            ("empty array over lines", "[\n]\n", []),
            ("page", #"{"count":2,"next":null,"previous":null,"results":[{"id":1},{"id":2}]}"#, ["1:1", "2:1"]),
            ("page, results first", "{ \"results\" : [ {\"id\":1} ] , \"next\" : null }\n", ["1:1"]),
            ("page over lines", "{\n \"count\": 1,\n \"results\": [\n  {\"id\":1}\n ]\n}", ["1:4"]),
            ("results only", #"{"results":[]}"#, []),
            ("empty page", #"{"count":0,"next":null,"previous":null,"results":[]}"#, []),
            ("pages one a line", "{\"results\":[{\"id\":1}]}\n{\"results\":[{\"id\":2}]}\n", ["1:1", "2:2"]),
            ("single order", #"{"id":1}"#, ["1:1"]),
            ("single order over lines", "{\n  \"key\": \"a}\\\"\",\n  \"id\": 1\n}\n", ["1:1"]),
            ("orders over lines", "{\n\"id\":1\n}\n{\n\"id\":2}\n", ["1:1", "2:4"]),
            ("an order whose own key is results", #"{"id":1,"results":[{"id":5}]}"#, ["1:1"]),
            ("results before the id", #"{"a":{"results":[]},"id":1}"#, ["1:1"]),
            ("braces and quotes in texts", #"[{"id":1,"notes":"}{\"]["},{"id":2,"notes":"\\"}]"#, ["1:1", "2:1"]),
            ("arrays after each other", "[{\"id\":1}]\n[{\"id\":2}]", ["1:1", "2:2"]),
            ("ids as texts", "{\"id\":\"1\"}\n{\"id\":\"x\"}\n{\"id\":\"x\"}", ["1:1", "x:2", "x:3"]),
        ] as [(String, String, [String])]
    )
    func reads(_ shape: String, _ contents: String, _ expected: [String]) async throws {
        let plain = try folder.write(Array(contents.utf8), to: "orders.json")
        #expect(try await scan([plain]).orders == expected)
        let zipped = try folder.write(gzipped(Array(contents.utf8)), to: "orders.json.gz")
        #expect(try await scan([zipped]).orders == expected)
    }

    @Test(arguments: [
        ("", ": holds no orders"),
        ("\n \n", ": holds no orders"),
        ("\u{FEFF}", ": holds no orders"),
        ("{\"id\":1}\n{\"id\":2", ":2:8: the text ends in the middle of a value"),
        ("{\"id\":1}\n{\"id\":2\n{\"id\":3}\n", ":2:8: the text ends in the middle of a value"),
        ("{\"id\":1}\n{\"id\":\"سلام\",x}\n", ":2:14: expected a key in double quotes, found 'x'"),
        ("{\"id\":1}\n{\"id\":2} {\"id\":3}\n", ":2:10: there is more after the end of the value"),
        ("{\"id\":1}\n\u{1}\u{2}\u{7F}", ":2:1: expected a JSON value, found the byte 0x01"),
        ("{\"id\":1}\nid,status\n", ":2:1: expected a JSON value, found 'i'"),
        ("status,total\n1,new\n", ":1:1: expected a JSON value, found 's'"),
        ("<html>", ":1:1: expected a JSON value, found '<'"),
        ("{\"id\":1,}\n", ":1:9: expected a key in double quotes, found '}'"),
        ("{\n\"id\":1,\n}\n", ":3:1: expected a key in double quotes, found '}'"),
        ("{\"id\":1", ":1:8: the text ends in the middle of a value"),
        ("{\"id\":1,\"notes\":\"ab\ncd\"}", ":1:20: a text is not closed, or holds a line break that is not escaped"),
        ("[{\"id\":1,\"notes\":\"ab\ncd\"}]", ":1:21: a text is not closed, or holds a line break that is not escaped"),
        ("[1,2]", ":1:2: expected an order, found a number"),
        ("[{\"id\":1},\n null]", ":2:2: expected an order, found null"),
        ("[\"a\"]", ":1:2: expected an order, found a text"),
        ("[[{\"id\":1}]]", ":1:2: expected an order, found a list"),
        ("[{\"id\":1},]", ":1:11: expected a JSON value, found ']'"),
        ("[,]", ":1:2: expected a JSON value, found ','"),
        ("[{\"id\":1} {\"id\":2}]", ":1:11: expected ',' or ']', found '{'"),
        ("[{\"id\":1}", ":1:10: the text ends in the middle of a value"),
        ("[{\"id\":1},\n{\"id\":2", ":2:8: the text ends in the middle of a value"),
        ("[{\"id\":[1}]", ":1:10: expected ',' or ']', found '}'"),
        ("[", ":1:2: the text ends in the middle of a value"),
        ("[] x", ":1:4: expected a JSON value, found 'x'"),
        ("123", ":1:1: expected an order, found a number"),
        ("null\n", ":1:1: expected an order, found null"),
        ("nothing", ":1:1: expected a JSON value, found 'n'"),
        ("{}", ":1:1: expected an order, found an empty object"),
        (
            #"{"detail":"Invalid token."}"#,
            #":1:1: expected an order, found an object without 'id' (its keys: "detail")"#
        ),
        ("{\"id\":1}\n{\"key\":1}\n", #":2:1: expected an order, found an object without 'id' (its keys: "key")"#),
        (
            #"{"results":[{"id":1},{"key":2}]}"#,
            #":1:1: expected an order, found an object without 'id' (its keys: "key")"#
        ),
        (#"{"results":5}"#, #":1:1: expected an order, found an object without 'id' (its keys: "results")"#),
        (#"{"results":[{"id":1}"#, ":1:21: the text ends in the middle of a value"),
        (#"{"results":[{"id":1}]"#, ":1:22: the text ends in the middle of a value"),
        (#"{"results":[{"id":1}],}"#, ":1:23: expected a key in double quotes, found '}'"),
        (#"{"results":[{"id":1}]]"#, ":1:22: expected ',' or '}', found ']'"),
        (#"{"results":[{"id":1}],"next":nul}"#, ":1:30: expected a JSON value, found 'n'"),
        (#"{"count":01,"results":[{"id":1}]}"#, ":1:10: malformed number"),
        ("{\"id\":1}\n\n{\"id\":2}\n{\"id\":1}\n", ":4:1: order 1 comes a second time, after FILE:1"),
    ])
    func refuses(_ contents: String, _ message: String) async throws {
        let path = try folder.write(Array(contents.utf8), to: "orders.json")
        let expected = path + message.replacing("FILE", with: path)
        await expectFailure(expected, of: [path])
        let zipped = try folder.write(gzipped(Array(contents.utf8)), to: "orders.json.gz")
        let expectedZipped = zipped + message.replacing("FILE", with: zipped)
        await expectFailure(expectedZipped, of: [zipped])
    }

    @Test func brokenUTF8IsAnErrorOfItsLine() async throws {
        let path = try folder.write(Array("{\"id\":1}\n{\"id\":2,\"key\":\"".utf8) + [0xD8, 0x22, 0x7D, 0x0A], to: "a")
        await expectFailure("\(path):2:16: broken UTF-8", of: [path])
    }

    @Test(
        arguments: [
            ([0x28, 0xB5, 0x2F, 0xFD, 0, 0], "zstd data"), ([0x50, 0x4B, 0x03, 0x04, 0], "a zip archive"),
            ([0xFF, 0xFE, 0x7B, 0x00], "UTF-16 text"),
        ] as [([UInt8], String)]
    )
    func namesFormsThatAreNotRead(_ bytes: [UInt8], _ name: String) async throws {
        let path = try folder.write(bytes, to: "a")
        await expectFailure("\(path): is \(name), which is not read here", of: [path])
    }

    @Test(arguments: [false, true])
    func aDatabaseIsNoFileOfOrders(isGzipped: Bool) async throws {
        let bytes = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 1, count: 200)
        let path = try folder.write(isGzipped ? gzipped(bytes) : bytes, to: "a")
        let words = "is a snapshot or another SQLite database, which is read only as a file, by itself"
        await expectFailure("\(path): \(words)", of: [path])
    }

    @Test func pathsThatAreNoFilesAreToldAtOnce() throws {
        let missing = #expect(throws: DatasetError.self) { try FileSource(paths: [folder.path + "/none"]) }
        #expect(missing?.message == folder.path + "/none: no such file")
        let directory = #expect(throws: DatasetError.self) { try FileSource(paths: [folder.path]) }
        #expect(directory?.message == "\(folder.path): is a directory, not a file of orders")
        #expect(directory?.category == .failed)
    }

    @Test func aPageOfSeveralIsAWarning() async throws {
        let page = #"{"count":1200,"next":"http://a/?offset=1","previous":null,"results":[{"id":1}]}"#
        let path = try folder.write(Array(page.utf8), to: "page.json")
        let expected = "\(path) is one page of several: its 'next' names another, of 1200 orders in all"
        #expect(try await scan([path]).statistics.warnings == [expected])
        let late = #"{"results":[{"id":1}],"next":"http://a/?offset=1"}"#
        let other = try folder.write(Array(late.utf8), to: "late.json")
        #expect(
            try await scan([other]).statistics.warnings == ["\(other) is one page of several: its 'next' names another"]
        )
        let nested = try folder.write(
            Array("{\"a\":\"\(String(repeating: "x", count: 70_000))\",\(page.dropFirst())".utf8),
            to: "n"
        )
        #expect(try await scan([nested]).statistics.warnings.count == 1)
    }

    @Test func severalFilesAreOneSource() async throws {
        let first = try folder.write(Array("{\"id\":1}\n".utf8), to: "a")
        let second = try folder.write(Array("[{\"id\":2}]".utf8), to: "b")
        let source = try FileSource(paths: [first, second])
        #expect(source.name == "\(first) and 1 more")
        #expect(try await scan([first, second]).orders == ["1:1", "2:1"])
        let copy = try folder.write(Array("\n{\"id\":1}\n".utf8), to: "c")
        await expectFailure("\(copy):2:1: order 1 comes a second time, after \(first):1", of: [first, second, copy])
    }

    @Test func manyOrdersComeInBatches() async throws {
        let text = (1...2500).map { "{\"id\":\($0),\"notes\":\"\(String(repeating: "n", count: 300))\"}\n" }.joined()
        let path = try folder.write(Array(text.utf8), to: "a")
        let reader = try FileSource(paths: [path]).makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        var sizes: [Int] = []
        while let batch = try await reader.next() { sizes.append(batch.orderCount) }
        #expect(sizes.count == 1)
        #expect(sizes.reduce(0, +) == 2500)
        #expect(reader.statistics.orderCount == 2500)
        #expect(reader.statistics.byteCount == text.utf8.count)
        #expect(try await reader.next() == nil)
    }

    @Test func anOrderLongerThanABlockIsRead() async throws {
        let notes = String(repeating: "long \\\" ", count: 200_000)
        for text in [
            "{\"id\":1,\"notes\":\"\(notes)\"}\n{\"id\":2}\n", "[{\"id\":1,\"notes\":\"\(notes)\"},{\"id\":2}]",
        ] {
            let path = try folder.write(Array(text.utf8), to: "a")
            #expect(try await scan([path]).orders.count == 2)
        }
    }

    @Test func aFileIsReadAnewByEveryScan() async throws {
        let path = try folder.write(Array("{\"id\":1}\n".utf8), to: "a")
        let source = try FileSource(paths: [path])
        #expect(try await identifiers(of: source) == ["1:1"])
        _ = try folder.write(Array("{\"id\":1}\n{\"id\":2}\n".utf8), to: "a")
        #expect(try await identifiers(of: source) == ["1:1", "2:2"])
    }

    @Test func looksOneOrderUp() async throws {
        let text = "{\"id\":1,\"key\":\"a\"}\n{\"id\":2,\"key\":\"b\",\"number\":\"n9\"}\n{\"id\":3,\"key\":77}\n"
        let source = try FileSource(paths: [folder.write(Array(text.utf8), to: "a")])
        #expect(try await source.order(.identifier(2))?.origin.line == 2)
        #expect(try await source.order(.key("a"))?.origin.line == 1)
        #expect(try await source.order(.key("77"))?.origin.line == 3)
        #expect(try await source.order(.number("n9"))?.origin.line == 2)
        #expect(try await source.order(.number("b"))?.origin.line == 2)
        #expect(try await source.order(.identifier(9)) == nil)
        #expect(try await source.order(.key("n9")) == nil)
    }

    @Test func aCancelledScanStops() async throws {
        let path = try folder.write(Array("{\"id\":1}\n".utf8), to: "a")
        let source = try FileSource(paths: [path])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader().next() == nil
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private func scan(_ paths: [String]) async throws -> (orders: [String], statistics: ScanStatistics) {
        let reader = try FileSource(paths: paths).makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        return (try await described(reader), reader.statistics)
    }

    private func identifiers(of source: FileSource) async throws -> [String] {
        try await described(source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader())
    }

    private func expectFailure(_ message: String, of paths: [String]) async {
        let error = await #expect(throws: DatasetError.self) { try await scan(paths) }
        #expect(error?.message == message)
    }

    /// What is to be read is known of plain files; of what is gzipped or comes through a pipe it isn't.
    @Test func theExtentIsThatOfPlainFiles() throws {
        let line = "{\"id\":1}\n"
        let plain = try folder.write(line, to: "a.ndjson")
        let other = try folder.write("{\"id\":2}\n", to: "b.ndjson")
        let zipped = try folder.write(gzipped(Array(line.utf8)), to: "c.ndjson.gz")
        func extent(_ paths: [String]) throws -> ScanExtent? {
            try FileSource(paths: paths).makeScan(for: ScanRequest(fields: NeededFields())).extent
        }
        #expect(try extent([plain, other]) == .bytes(18))
        #expect(try extent([plain, zipped]) == nil)
        #expect(try extent([FileSource.standardInputPath]) == nil)
    }
}
