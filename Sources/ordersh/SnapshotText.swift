import OrderDataset
import OrderModel
import OrderShell

/// What a snapshot holds and how old it is, in the words of `\source` and the prompt.
///
/// All of it stands in the file, which may come from anybody: names are made harmless, moments may be any.
enum SnapshotText {
    static func details(of snapshot: SnapshotDescription, at now: Instant) -> SourceDetails {
        let size = "\(Quantity.orders(snapshot.orderCount)), \(Quantity.bytes(snapshot.byteCount))"
        let age =
            if let sync = snapshot.sync {
                age(of: sync.asOf, at: now, done: "synced")
            } else {
                age(of: snapshot.lastImport, at: now, done: "imported")
            }
        let origin = snapshot.sync.map { lines(of: $0) } ?? imports(snapshot.imports)
        return SourceDetails(
            summary: "a snapshot of \(size), \(age)",
            lines: [created(snapshot.created)].compactMap { $0 } + origin
        )
    }

    /// What a synced snapshot is a copy of, and of when.
    private static func lines(of sync: SnapshotSync) -> [String] {
        let question = sync.question
        var lines = [
            "synced \(moment(sync.asOf)) from \(sources([question.server])), \(question.endpoint.rawValue) list"
        ]
        if let condition = question.condition {
            let zone = question.zone.map { ", days of \(sources([$0]))" } ?? ""
            lines.append("only where \(sources([condition]))\(zone)")
        }
        lines.append("everything was last read \(moment(sync.fullTime))")
        return lines
    }

    private static func created(_ range: ClosedRange<Instant>?) -> String? {
        range.map { "created_at from \(moment($0.lowerBound)) to \(moment($0.upperBound))" }
    }

    /// The last imports, the newest first; most snapshots have few.
    private static func imports(_ imports: [SnapshotProvenance]) -> [String] {
        let shown = imports.suffix(shownCount).reversed().map { provenance in
            "imported \(moment(provenance.time)) from \(sources(provenance.sources))"
        }
        let earlier = imports.count - shown.count
        guard earlier > 0 else { return Array(shown) }
        return shown + [
            earlier == 1 ? "and 1 import before these" : "and \(Quantity.grouped(earlier)) imports before these"
        ]
    }

    /// The first names of what was imported, none of them long.
    static func sources(_ names: [String]) -> String {
        let shown = names.prefix(shownCount).map { name in
            let visible = VisibleText.of(String(String.UnicodeScalarView(name.unicodeScalars.prefix(longestName))))
            return name.unicodeScalars.count > longestName ? visible + "…" : visible
        }
        let others = names.count - shown.count
        return shown.joined(separator: ", ") + (others > 0 ? " and \(Quantity.grouped(others)) more" : "")
    }

    private static let shownCount = 5
    private static let longestName = 200

    private static func age(of moment: Instant, at now: Instant, done verb: String) -> String {
        // Seconds before the difference: two moments may be further apart than microseconds can say.
        let seconds = now.microseconds / microsecondsPerSecond - moment.microseconds / microsecondsPerSecond
        return age(seconds: seconds, done: verb)
    }

    /// `imported 3 hours ago`.
    static func age(seconds: Int64, done verb: String = "imported") -> String {
        guard seconds >= 0 else { return "\(verb) at a time that is still to come" }
        let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
        guard let (length, unit) = units.first(where: { seconds >= $0.0 }) else { return "\(verb) just now" }
        let count = Int(seconds / length)
        return "\(verb) \(Quantity.grouped(count)) \(unit)\(count == 1 ? "" : "s") ago"
    }

    /// A moment to the second: `2025-12-27T18:17:09Z`.
    static func moment(_ instant: Instant) -> String {
        let seconds = instant.microseconds / microsecondsPerSecond
        return Instant(microseconds: seconds * microsecondsPerSecond).iso8601
    }

    private static let microsecondsPerSecond = TimeAmount.microsecondsPerSecond
}
