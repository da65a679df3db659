import OrderEngine

extension DatasetState {
    /// Takes something from every batch of a scan, by as many readers as are useful, and puts it in the scan's order.
    func readAll<Part: Sendable>(
        _ request: ScanRequest,
        _ take: @escaping @Sendable (OrderBatch) throws -> Part
    ) async throws -> [Part] {
        let scan = try makeScan(for: request)
        var parts: [(ordinal: Int, part: Part)] = []
        try await withThrowingTaskGroup(of: [(ordinal: Int, part: Part)].self) { group in
            for _ in 0..<max(1, scan.readerCount) {
                group.addTask {
                    let reader = try scan.makeReader()
                    var parts: [(ordinal: Int, part: Part)] = []
                    while let batch = try await reader.next() { parts.append((batch.ordinal, try take(batch))) }
                    return parts
                }
            }
            for try await more in group { parts += more }
        }
        parts.sort { $0.ordinal < $1.ordinal }
        return parts.map(\.part)
    }
}
