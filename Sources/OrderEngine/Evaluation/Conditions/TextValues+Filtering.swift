import CKernels
import OrderModel

extension TextValues {
    /// The texts that are equal to a constant; none when it is no text.
    func rows(equalTo constant: Value) -> Bitmap {
        var rows = Bitmap(count: count)
        guard case .text(let text) = constant else { return rows }
        let wanted = Array(text.utf8)
        rows.withWords { filter_text_equal(offsets, count, bytes, wanted, wanted.count, $0) }
        return rows
    }

    /// The texts for which a test of their bytes holds.
    func rows(where holds: (UnsafeRawBufferPointer) -> Bool) -> Bitmap {
        var rows = Bitmap(count: count)
        withEachText { row, text in
            if holds(text) { rows[row] = true }
        }
        return rows
    }

    /// The texts in which a needle is found, ignoring case.
    ///
    /// Those that are no candidates may be left out.
    func rows(with needle: TextNeedle, among candidates: Bitmap?) -> Bitmap {
        var rows = Bitmap(count: count)
        if needle.isHopeless { return rows }
        if needle.exceptions.contains(where: hasAnywhere) {
            withEachText { row, text in
                if candidates.map({ $0[row] }) ?? true, needle.matches(text) { rows[row] = true }
            }
            return rows
        }
        let (wanted, masks) = (needle.bytes, needle.masks)
        switch needle.operation {
        case .contains:
            // The empty text is in every text.
            if wanted.isEmpty { return rows.inverted }
            rows.withWords { filter_text_contains(offsets, count, bytes, wanted, masks, wanted.count, $0) }
        case .startsWith:
            rows.withWords { filter_text_begins(offsets, count, bytes, wanted, masks, wanted.count, $0) }
        case .endsWith:
            rows.withWords { filter_text_ends(offsets, count, bytes, wanted, masks, wanted.count, $0) }
        }
        return rows
    }

    /// Whether some bytes occur in any of the texts.
    private func hasAnywhere(_ wanted: [UInt8]) -> Bool {
        let whole = [offsets[0], offsets[count]]
        let masks = [UInt8](repeating: 0, count: wanted.count)
        var found: UInt64 = 0
        filter_text_contains(whole, 1, bytes, wanted, masks, wanted.count, &found)
        return found != 0
    }

    /// Calls for every text with its bytes.
    func withEachText(_ body: (Int, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            offsets.withUnsafeBufferPointer { offsets in
                for row in 0..<offsets.count - 1 {
                    body(row, UnsafeRawBufferPointer(rebasing: bytes[Int(offsets[row])..<Int(offsets[row + 1])]))
                }
            }
        }
    }
}

extension ComparisonOperator {
    /// Whether a text, given as its bytes, compares so with a constant; false when that is no text.
    func holds(_ text: UnsafeRawBufferPointer, _ constant: Value) -> Bool {
        guard case .text(var other) = constant else { return self == .notEqual }
        return other.withUTF8 { holds(compare(text, UnsafeRawBufferPointer($0))) }
    }

    /// Whether an outcome of `compare`, negative, 0 or positive, is what the operator asks for.
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}
