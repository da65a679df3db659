package import OrderModel

/// A file, a pipe or the zone data that cannot be used.
package struct DatasetError: Failure, Hashable {
    package let problem: Problem
    /// The file and, where it is known, the line and column.
    package let place: DatasetPlace

    package init(_ problem: Problem, at place: DatasetPlace) {
        self.problem = problem
        self.place = place
    }

    /// What can go wrong with a dataset.
    package enum Problem: Sendable, Hashable {
        case missing
        case directory
        /// Opening or reading failed; the system's own words.
        case unreadable(reason: String)
        case empty
        case malformed(JSONError.Problem)
        /// Sound JSON, but not an order, an array of orders or a page of them.
        case misshapen(found: String)
        case tooLong(limitBytes: Int)
        case corruptGzip(reason: String)
        case truncatedGzip
        /// A form that is recognised and not read: zip, zstd, UTF-16.
        case foreignFormat(name: String)
        /// A snapshot that comes through a pipe, or as one of several files.
        case database
        case duplicate(identifier: Int, first: Origin?)
        /// A pipe that was too long to be kept is asked for a second time.
        case pipeAlreadyRead(limitBytes: Int)
        case interrupted
        /// The file is not what it was when the query began.
        case changed
        /// A list that goes on over several lines, in a large file of one order a line.
        case listAmongLines
        /// Comma-separated values: a quote where none belongs, or without its partner.
        case strayQuote
        case openQuote
        case cellCount(found: Int, expected: Int)
        case noIdentifierColumn(nearest: String?)
        case columnTwice(name: String)
        /// Two columns of a record give the same part of an object different values, shown as they are.
        case contradictoryColumns(String, String, String, String)
        /// A column named like an object, beside columns for its parts, holds neither an id nor an object.
        case notAnIdentifier(column: String, found: String)
        /// Comma-separated values have no items and payments.
        case noRows(of: Collection)
        /// A pattern of file names that no file has.
        case noMatch
        case invalidZoneName
        case unknownZone(isZoneDataMissing: Bool)
        case damagedZone(reason: String)
    }

    package var category: FailureCategory {
        switch problem {
        case .invalidZoneName, .unknownZone(isZoneDataMissing: false): .usage
        case .interrupted: .interrupted
        default: .failed
        }
    }

    package var message: String { "\(place): \(words)" }

    private var words: String {
        switch problem {
        case .missing: "no such file"
        case .directory: "is a directory, not a file of orders"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .empty: "holds no orders"
        case .malformed(let problem): JSONError(problem, at: 0).description
        case .misshapen(let found): "expected an order, found \(found)"
        case .tooLong(let limit): "an order longer than \(limit >> 20) MB, or a line that never ends"
        case .corruptGzip(let reason): "is not sound gzip data: \(reason)"
        case .truncatedGzip: "ends in the middle of its gzip data"
        case .foreignFormat(let name): "is \(name), which is not read here"
        case .database: "is a snapshot or another SQLite database, which is read only as a file, by itself"
        case .duplicate(let identifier, let first):
            "order \(identifier) comes a second time" + (first.map { ", after \($0)" } ?? "")
        case .pipeAlreadyRead(let limit):
            "held more than \(limit >> 20) MB, so it was not kept and cannot be read a second time"
        case .interrupted: "interrupted while waiting for more"
        case .changed: "has changed while it was read"
        case .listAmongLines: "a list over several lines begins, in a large file of one order a line"
        case .strayQuote: "a quote inside of a cell that is not written in quotes as a whole"
        case .openQuote: "a quote that is never closed"
        case .cellCount(let found, let expected):
            "\(found == 1 ? "1 cell" : "\(found) cells") in the line, where the header has \(expected)"
        case .noIdentifierColumn: "no column is named 'id'"
        case .columnTwice(let name): "the column \(JSONValue.text(name).excerpt) comes a second time"
        case .contradictoryColumns(let whole, let wholeValue, let part, let partValue):
            "the column \(JSONValue.text(whole).excerpt) says \(wholeValue), and "
                + "\(JSONValue.text(part).excerpt) says \(partValue)"
        case .notAnIdentifier(let column, let found):
            "the column \(JSONValue.text(column).excerpt) holds \(found), where an id belongs: "
                + "other columns hold parts of the same object"
        case .noRows(let collection): "comma-separated values hold orders only, and no \(collection.rawValue)"
        case .noMatch: "no file's name fits this pattern"
        case .invalidZoneName: "no name of a time zone"
        case .unknownZone: "unknown time zone"
        case .damagedZone(let reason): "the zone's data \(reason)"
        }
    }

    package var mend: String? {
        switch problem {
        case .missing, .unreadable, .tooLong, .malformed, .interrupted, .noMatch: nil
        case .changed: "ask again when nobody writes to it, or copy it first"
        case .listAmongLines: "put lists and single lines into files of their own"
        case .strayQuote, .openQuote: "write the cell in quotes, and a quote inside of it as two"
        case .cellCount: "quote cells that hold commas or line breaks"
        case .noIdentifierColumn(let nearest):
            nearest.map { "name \(JSONValue.text($0).excerpt) so" }
                ?? "the first line names the columns, separated by commas; one of them is the order's id"
        case .columnTwice, .contradictoryColumns: "take one of the two out"
        case .notAnIdentifier: "give that column another name"
        case .noRows: "ask a file of JSON documents for them"
        case .directory: "name the files in it"
        case .empty, .misshapen:
            "give one order a line (NDJSON), a JSON array of orders, or a page of the API ({\"results\": [...]})"
        case .corruptGzip, .truncatedGzip: "copy or download the file again; gzip -t checks it"
        case .foreignFormat: "convert it to UTF-8 JSON, plain or gzipped"
        case .database: "open the snapshot alone, by its name; 'ordersh export' writes its orders as NDJSON"
        case .duplicate: "keep one of the two; an order's id stands for one order only"
        case .pipeAlreadyRead: "write it to a file and open that"
        case .invalidZoneName, .unknownZone(isZoneDataMissing: false):
            "use a name such as UTC, Asia/Tehran or Europe/Istanbul, or an offset such as +03:30"
        case .unknownZone(isZoneDataMissing: true):
            "no zone data was found: install the package tzdata, or let TZDIR name its folder"
        case .damagedZone: "install the package tzdata anew"
        }
    }
}

/// A place that a message names: a file, and a line and column of it where known.
package struct DatasetPlace: Sendable, Hashable {
    package let source: String
    package let position: TextPosition?

    package init(source: String, position: TextPosition? = nil) {
        self.source = source
        self.position = position
    }
}

extension DatasetPlace: CustomStringConvertible {
    package var description: String {
        guard let position else { return source }
        return "\(source):\(position.line):\(position.column)"
    }
}
