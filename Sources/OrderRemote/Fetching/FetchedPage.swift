// A page as a scan sees it. Its orders are read by the scanner that files are read by, into columns: those that
// the scan must hand out, and those that it checks. Where a page is oddly written it is read as a tree instead.

import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// One page of a server's list, sound to its last byte.
struct FetchedPage: Sendable {
    /// How many orders match the page's request in all, as the server says.
    let count: Int
    /// Whether the server says that there are more.
    let hasNext: Bool
    /// The orders' ids, in the page's order.
    let ids: [Int]
    /// The page's address without its query, for messages.
    let place: String
    let statistics: ScanStatistics

    private let table: ColumnTable
    private let places: [Place]
    private let documents: PageDocuments
    private let fields: NeededFields
    /// Where each order stands in the body; empty where the page was read as a tree.
    private let elements: [Range<Int>]

    /// Where an order of the page is kept.
    private enum Place: Sendable {
        case row(Int)
        /// Something of it does not fit into columns.
        case plain(Order)
    }

    static let idField = Schema.fields(of: .orders)[0]

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - answer: The answer, with status 200.
    ///   - fields: What there must be columns of; the id is always among them.
    /// - Throws: `RemoteError` for a body that is no page, sound to its last byte, of orders with ids.
    init(_ answer: HTTPAnswer, fields: NeededFields) throws(RemoteError) {
        place = answer.address.place
        statistics = ScanStatistics(answer)
        var fields = fields
        fields.insert(Self.idField)
        self.fields = fields
        let source = answer.address.description
        if let page = try Self.scanned(answer.body, source, fields, place: place) {
            (count, hasNext) = (page.count, page.hasNext)
            (table, places, documents) = (page.table, page.places, page.documents)
            elements = page.elements
        } else {
            let page = try Self.parsed(answer.body, place: place)
            (count, hasNext) = (page.count, page.next != nil)
            places = page.results.map { .plain(Order(document: $0, origin: Origin(source: source))) }
            documents = PageDocuments(body: [], ranges: [], source: source)
            table = ColumnTableBuilder(fields).emptyTable
            elements = []
        }
        ids = try Self.ids(places, table, place: place)
    }

    private struct Scanned {
        let count: Int
        let hasNext: Bool
        let table: ColumnTable
        let places: [Place]
        let elements: [Range<Int>]
        let documents: PageDocuments
    }

    /// Scans the body; nil where the whole of it needs the strict parser.
    private static func scanned(
        _ body: [UInt8],
        _ source: String,
        _ fields: NeededFields,
        place: String
    ) throws(RemoteError) -> Scanned? {
        var builder = ColumnTableBuilder(fields)
        var rows: [Range<Int>] = []
        var odd: [Range<Int>] = []
        let envelope = body.withUnsafeBytes { bytes -> PageEnvelope? in
            guard let envelope = PageEnvelope(bytes) else { return nil }
            var scanner = LineScanner(fields, checksEverything: true)
            scanner.scan(bytes, elements: envelope.elements, into: &builder, rows: &rows, odd: &odd)
            return envelope
        }
        guard let envelope else { return nil }
        var places: [Place] = []
        places.reserveCapacity(envelope.elements.count)
        var row = 0
        for element in envelope.elements {
            if row < rows.count, rows[row] == element {
                places.append(.row(row))
                row += 1
            } else {
                guard let value = try? JSONParser.parse(body[element]), case .object(let document) = value else {
                    return nil
                }
                places.append(.plain(Order(document: document, origin: Origin(source: source))))
            }
        }
        let documents = PageDocuments(body: body, ranges: rows, source: source)
        let table = builder.finish(documents: documents)
        return Scanned(
            count: envelope.count,
            hasNext: envelope.hasNext,
            table: table,
            places: places,
            elements: envelope.elements,
            documents: documents
        )
    }

    private static func parsed(_ body: [UInt8], place: String) throws(RemoteError) -> OrderPage {
        do {
            return try OrderPage(body: body)
        } catch {
            throw .misread(place: place, error)
        }
    }

    private static func ids(_ places: [Place], _ table: ColumnTable, place: String) throws(RemoteError) -> [Int] {
        let column = table.column(of: idField)
        var ids: [Int] = []
        ids.reserveCapacity(places.count)
        do throws(FieldProblem) {
            for kept in places {
                let value: Value? =
                    switch kept {
                    case .row(let row): column?.value(at: row)
                    case .plain(let order): try idField.value(in: order.document)
                    }
                guard case .number(let number)? = value, let id = number.wholeNumber else {
                    throw FieldProblem(field: "id", found: "too large", expected: "a whole number within 64 bits")
                }
                ids.append(id)
            }
        } catch {
            throw .misreadOrder(nil, place: place, error)
        }
        return ids
    }

    /// A value of one of the page's orders; the field must be among those that the page was read for.
    func value(of field: Field, at index: Int) throws(RemoteError) -> Value {
        switch places[index] {
        case .row(let row):
            guard let column = table.column(of: field) else { preconditionFailure("\(field.name) was not asked for") }
            return column.value(at: row)
        case .plain(let order):
            do {
                return try field.value(in: order.document)
            } catch {
                throw .misreadOrder(ids[index], place: place, error)
            }
        }
    }

    /// Some of the page's orders, whole.
    func orders(at indices: [Int]) throws -> [Order] {
        try indices.map { index in
            switch places[index] {
            case .row(let row): try documents.order(at: row)
            case .plain(let order): order
            }
        }
    }

    /// Some of the page's orders as a batch, ascending by their places.
    func batch(of indices: [Int], ordinal: Int) -> OrderBatch {
        var plain: [Order] = []
        var rows: [Int] = []
        for index in indices {
            switch places[index] {
            case .row(let row): rows.append(row)
            case .plain(let order): plain.append(order)
            }
        }
        let part = rows.count == table.count ? table : table(of: rows)
        return OrderBatch(ordinal: ordinal, columns: part, plainOrders: plain)
    }

    /// The table of some of the rows, scanned once more.
    private func table(of rows: [Int]) -> ColumnTable {
        var builder = ColumnTableBuilder(fields)
        var found: [Range<Int>] = []
        var odd: [Range<Int>] = []
        documents.body.withUnsafeBytes { bytes in
            var scanner = LineScanner(fields)
            let elements = rows.map { documents.ranges[$0] }
            scanner.scan(bytes, elements: elements, into: &builder, rows: &found, odd: &odd)
        }
        precondition(odd.isEmpty, "what was a row is one again")
        return builder.finish(
            documents: PageDocuments(body: documents.body, ranges: found, source: documents.source)
        )
    }

    /// Appends an order as the server wrote it, on one line that ends with a line feed.
    func appendLine(at index: Int, to lines: inout [UInt8]) throws {
        let start = lines.count
        if elements.isEmpty {
            for order in try orders(at: [index]) { lines += JSONValue.object(order.document).serialized().utf8 }
        } else {
            lines += documents.body[elements[index]]
            // No text holds a line break that is not escaped, so these stand between values.
            lines[start...].removeAll { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        }
        lines.append(UInt8(ascii: "\n"))
    }
}

extension ColumnTableBuilder {
    fileprivate var emptyTable: ColumnTable {
        var builder = self
        return builder.finish(documents: PageDocuments(body: [], ranges: [], source: ""))
    }
}

extension ScanStatistics {
    /// What an answer has cost.
    init(_ answer: HTTPAnswer) {
        self.init(requestCount: answer.requestCount, byteCount: answer.body.count)
        retryCount = answer.attemptCount - 1
    }
}

/// The way from a page's rows back to their documents.
struct PageDocuments: RowDocuments {
    let body: [UInt8]
    let ranges: [Range<Int>]
    /// The page's URL.
    let source: String

    func orders(at rows: [Int]) throws -> [Order] {
        try rows.map(order)
    }

    func detached(row: Int) -> (any RowDocuments)? {
        PageDocuments(body: Array(body[ranges[row]]), ranges: [0..<ranges[row].count], source: source)
    }

    func order(at row: Int) throws -> Order {
        // The page was checked to its last byte when it came.
        guard case .object(let document) = try JSONParser.parse(body[ranges[row]]) else {
            preconditionFailure("a row of a page is an object")
        }
        return Order(document: document, origin: Origin(source: source))
    }
}
