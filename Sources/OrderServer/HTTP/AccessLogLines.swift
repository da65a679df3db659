import OrderModel
import Synchronization

/// How the access log writes answers.
///
/// ```
/// 2026-01-31T09:00:00.123Z 127.0.0.1 shop GET /api/orders/?limit=1 200 3120 0.412ms
/// ```
final class AccessLogLines: Sendable {
    private let redact: @Sendable (String) -> String
    /// Targets as they are shown: clients ask the same again and again, and a token is looked for by its hash.
    private let shown = Mutex<[String: [UInt8]]>([:])

    /// Lines whose targets have their tokens taken out.
    init(redact: @escaping @Sendable (String) -> String) {
        self.redact = redact
    }

    func bytes(of entries: [AccessLog.Entry], lostCount: Int = 0) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(entries.count * 128)
        shown.withLock { shown in
            for entry in entries { append(entry, to: &lines, &shown) }
        }
        if lostCount > 0 { lines += "… \(lostCount) more answers, whose lines were not taken in time\n".utf8 }
        return lines
    }

    /// Problems as they are, behind the time and how often they came.
    func bytes(of problems: [ReportedProblems.Line], at time: ServerClock.Reading) -> [UInt8] {
        var lines: [UInt8] = []
        for problem in problems {
            Self.append(time, to: &lines)
            if problem.count > 1 { lines += "\(problem.count) times ".utf8 }
            lines += problem.text.utf8
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    private static func append(_ time: ServerClock.Reading, to line: inout [UInt8]) {
        line += time.isoSecond
        line.append(UInt8(ascii: "."))
        appendDigits(of: time.millisecond, to: &line)
        line += "Z ".utf8
    }

    private func append(_ entry: AccessLog.Entry, to line: inout [UInt8], _ shown: inout [String: [UInt8]]) {
        Self.append(entry.time, to: &line)
        line += entry.client.utf8
        line.append(UInt8(ascii: " "))
        line += Self.visible(entry.caller)
        line.append(UInt8(ascii: " "))
        line += Self.visible(entry.method)
        line.append(UInt8(ascii: " "))
        line += bytes(of: entry.target, &shown)
        line.append(UInt8(ascii: " "))
        line += String(entry.status).utf8
        line.append(UInt8(ascii: " "))
        line += String(entry.byteCount).utf8
        line.append(UInt8(ascii: " "))
        line += String(entry.microseconds / 1000).utf8
        line.append(UInt8(ascii: "."))
        Self.appendDigits(of: entry.microseconds % 1000, to: &line)
        line += "ms\n".utf8
    }

    private func bytes(of target: String?, _ shown: inout [String: [UInt8]]) -> [UInt8] {
        guard let target else { return Self.visible(nil) }
        if let known = shown[target] { return known }
        let bytes = Self.visible(redact(target))
        if target.utf8.count <= Self.maximumLength {
            if shown.count >= Self.knownCount { shown.removeAll(keepingCapacity: true) }
            shown[target] = bytes
        }
        return bytes
    }

    private static let knownCount = 1024
    private static let maximumLength = 300

    /// Three digits of a number below 1000.
    private static func appendDigits(of number: Int, to line: inout [UInt8]) {
        for power in [100, 10, 1] { line.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10)) }
    }

    /// A word as it is, where it is plain and short, as nearly all are; else so that no terminal obeys it.
    private static func visible(_ text: String?) -> [UInt8] {
        guard let text, !text.isEmpty else { return [UInt8(ascii: "-")] }
        let isPlain = text.utf8.count <= maximumLength && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return Array((isPlain ? text : ServerText.line(text, maximumLength: maximumLength)).utf8)
    }
}
