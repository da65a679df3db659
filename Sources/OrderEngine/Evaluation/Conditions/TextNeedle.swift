// How a text is looked for, ignoring case, in UTF-8 without decoding it. Each scalar of what is looked for has a few
// variants (`a` and `A`), each some bytes. Where the variants of a scalar differ in one bit of one byte, as ASCII
// letters and many others do, they are looked for together, and so a needle becomes bytes with a mask each. Variants
// that do not fit in there (the kelvin sign for `k`) are rare: if a column has one anywhere, its rows are compared
// one by one.

import OrderModel
import OrderReference

/// A text to look for, ready for any number of columns.
struct TextNeedle: Sendable {
    let operation: TextOperator
    /// The bytes to find: a byte `b` fits where `b | mask` is the needle's.
    let bytes: [UInt8]
    let masks: [UInt8]
    /// Byte sequences that stand for a scalar of the needle too; `bytes` are right only where none of them occurs.
    let exceptions: [[UInt8]]
    /// For each scalar of the needle its variants; no variant is the beginning of another.
    private let variants: [[[UInt8]]]
    /// What texts are folded to be compared with, where a letter may stand for several.
    private let folded: FoldedText?

    init(_ text: String, _ operation: TextOperator, folding: TextFolding = .lowerCase) {
        self.operation = operation
        let letters = LetterCase.variants(of: text, folding)
        variants = letters.map { $0.map { Array(String($0).utf8) } }
        folded = folding == .upperCase ? FoldedText(text, folding: folding) : nil
        var (bytes, masks, exceptions): ([UInt8], [UInt8], [[UInt8]]) = ([], [], [])
        for variants in variants {
            guard let first = variants.first else { continue }
            let partner = variants.dropFirst().lazy.compactMap { variant in
                Self.mask(of: first, variant).map { (variant: variant, mask: $0) }
            }.first
            let mask = partner?.mask ?? first.map { _ in 0 }
            bytes += zip(first, mask).map { $0 | $1 }
            masks += mask
            exceptions += variants.dropFirst().filter { $0 != partner?.variant }
        }
        if folding == .upperCase { exceptions += LetterCase.expansions(into: text).map { Array(String($0).utf8) } }
        self.bytes = bytes
        self.masks = masks
        self.exceptions = exceptions
    }

    /// Whether a scalar is looked for that no text has.
    var isHopeless: Bool { variants.contains(where: \.isEmpty) }

    /// The masks by which two variants look alike; nil when they differ in more than one bit.
    private static func mask(of first: [UInt8], _ second: [UInt8]) -> [UInt8]? {
        guard first.count == second.count else { return nil }
        let mask = zip(first, second).map { $0 ^ $1 }
        return mask.reduce(0) { $0 + $1.nonzeroBitCount } == 1 ? mask : nil
    }

    /// Whether one text fits, the slow way that knows all variants.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        if let folded { return matches(FoldedText(String(decoding: text, as: UTF8.self), folding: .upperCase), folded) }
        switch operation {
        case .startsWith: return matches(text, at: 0)
        case .endsWith: return matchesEnd(of: text)
        case .contains:
            for start in 0...text.count where matches(text, at: start) { return true }
            return false
        }
    }

    private func matches(_ text: FoldedText, _ part: FoldedText) -> Bool {
        switch operation {
        case .startsWith: text.hasPrefix(part)
        case .endsWith: text.hasSuffix(part)
        case .contains: text.contains(part)
        }
    }

    private func matches(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        var place = start
        for variants in variants {
            guard
                let found = variants.first(where: { variant in
                    place + variant.count <= text.count && text[place..<place + variant.count].elementsEqual(variant)
                })
            else { return false }
            place += found.count
        }
        return true
    }

    private func matchesEnd(of text: UnsafeRawBufferPointer) -> Bool {
        var end = text.count
        for variants in variants.reversed() {
            guard
                let found = variants.first(where: { variant in
                    variant.count <= end && text[end - variant.count..<end].elementsEqual(variant)
                })
            else { return false }
            end -= found.count
        }
        return true
    }
}
