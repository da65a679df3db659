// What the journal of a sync says, line by line. Each line begins with a checksum of itself and of the line before it,
// so that a line is taken only where it stands and whole: a journal that was cut or changed is good up to there.

import OrderModel

/// What a pass is: the first line of the journal.
struct SyncPass: Sendable {
    let question: SyncQuestion
    /// The pass's own name.
    let run: String
    /// From which change on orders are fetched; nil for all of them.
    let since: Instant?
    /// Whether the server takes only days, and so is asked for a whole day more.
    let usesDays: Bool
    /// What the server refused before the pass began, by the API's names: whoever goes on does without it too.
    let refused: [String]
    /// What the server said before the pass began.
    let watermark: Instant?
    let customer: Int?
    let asOf: Instant
    /// The snapshot that the pass is for; nil where there was none.
    let generation: Int?
    /// Which ids each part has.
    var ranges: [ClosedRange<Int>]
    /// About how many orders there are to fetch.
    var expectedCount: Int

    var isFull: Bool { since == nil }

    var json: JSONValue {
        .object(
            JSONObject([
                JSONMember(key: "question", value: question.json),
                JSONMember(key: "run", value: .text(run)),
                JSONMember(key: "since", value: since.map { .sync($0) } ?? .null),
                JSONMember(key: "days", value: .boolean(usesDays)),
                JSONMember(key: "refused", value: .array(refused.map { .text($0) })),
                JSONMember(key: "watermark", value: watermark.map { .sync($0) } ?? .null),
                JSONMember(key: "customer", value: customer.map { .sync($0) } ?? .null),
                JSONMember(key: "as_of", value: .sync(asOf)),
                JSONMember(key: "generation", value: generation.map { .sync($0) } ?? .null),
                JSONMember(
                    key: "ranges",
                    value: .array(ranges.flatMap { [.sync($0.lowerBound), .sync($0.upperBound)] })
                ),
                JSONMember(key: "expected", value: .sync(expectedCount)),
            ])
        )
    }
}

extension SyncPass {
    init?(_ object: JSONObject) {
        guard let question = SyncQuestion(object["question"]), let run = object.syncText("run"),
            let asOf = object.syncInstant("as_of"), case .boolean(let usesDays)? = object["days"],
            let bounds = object.syncIntegers("ranges"), bounds.count.isMultiple(of: 2),
            let expectedCount = object.syncInteger("expected")
        else { return nil }
        var ranges: [ClosedRange<Int>] = []
        for index in stride(from: 0, to: bounds.count, by: 2) {
            guard bounds[index] <= bounds[index + 1] else { return nil }
            ranges.append(bounds[index]...bounds[index + 1])
        }
        self.init(
            question: question,
            run: run,
            since: object.syncInstant("since"),
            usesDays: usesDays,
            refused: object.syncTexts("refused"),
            watermark: object.syncInstant("watermark"),
            customer: object.syncInteger("customer"),
            asOf: asOf,
            generation: object.syncInteger("generation"),
            ranges: ranges,
            expectedCount: expectedCount
        )
    }
}

/// One page that has been put by.
struct SyncPageRecord: Sendable, Hashable {
    let part: Int
    /// The largest id so far.
    let last: Int
    /// How long the part's file is with this page, and the checksum of all of that.
    let byteCount: Int
    let checksum: UInt64
    /// The orders of the page that do not belong to the question.
    let dropped: [Int]
    let undatedCount: Int
    /// Whether the ids of the part have ascended so far, so that it can go on behind the last one.
    let isAscending: Bool

    var json: JSONValue {
        .object(
            JSONObject([
                JSONMember(key: "part", value: .sync(part)),
                JSONMember(key: "last", value: .sync(last)),
                JSONMember(key: "bytes", value: .sync(byteCount)),
                JSONMember(key: "checksum", value: .text(String(checksum, radix: 16))),
                JSONMember(key: "dropped", value: .array(dropped.map { .sync($0) })),
                JSONMember(key: "undated", value: .sync(undatedCount)),
                JSONMember(key: "ascending", value: .boolean(isAscending)),
            ])
        )
    }
}

extension SyncPageRecord {
    init?(_ object: JSONObject) {
        guard let part = object.syncInteger("part"), let last = object.syncInteger("last"),
            let byteCount = object.syncInteger("bytes"), byteCount >= 0,
            let checksum = object.syncText("checksum").flatMap({ UInt64($0, radix: 16) }),
            let dropped = object.syncIntegers("dropped"), let undatedCount = object.syncInteger("undated"),
            case .boolean(let isAscending)? = object["ascending"]
        else { return nil }
        self.init(
            part: part,
            last: last,
            byteCount: byteCount,
            checksum: checksum,
            dropped: dropped,
            undatedCount: undatedCount,
            isAscending: isAscending
        )
    }
}

/// A line of the journal behind the first.
enum SyncEntry: Sendable, Hashable {
    case page(SyncPageRecord)
    /// A part is all there.
    case done(part: Int)

    var json: JSONValue {
        switch self {
        case .page(let page): page.json
        case .done(let part): .object(JSONObject([JSONMember(key: "done", value: .sync(part))]))
        }
    }

    init?(_ object: JSONObject) {
        if let part = object.syncInteger("done") {
            self = .done(part: part)
        } else if let page = SyncPageRecord(object) {
            self = .page(page)
        } else {
            return nil
        }
    }
}

/// Writes and reads the lines, each sealed with a checksum that goes on from line to line.
struct SyncSeal {
    private var checksum: UInt64 = 0

    private static let digitCount = 16

    mutating func line(_ value: JSONValue) -> [UInt8] {
        let text = Array(value.serialized().utf8)
        checksum = Checksum.of(text, seed: checksum)
        let digits = String(checksum, radix: 16)
        var line = Array(String(repeating: "0", count: Self.digitCount - digits.utf8.count).utf8)
        line += Array(digits.utf8)
        line.append(0x20)
        line += text
        line.append(0x0A)
        return line
    }

    /// What a line without its end says; nil where it is not what was written there.
    mutating func object(_ line: ArraySlice<UInt8>) -> JSONObject? {
        guard line.count > Self.digitCount + 1 else { return nil }
        let digits = String(decoding: line.prefix(Self.digitCount), as: UTF8.self)
        let text = Array(line.dropFirst(Self.digitCount + 1))
        guard let found = UInt64(digits, radix: 16), found == Checksum.of(text, seed: checksum),
            case .object(let object)? = try? JSONParser.parse(text)
        else { return nil }
        checksum = found
        return object
    }
}

/// A whole journal, as far as it is sound.
struct SyncJournal {
    let pass: SyncPass
    let entries: [SyncEntry]

    /// Reads a journal; nil when not even its first line is sound.
    init?(_ bytes: [UInt8]) {
        var seal = SyncSeal()
        // What stands behind the last line feed was not written to its end.
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        guard let first = lines.popFirst().flatMap({ seal.object($0) }), let pass = SyncPass(first) else { return nil }
        var entries: [SyncEntry] = []
        for line in lines {
            guard let object = seal.object(line), let entry = SyncEntry(object) else { break }
            entries.append(entry)
        }
        self.pass = pass
        self.entries = entries
    }
}
