package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The time zones of the system, by name.
package struct ZoneDirectory: Sendable {
    private let folders: [String]

    /// More than any zone's data has; what is larger is something else.
    private static let longestFileBytes = 1 << 20

    /// Looks in these folders, the first first.
    package init(folders: [String]) {
        self.folders = folders
    }

    /// The folder that TZDIR names, or else the system's own.
    package static func system() -> ZoneDirectory {
        if let folder = getenv("TZDIR").map({ String(cString: $0) }), !folder.isEmpty {
            return ZoneDirectory(folders: [folder])
        }
        return ZoneDirectory(folders: ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo"])
    }

    /// The rules of a zone: `UTC`, a fixed offset such as `+03:30`, or a name such as `Asia/Tehran`.
    package func rules(named name: String) throws(DatasetError) -> TimeZoneRules {
        if name == "UTC" || name == "Z" { return .utc }
        if let fixed = TimeZoneRules(fixedOffset: name) { return fixed }
        let place = DatasetPlace(source: JSONValue.text(name).excerpt)
        guard Self.isZoneName(name) else { throw DatasetError(.invalidZoneName, at: place) }
        for folder in folders {
            let path = folder + "/" + name
            guard case .regularFile = FileKind(ofPath: path) else { continue }
            let bytes = try contents(of: path)
            do {
                return try TimeZoneRules(name: name, tzif: bytes)
            } catch {
                throw DatasetError(.damagedZone(reason: error.reason), at: DatasetPlace(source: path))
            }
        }
        let isMissing = !folders.contains { FileKind(ofPath: $0) == .directory }
        throw DatasetError(.unknownZone(isZoneDataMissing: isMissing), at: place)
    }

    /// A zone of each region that has had its own clocks, by the list that comes with the zones; none without it.
    package func regions() -> [TimeZoneRules] {
        for list in folders.flatMap({ [$0 + "/zone1970.tab", $0 + "/zone.tab"] }) {
            guard case .regularFile = FileKind(ofPath: list), let bytes = try? contents(of: list) else { continue }
            // Each line has codes of countries, coordinates, a name and perhaps a remark.
            let names = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line -> String? in
                let fields = line.split(separator: UInt8(ascii: "\t"))
                return fields.count > 2 && line.first != UInt8(ascii: "#")
                    ? String(decoding: fields[2], as: UTF8.self) : nil
            }
            return names.compactMap { try? rules(named: $0) }
        }
        return []
    }

    /// Whether a text is made like a zone's name, so that none leads out of the folder.
    private static func isZoneName(_ name: String) -> Bool {
        guard name.utf8.count <= 255 else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, (first | 0x20) &- UInt8(ascii: "a") < 26 else { return false }
            return part.utf8.allSatisfy { byte in
                (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
                    || "_+-".utf8.contains(byte)
            }
        }
    }

    private func contents(of path: String) throws(DatasetError) -> [UInt8] {
        let file = try FileStream(path: path)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.longestFileBytes {
            let count = try readOnce(file, into: &block)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: block[..<count])
        }
        throw DatasetError(.damagedZone(reason: "is too long"), at: DatasetPlace(source: path))
    }
}
