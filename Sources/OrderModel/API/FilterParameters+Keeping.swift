extension FilterParameters {
    /// Only the parameters of some names, as they are.
    package func keeping(_ names: Set<ParameterName>) -> FilterParameters {
        var kept = FilterParameters()
        for name in names { kept.take(name, from: self) }
        return kept
    }

    /// All parameters but those of some names.
    package func dropping(_ names: Set<ParameterName>) -> FilterParameters {
        keeping(Set(ParameterName.allCases).subtracting(names))
    }

    private mutating func take(_ name: ParameterName, from other: FilterParameters) {
        switch name.slot {
        case .status: status = other.status
        case .statusList: statusIn = other.statusIn
        case .identifier(let path): self[keyPath: path] = other[keyPath: path]
        case .identifierList(let path): self[keyPath: path] = other[keyPath: path]
        case .presence(let parameter): presence[parameter] = other.presence[parameter]
        case .amount(let path): self[keyPath: path] = other[keyPath: path]
        case .date(let path): self[keyPath: path] = other[keyPath: path]
        case .bound(let path): self[keyPath: path] = other[keyPath: path]
        case .search: search = other.search
        case .ordering: ordering = other.ordering
        case .limit: limit = other.limit
        case .offset: offset = other.offset
        }
    }
}
