/// Values by their keys, within a number of bytes: what was not used for the longest time goes first.
///
/// Used behind a lock.
struct BoundedCache<Key: Hashable, Value> {
    private struct Entry {
        let key: Key
        var value: Value
        var byteCount: Int
        /// The entries used just before and just after this one; -1 for none.
        var older: Int
        var newer: Int
    }

    private let limitBytes: Int
    private(set) var byteCount = 0
    private var places: [Key: Int] = [:]
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var oldest = -1
    private var newest = -1

    /// What an entry costs besides its value.
    private static var entryBytes: Int { 96 }

    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    var count: Int { places.count }

    /// The value of a key, which counts as used now.
    mutating func value(of key: Key) -> Value? {
        guard let place = places[key], let entry = entries[place] else { return nil }
        if place != newest {
            unlink(entry)
            append(place)
        }
        return entry.value
    }

    /// Keeps a value, unless it alone is more than the cache may have.
    mutating func insert(_ value: Value, for key: Key, byteCount valueBytes: Int) {
        remove(key)
        let bytes = valueBytes + Self.entryBytes
        guard bytes <= limitBytes else { return }
        let entry = Entry(key: key, value: value, byteCount: bytes, older: -1, newer: -1)
        let place: Int
        if let last = free.popLast() {
            place = last
            entries[place] = entry
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[key] = place
        byteCount += bytes
        append(place)
        while byteCount > limitBytes, oldest >= 0, let key = entries[oldest]?.key { remove(key) }
    }

    mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key), let entry = entries[place] else { return }
        unlink(entry)
        entries[place] = nil
        free.append(place)
        byteCount -= entry.byteCount
    }

    private mutating func unlink(_ entry: Entry) {
        if entry.older >= 0 { entries[entry.older]?.newer = entry.newer } else { oldest = entry.newer }
        if entry.newer >= 0 { entries[entry.newer]?.older = entry.older } else { newest = entry.older }
    }

    private mutating func append(_ place: Int) {
        entries[place]?.older = newest
        entries[place]?.newer = -1
        if newest >= 0 { entries[newest]?.newer = place } else { oldest = place }
        newest = place
    }
}
