/// Writes the JSON of the sample's orders, straight into bytes.
///
/// Millions of them are made at a time, so nothing is built that is only written down and thrown away.
struct SampleWriter {
    var bytes: [UInt8] = []

    init() {}

    /// Takes over the memory of bytes that are no longer wanted.
    init(reusing old: inout [UInt8]) {
        swap(&bytes, &old)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a member that is null or an object.
    mutating func object<Value>(_ key: StaticString, _ value: Value?, _ members: (inout SampleWriter, Value) -> Void) {
        begin(key)
        guard let value else { return append("null") }
        object { members(&$0, value) }
    }

    /// Writes a member that is a list of objects.
    mutating func list<Element>(
        _ key: StaticString,
        _ elements: [Element],
        _ members: (inout SampleWriter, Element) -> Void
    ) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for element in elements {
            separate()
            object { members(&$0, element) }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func object(_ members: (inout SampleWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func text(_ key: StaticString, _ value: String?) {
        begin(key)
        guard let value else { return append("null") }
        JSONWriter.write(text: value, to: &bytes)
    }

    mutating func whole(_ key: StaticString, _ value: Int) {
        begin(key)
        append(whole: value)
    }

    /// Writes an amount as the API does: `75000`, `25000.5`.
    mutating func hundredths(_ key: StaticString, _ value: Int) {
        begin(key)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = abs(value).quotientAndRemainder(dividingBy: 100)
        append(whole: whole)
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        append(digits: fraction % 10 == 0 ? fraction / 10 : fraction, count: fraction % 10 == 0 ? 1 : 2)
    }

    mutating func boolean(_ key: StaticString, _ value: Bool) {
        begin(key)
        append(value ? "true" : "false")
    }

    /// Writes a member whose value is given as JSON.
    mutating func raw(_ key: StaticString, _ value: StaticString) {
        begin(key)
        append(value)
    }

    mutating func null(_ key: StaticString) {
        begin(key)
        append("null")
    }

    /// Writes a moment of the sample's years as `Instant.iso8601` does.
    mutating func moment(_ key: StaticString, _ microseconds: Int64) {
        begin(key)
        let (second, microsecond) = Int(microseconds).quotientAndRemainder(dividingBy: 1_000_000)
        let (day, time) = second.quotientAndRemainder(dividingBy: 86_400)
        guard microseconds >= 0, let date = CivilDate(daysSinceEpoch: day) else { return append("null") }
        bytes.append(UInt8(ascii: "\""))
        append(digits: date.year, count: 4)
        append(digits: date.month, count: 2, after: "-")
        append(digits: date.day, count: 2, after: "-")
        append(digits: time / 3600, count: 2, after: "T")
        append(digits: time / 60 % 60, count: 2, after: ":")
        append(digits: time % 60, count: 2, after: ":")
        if microsecond != 0 { append(digits: microsecond, count: 6, after: ".") }
        append("Z\"")
    }

    /// Begins a member.
    private mutating func begin(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(key)
        append("\":")
    }

    /// Writes a comma unless this is the first of its list or object.
    private mutating func separate() {
        if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
            bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(whole value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        var count = 1
        var limit: UInt = 10
        while magnitude >= limit, count < 19 {
            count += 1
            limit *= 10
        }
        append(digits: Int(magnitude), count: count)
    }

    /// Writes so many digits, with zeros in front.
    ///
    /// In plain loops: this is half of the work on the sample, which most tests of the whole program begin with, and in
    /// a debug build loops over ranges cost many times as much.
    private mutating func append(digits value: Int, count: Int, after mark: Unicode.Scalar? = nil) {
        if let mark { bytes.append(UInt8(ascii: mark)) }
        let zero = UInt8(ascii: "0")
        let start = bytes.count
        while bytes.count < start + count { bytes.append(zero) }
        var rest = value
        var place = bytes.count
        while place > start {
            place -= 1
            bytes[place] = zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
