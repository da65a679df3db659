package import OrderModel

extension NeededFields {
    /// The fields that a condition looks at.
    package init(of condition: Condition) {
        self.init()
        insert(condition)
    }

    /// Adds the fields that a condition looks at, those inside of quantifiers included.
    package mutating func insert(_ condition: Condition) {
        switch condition {
        case .and(let parts), .or(let parts): for part in parts { insert(part) }
        case .not(let inner): insert(inner)
        case .comparison(let left, _, let right), .textMatch(let left, _, let right):
            insert(left)
            insert(right)
        case .membership(let subject, let elements):
            insert(subject)
            for element in elements { insert(element) }
        case .between(let subject, let lower, let upper):
            insert(subject)
            insert(lower)
            insert(upper)
        case .isNull(let subject), .has(let subject):
            // Whether there are items is known without looking into them.
            if let collection = subject.listedCollection { insertRows(of: collection) } else { insert(subject) }
        case .truth(let subject), .matches(let subject, _): insert(subject)
        case .quantified(_, let collection, let inner):
            insertRows(of: collection)
            insert(inner)
        }
    }

    /// Adds the fields that an expression looks at.
    package mutating func insert(_ expression: Expression) {
        switch expression {
        case .field(let field): insert(field)
        case .literal, .alias, .parameter: break
        case .negation(let inner): insert(inner)
        case .arithmetic(_, let left, let right):
            insert(left)
            insert(right)
        case .function(_, let arguments): for argument in arguments { insert(argument) }
        case .aggregate(_, let argument): if let argument { insert(argument) }
        }
    }

    /// Adds what a compiled search looks at.
    package mutating func insertSearchFields() {
        for field in Schema.searchFields { insert(field) }
    }
}

extension Expression {
    /// The collection that a list field of an order (`items`, `payments`) holds, where the expression is one.
    var listedCollection: Collection? {
        guard case .field(let field) = self, field.collection == .orders, field.type == .document else { return nil }
        return Collection(rawValue: field.name)
    }
}
