/// What a query ranges over.
package enum Collection: String, Sendable, Hashable, CaseIterable {
    case orders
    case items
    case payments
    /// An earlier answer, whose rows no source holds.
    case result = "_"

    /// What sources hold.
    package static let allCases: [Collection] = [.orders, .items, .payments]
}

/// A field of one collection: its name in the language, its type, and where a document keeps it.
package struct Field: Sendable, Hashable {
    package let collection: Collection
    /// The name in the language, parts named with a dot: `billing_city.name`, `order.status`.
    package let name: String
    package let type: ValueType
    /// Whether the API's documents allow null; a value that must be there and isn't is an error, not a null.
    package let isNullable: Bool
    /// The path to the value, from the collection's own document; each step lists its spellings.
    package let path: [[String]]
    /// Whether an `items` or `payments` row takes it from its parent: `order.status`.
    package let isFromParent: Bool
    /// Where an order of the other platform keeps it; nil where that has nothing of the kind, or the same.
    package let otherPlatformPath: [String]?

    package init(
        collection: Collection,
        name: String,
        type: ValueType,
        isNullable: Bool,
        path: [[String]],
        isFromParent: Bool,
        otherPlatformPath: [String]? = nil
    ) {
        self.collection = collection
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.path = path
        self.isFromParent = isFromParent
        self.otherPlatformPath = otherPlatformPath
    }

    package static func == (left: Field, right: Field) -> Bool {
        left.collection == right.collection && left.name == right.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(collection)
        hasher.combine(name)
    }
}
