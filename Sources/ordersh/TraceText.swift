import OrderHTTP
import OrderModel
import OrderShell

/// A request in one line of `\trace`: method, URL, status, time and bytes; it holds no header, so no token.
enum TraceText {
    static func of(_ event: HTTPEvent) -> String {
        var parts = ["\(event.method) \(VisibleText.of(event.address.description)) \(outcome(event.outcome))"]
        parts.append(Quantity.time(event.duration))
        if event.receivedByteCount > 0 { parts.append(size(event)) }
        if let proxy = event.proxy { parts.append("through \(VisibleText.of(proxy))") }
        if event.attemptNumber > 1 { parts.append("attempt \(event.attemptNumber)") }
        if let wait = event.waitText { parts.append(VisibleText.of(wait)) }
        return parts.joined(separator: ", ")
    }

    private static func outcome(_ outcome: HTTPEvent.Outcome) -> String {
        switch outcome {
        case .answered(let status): "\(status)"
        case .redirected(let status, let target): "\(status) to \(VisibleText.of(target.description))"
        case .failed(let failure): "failed: \(VisibleText.of(failure.message))"
        case .cancelled: "cancelled"
        }
    }

    /// What came, and what it was unpacked to where that is more.
    private static func size(_ event: HTTPEvent) -> String {
        let received = Quantity.bytes(event.receivedByteCount)
        guard event.bodyByteCount > event.receivedByteCount else { return received }
        return "\(received) (\(Quantity.bytes(event.bodyByteCount)) unpacked)"
    }
}
