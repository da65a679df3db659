import Synchronization

/// A text that nobody may see, such as a token; prints as dots.
package struct SecretText: Sendable, Hashable {
    /// The text itself, for the one place that sends it.
    package let value: String

    package init(_ value: String) {
        self.value = value
    }

    static let dots = "•••"
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.dots }
    package var debugDescription: String { Self.dots }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The secrets that this process knows by now, so that a statement that holds one is not kept.
package final class KnownSecrets: Sendable, ExpressibleByArrayLiteral {
    private let texts: Mutex<Set<String>>

    package init(_ texts: [String] = []) {
        self.texts = Mutex(Set(texts.filter { !$0.isEmpty }))
    }

    package convenience init(arrayLiteral texts: String...) {
        self.init(texts)
    }

    /// Those of this process, whoever learns of one: what must not be kept is so everywhere.
    package static let ofProcess = KnownSecrets()

    package func insert(_ secret: SecretText) {
        guard !secret.value.isEmpty else { return }
        _ = texts.withLock { $0.insert(secret.value) }
    }

    var all: [String] { texts.withLock { Array($0) } }
}
