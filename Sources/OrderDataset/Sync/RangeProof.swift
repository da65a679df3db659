import OrderEngine
import OrderModel

/// Makes sure that ranges of ids show what stands in them, before orders that did not come in one are taken for gone.
///
/// A server that turns an end of its ranges around hides exactly what was asked for, and counts it as nothing.
struct RangeProof {
    let server: any SyncServer
    let parameters: FilterParameters

    /// Throws `UntrustedParameter` for the end that hides an order.
    ///
    /// The first order must be there up to its own id, and from there on. It may go between two requests; only if the
    /// list still begins with it, or always with another one that is hidden too, the end of the range is to blame.
    func check() async throws {
        var suspect: (end: ParameterName, first: Int)?
        for _ in 0..<Self.mostOrders {
            guard let first = try await server.extent(of: parameters)?.identifiers.lowerBound else { return }
            if let suspect, suspect.first == first { break }
            guard let end = try await endThatHides(first) else { return }
            suspect = (end, first)
        }
        guard let suspect else { return }
        throw UntrustedParameter(
            parameter: suspect.end.rawValue,
            evidence: "order \(suspect.first) does not come in a range that it stands in"
        )
    }

    /// So many orders in a row do not go just when they are looked for.
    private static let mostOrders = 5

    private func endThatHides(_ identifier: Int) async throws -> ParameterName? {
        // Ranges are one wider, for a server that leaves their ends out.
        var upward = parameters
        upward.idMinimum = identifier > .min ? identifier - 1 : identifier
        var downward = parameters
        downward.idMaximum = identifier < .max ? identifier + 1 : identifier
        if try await server.count(of: downward) == 0 { return .idMaximum }
        if try await server.count(of: upward) == 0 { return .idMinimum }
        return nil
    }
}
