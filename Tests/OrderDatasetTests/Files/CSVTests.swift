import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

@Suite struct CSVTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        arguments: [
            ("plain", "id,total\n1,2.50\n", [#"{"id":1,"total":"2.50"}"#]),
            ("a mark and CRLF", "\u{FEFF}id,total\r\n1,2\r\n", [#"{"id":1,"total":"2"}"#]),
            ("no line end at the end", "id,total\n1,2", [#"{"id":1,"total":"2"}"#]),
            ("nulls and empty texts", "id,notes,key\n1,,\"\"\n", [#"{"id":1,"notes":null,"key":""}"#]),
            (
                "quotes", "id,notes\n1,\"a,\"\"b\"\"\nc\"\n2,x\n",
                [#"{"id":1,"notes":"a,\"b\"\nc"}"#, #"{"id":2,"notes":"x"}"#]
            ),
            (
                "parts", "id,customer.id,billing_city.name\n1,7,Shiraz\n",
                [#"{"id":1,"customer_data":{"id":7},"billing_city_data":{"name":"Shiraz"}}"#]
            ),
            ("the API's spelling", "id,customer__username\n1,ali\n", [#"{"id":1,"customer_data":{"username":"ali"}}"#]),
            ("parts that are null", "id,customer.id,customer.full_name\n1,,\n", [#"{"id":1,"customer_data":null}"#]),
            (
                "an object's id beside its parts", "id,customer,customer.username\n1,7,ali\n2,,sara\n3,8,\n4,,\n",
                [
                    #"{"id":1,"customer_data":{"id":7,"username":"ali"}}"#,
                    #"{"id":2,"customer_data":{"username":"sara"}}"#,
                    #"{"id":3,"customer_data":{"id":8,"username":null}}"#, #"{"id":4,"customer_data":null}"#,
                ]
            ),
            (
                "an object's id twice", "customer.id,id,customer_data,billing_city\n7,1,7.0,5\n,2,8,\n9,3,,\n",
                [
                    #"{"customer_data":{"id":7.0},"id":1,"billing_city_data":5}"#,
                    #"{"customer_data":{"id":8},"id":2,"billing_city_data":null}"#,
                    #"{"customer_data":{"id":9},"id":3,"billing_city_data":null}"#,
                ]
            ),
            (
                "an object beside its parts",
                "id,customer,customer.id,customer.email\n1,\"{\"\"id\"\":7,\"\"email\"\":null}\",7,a@b\n2,null,8,\n",
                [
                    #"{"id":1,"customer_data":{"id":7,"email":"a@b"}}"#,
                    #"{"id":2,"customer_data":{"id":8,"email":null}}"#,
                ]
            ),
            ("truth", "id,is_paid,is_payable\n1,true,FALSE\n", [#"{"id":1,"is_paid":true,"is_payable":false}"#]),
            ("other columns", "id,my column\n1,5\n", [#"{"id":1,"my column":"5"}"#]),
            ("blank lines", "id,total\n\n1,2\n\r\n", [#"{"id":1,"total":"2"}"#]),
            ("an object", "id,extra\n1,\"{\"\"a\"\":[1]}\"\n", [#"{"id":1,"extra":{"a":[1]}}"#]),
            ("a backslash", "id,notes\n1,a\\n\n", [#"{"id":1,"notes":"a\\n"}"#]),
        ] as [(String, String, [String])]
    )
    func reads(_ what: String, _ text: String, _ expected: [String]) async throws {
        for name in ["orders.csv", "orders.csv.gz"] {
            let bytes = Array(text.utf8)
            let path = try folder.write(name.hasSuffix("gz") ? gzipped(bytes) : bytes, to: name)
            for blockBytes in [1, 1 << 20] {
                var options = FileOptions()
                options.blockBytes = blockBytes
                let found = try await documents(of: try FileSource(paths: [path], options: options))
                #expect(found.map { JSONValue.object($0).serialized() } == expected)
            }
        }
    }

    @Test(arguments: [
        ("id,total\n1\n", ":2:1: 1 cell in the line, where the header has 2"),
        ("id,total\n1,2\n\"a\nb\",2,3\n", ":3:1: 3 cells in the line, where the header has 2"),
        ("id,notes\n1,a\"b\n", ":2:4: a quote inside of a cell that is not written in quotes as a whole"),
        ("id,notes\n1,\"a\"b\n", ":2:5: a quote inside of a cell that is not written in quotes as a whole"),
        ("id,notes\n1,\"ab\n", ":2:3: a quote that is never closed"),
        ("idd,total\n1,2\n", ":1:1: no column is named 'id'"),
        ("id,customer,customer.id\n1,7,7\n2,7,8\n", ":3:1: the column \"customer\" says 7, and \"customer.id\" says 8"),
        (
            "id,customer,customer.email\n1,\"{\"\"email\"\":\"\"a@b\"\"}\",c@d\n",
            ":2:1: the column \"customer\" says \"a@b\", and \"customer.email\" says \"c@d\""
        ),
        (
            "id,customer,customer.email\n1,Ali,a@b\n",
            ":2:1: the column \"customer\" holds \"Ali\", where an id belongs: other columns hold parts of the same object"
        ),
        ("id,total,total\n", ":1:1: the column \"total\" comes a second time"),
        ("id,customer.id,customer__id\n", ":1:1: the column \"customer__id\" comes a second time"),
        ("", ": holds no orders"),
    ])
    func refuses(_ text: String, _ message: String) async throws {
        let path = try folder.write(text, to: "orders.csv")
        let source = try FileSource(paths: [path])
        let error = await #expect(throws: DatasetError.self) { try await documents(of: source) }
        #expect(error?.message == path + message)
    }

    @Test func isToldByItsContent() async throws {
        let path = try folder.write("id,status,total\n1,new,5\n", to: "orders.txt")
        #expect(try await documents(of: try FileSource(paths: [path])).count == 1)
    }

    @Test func hasNoItems() async throws {
        let path = try folder.write("id,total\n1,5\n", to: "orders.csv")
        var fields = NeededFields()
        fields.insertRows(of: .items)
        let reader = try FileSource(paths: [path]).makeScan(for: ScanRequest(fields: fields)).makeReader()
        let error = await #expect(throws: DatasetError.self) { try await reader.next() }
        #expect(error?.message == "\(path): comma-separated values hold orders only, and no items")
    }

    @Test func brokenRecordsCanBeLeftOut() async throws {
        let path = try folder.write("id,total\n1,5\n2\n3,7\n", to: "orders.csv")
        var options = FileOptions()
        options.skipsBadLines = true
        let scan = try FileSource(paths: [path], options: options).makeScan(for: ScanRequest(fields: NeededFields()))
        let reader = try scan.makeReader()
        #expect(try await described(reader) == ["1:2", "3:4"])
        let message = "\(path):3:1: 1 cell in the line, where the header has 2"
        #expect(reader.statistics.warnings == ["1 broken line was left out: \(message)"])
    }

    private func documents(of source: FileSource) async throws -> [JSONObject] {
        let reader = try source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        var documents: [JSONObject] = []
        while let batch = try await reader.next() { documents += try orders(of: batch).map(\.document) }
        return documents
    }
}
