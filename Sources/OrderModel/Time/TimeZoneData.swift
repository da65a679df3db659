// Reads the TZif format of RFC 8536. The bytes may come from anywhere, so every count is checked against the
// size of the file before it is used, and every number against what the arithmetic of days can bear.

/// Zone data that cannot be used, and why.
package struct TimeZoneDataError: Error, Sendable, Hashable {
    /// What is wrong, in words that can follow a file's name.
    package let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// The contents of a zoneinfo file.
struct TimeZoneData {
    private(set) var transitions: [Int64] = []
    /// The offset before the first transition, then the one after each.
    private(set) var offsets: [Int] = []
    private(set) var rule: PosixTimeZone?

    init(tzif bytes: [UInt8]) throws(TimeZoneDataError) {
        var reader = TimeZoneReader(bytes: bytes)
        let first = try reader.header()
        guard first.version >= 2 else {
            (transitions, offsets) = try reader.block(first, timeWidth: 4)
            return
        }
        try reader.skipBlock(first, timeWidth: 4)
        (transitions, offsets) = try reader.block(try reader.header(), timeWidth: 8)
        rule = try reader.footer()
        useStandardOffsetOfRule()
    }

    /// A rule without daylight time says nothing but the offset that holds from the last transition on.
    private mutating func useStandardOffsetOfRule() {
        guard let rule, rule.daylight == nil else { return }
        offsets[offsets.count - 1] = rule.standardOffset
        self.rule = nil
    }

    /// Adds the transitions that a rule makes after the last one of the file.
    mutating func tabulate(_ rule: PosixTimeZone, untilYear lastYear: Int) {
        guard let changes = rule.daylight else { return }
        let lastSeconds = transitions.last ?? 0
        let firstYear = CivilDate(daysSinceEpoch: Int(lastSeconds.flooredQuotient(by: 86_400)))?.year ?? lastYear
        guard firstYear <= lastYear else { return }
        for year in max(firstYear - 1, 1)...lastYear {
            for change in changes.transitions(inYear: year, rule.standardOffset) {
                if let last = transitions.last, change.seconds <= last { continue }
                transitions.append(change.seconds)
                offsets.append(change.offset)
            }
        }
    }
}

/// The header of a block: how many entries of each kind follow.
private struct TimeZoneHeader {
    let version: Int
    let universalCount: Int
    let standardCount: Int
    let leapCount: Int
    let transitionCount: Int
    let typeCount: Int
    let nameByteCount: Int
}

/// Walks over the bytes of a zoneinfo file.
private struct TimeZoneReader {
    let bytes: [UInt8]
    var position = 0

    mutating func header() throws(TimeZoneDataError) -> TimeZoneHeader {
        guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            throw TimeZoneDataError("is not a time zone file")
        }
        let versionByte = bytes[position + 4]
        let version = versionByte == 0 ? 1 : Int(versionByte) - Int(UInt8(ascii: "0"))
        position += 20
        return TimeZoneHeader(
            version: version,
            universalCount: Int(number(width: 4)),
            standardCount: Int(number(width: 4)),
            leapCount: Int(number(width: 4)),
            transitionCount: Int(number(width: 4)),
            typeCount: Int(number(width: 4)),
            nameByteCount: Int(number(width: 4))
        )
    }

    /// The byte count of a block, checked against what is left of the file.
    private func byteCount(_ header: TimeZoneHeader, timeWidth: Int) throws(TimeZoneDataError) -> Int {
        // Each count has 32 bits, so that none of these products can overflow.
        let count =
            header.transitionCount * (timeWidth + 1) + header.typeCount * 6 + header.nameByteCount
            + header.leapCount * (timeWidth + 4) + header.standardCount + header.universalCount
        guard count <= bytes.count - position else { throw TimeZoneDataError("is truncated") }
        return count
    }

    mutating func skipBlock(_ header: TimeZoneHeader, timeWidth: Int) throws(TimeZoneDataError) {
        position += try byteCount(header, timeWidth: timeWidth)
    }

    mutating func block(
        _ header: TimeZoneHeader,
        timeWidth: Int
    ) throws(TimeZoneDataError) -> (transitions: [Int64], offsets: [Int]) {
        let end = position + (try byteCount(header, timeWidth: timeWidth))
        guard header.leapCount == 0 else { throw TimeZoneDataError("counts leap seconds, as no order's time does") }
        guard header.typeCount > 0 else { throw TimeZoneDataError("has no offset in it") }
        let transitions = (0..<header.transitionCount).map { _ in
            timeWidth == 4 ? Int64(Int32(truncatingIfNeeded: number(width: 4))) : number(width: 8)
        }
        let types = (0..<header.transitionCount).map { _ in Int(number(width: 1)) }
        let typeOffsets = (0..<header.typeCount).map { _ in
            let offset = Int(Int32(truncatingIfNeeded: number(width: 4)))
            position += 2
            return offset
        }
        position = end
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }),
            types.allSatisfy({ $0 < typeOffsets.count }),
            typeOffsets.allSatisfy({ abs($0) < TimeZoneRules.offsetLimitSeconds })
        else { throw TimeZoneDataError("is damaged") }
        return trimmed(transitions, [typeOffsets[0]] + types.map { typeOffsets[$0] })
    }

    /// Leaves out transitions further away than dates reach; some files begin with one at the big bang.
    private func trimmed(_ transitions: [Int64], _ offsets: [Int]) -> (transitions: [Int64], offsets: [Int]) {
        let reach: Int64 = 1 << 43
        let tooEarly = transitions.prefix { $0 < -reach }.count
        let tooLate = transitions.reversed().prefix { $0 > reach }.count
        let kept = tooEarly..<max(tooEarly, transitions.count - tooLate)
        return (Array(transitions[kept]), Array(offsets[kept.lowerBound...kept.upperBound]))
    }

    /// The rule behind the second block, nil when there is none.
    mutating func footer() throws(TimeZoneDataError) -> PosixTimeZone? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else {
            throw TimeZoneDataError("is truncated")
        }
        let text = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        guard text.endIndex < bytes.count else { throw TimeZoneDataError("is truncated") }
        guard !text.isEmpty else { return nil }
        guard let rule = PosixTimeZone(Array(text)) else {
            throw TimeZoneDataError("ends with a rule that cannot be read")
        }
        return rule
    }

    /// A big-endian number; the caller has checked that its bytes are there.
    private mutating func number(width: Int) -> Int64 {
        var result: Int64 = 0
        for _ in 0..<width {
            result = result << 8 | Int64(bytes[position])
            position += 1
        }
        return result
    }
}
