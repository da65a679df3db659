// The settings: their names, what values they take, and how those are written in the file, after `\set`, and shown.

import OrderModel

/// A setting that the configuration file and `\set` know.
package enum SettingName: String, Sendable, Hashable, CaseIterable {
    case format
    case timezone
    /// How many orders a query may fetch from a server unasked.
    case maximumRows = "max_rows"
    case maximumRequests = "max_requests"
    /// How long a whole run may take.
    case timeout
    case connectTimeout = "connect_timeout"
    case readTimeout = "read_timeout"
    /// What columns of files may take in memory at a prompt.
    case columnMemory = "column_memory"
    /// Whether answers at the prompt go through the pager.
    case pager

    /// What it takes, in words.
    package var expectation: String {
        switch self {
        case .format: "one of " + OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
        case .timezone: "the name of a time zone, such as Asia/Tehran"
        case .maximumRows, .maximumRequests: "a number, or none"
        case .timeout: "a time such as 10min, or none"
        case .connectTimeout, .readTimeout: "a time such as 30s"
        case .columnMemory: "a size such as 512MB, or none"
        case .pager: "one of " + PagerMode.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }

    /// What it does, for help.
    package var summary: String {
        switch self {
        case .format: "how answers are written"
        case .timezone: "the zone in which days begin"
        case .maximumRows: "orders that a query may fetch from a server unasked"
        case .maximumRequests: "requests that may be sent"
        case .timeout: "how long a whole run may take (not the prompt)"
        case .connectTimeout: "how long a connection may take, from the next \\connect on"
        case .readTimeout: "how long a server may be silent, from the next \\connect on"
        case .columnMemory: "memory for columns of files at the prompt, from the next \\open on"
        case .pager: "whether answers at the prompt go through $PAGER: auto for those that don't fit the screen"
        }
    }

    /// Whether a session can change it while it runs.
    package var isForSessions: Bool { self != .timeout }

    /// Reads a value as `\set` and options give it; nil when it is none.
    package func value(of text: String) -> SettingValue? {
        switch self {
        case .format: OutputFormat(rawValue: text.lowercased()).map(SettingValue.format)
        case .timezone: Self.isZoneName(text) ? .zone(text) : nil
        case .maximumRows, .maximumRequests:
            Self.isNone(text) ? .count(nil) : Int(text).flatMap { $0 >= 0 ? .count($0) : nil }
        case .timeout: Self.isNone(text) ? .duration(nil) : DurationText.read(text).map(SettingValue.duration)
        case .connectTimeout, .readTimeout: DurationText.read(text).map(SettingValue.duration)
        case .columnMemory: Self.isNone(text) ? .bytes(0) : SizeText.read(text).map(SettingValue.bytes)
        case .pager: PagerMode(rawValue: text.lowercased()).map(SettingValue.pager)
        }
    }

    /// Reads a value as the file gives it: numbers as such, all else as text.
    func value(of value: JSONValue, at place: String) throws(JSONMemberProblem) -> SettingValue {
        let text: String?
        switch (value, self) {
        case (.text(let words), .maximumRows), (.text(let words), .maximumRequests):
            text = Self.isNone(words) ? words : nil
        case (.text(let words), _): text = words
        case (.number(let digits), .maximumRows), (.number(let digits), .maximumRequests): text = digits
        default: text = nil
        }
        if let text, let found = self.value(of: text) { return found }
        var mend: String?
        if self == .format, let text {
            mend = NameSuggestion.candidates(for: text, among: OutputFormat.allCases.map(\.rawValue)).first
                .map { "did you mean '\($0)'?" }
        }
        throw JSONMemberProblem(place, "must be " + expectation, mend: mend)
    }

    private static func isNone(_ text: String) -> Bool { text.lowercased() == "none" }

    /// Whether a text can name a zone; whether there is such a zone, only the system's files tell.
    private static func isZoneName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

/// The value of a setting.
package enum SettingValue: Sendable, Hashable {
    case format(OutputFormat)
    case zone(String)
    /// Nil for any number.
    case count(Int?)
    /// Nil for any time.
    case duration(Duration?)
    case bytes(Int)
    case pager(PagerMode)
}

extension SettingValue: CustomStringConvertible {
    /// The value as `\set` takes it.
    package var description: String {
        switch self {
        case .format(let format): format.rawValue
        case .zone(let name): name
        case .count(let count): count.map(String.init) ?? "none"
        case .duration(let duration): duration.map(DurationText.write) ?? "none"
        case .pager(let mode): mode.rawValue
        case .bytes(let count): count == 0 ? "none" : SizeText.write(count)
        }
    }
}

/// Sizes as settings give them: `512MB`, and `2GiB` for powers of 1024.
enum SizeText {
    private static let bytesOfUnit: [(String, Int)] = [
        ("GB", 1_000_000_000), ("GiB", 1 << 30), ("MB", 1_000_000), ("MiB", 1 << 20), ("kB", 1000), ("KiB", 1 << 10),
        ("", 1),
    ]

    /// Nil when the text is none, or not above zero.
    static func read(_ text: String) -> Int? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let count = Int(digits), count > 0,
            let size = bytesOfUnit.first(where: { $0.0.lowercased() == unit || $0.0.isEmpty && unit == "b" })?.1
        else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }

    /// In the unit that loses nothing and is the shortest to read.
    static func write(_ count: Int) -> String {
        let texts = bytesOfUnit.filter { count % $0.1 == 0 }.map { "\(count / $0.1)\($0.0)" }
        return texts.min { $0.count < $1.count } ?? String(count)
    }
}
