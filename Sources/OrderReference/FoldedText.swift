/// Which letters are the same where case is ignored.
package enum TextFolding: Sendable, Hashable, CaseIterable {
    /// Those with the same lower-case letter: what the language means.
    case lowerCase
    /// Those of ASCII only, as SQLite has it.
    case ascii
    /// Those with the same upper-case form, of several letters too (`ß` is `SS`), as PostgreSQL has it.
    case upperCase
}

/// A text as the operators that ignore case see it.
///
/// Each Unicode scalar stands by its lower-case mapping where that is one scalar, else by itself. Nothing is
/// normalised, so the outcome is the same on every machine.
package struct FoldedText: Hashable {
    private let scalars: [Unicode.Scalar]

    package init(_ text: String, folding: TextFolding = .lowerCase) {
        switch folding {
        case .lowerCase: scalars = text.unicodeScalars.map(Self.folded)
        case .ascii: scalars = text.unicodeScalars.map { $0.isASCII ? Self.folded($0) : $0 }
        case .upperCase: scalars = text.unicodeScalars.flatMap(\.properties.uppercaseMapping.unicodeScalars)
        }
    }

    /// What a scalar is compared by.
    package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }
        let mapping = scalar.properties.lowercaseMapping.unicodeScalars
        guard let first = mapping.first, mapping.dropFirst().isEmpty else { return scalar }
        return first
    }

    package func hasPrefix(_ other: FoldedText) -> Bool {
        scalars.starts(with: other.scalars)
    }

    package func hasSuffix(_ other: FoldedText) -> Bool {
        scalars.reversed().starts(with: other.scalars.reversed())
    }

    /// Whether the other text stands anywhere in this one; the empty text stands everywhere.
    package func contains(_ other: FoldedText) -> Bool {
        guard let first = other.scalars.first else { return true }
        guard scalars.count >= other.scalars.count else { return false }
        for start in 0...(scalars.count - other.scalars.count) where scalars[start] == first {
            if scalars[start...].starts(with: other.scalars) { return true }
        }
        return false
    }
}
