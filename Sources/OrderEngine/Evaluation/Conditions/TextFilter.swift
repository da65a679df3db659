import CKernels
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A test of texts on their bytes.
struct TextFilter {
    let test: FieldTest
    /// Whether null passes.
    let acceptsNull: Bool

    init(_ test: FieldTest) {
        self.test = test
        acceptsNull = test.acceptsNull
    }

    /// The texts that pass, all of them taken for present.
    func rows(of texts: TextValues, among candidates: Bitmap?) -> Bitmap {
        switch test {
        case .comparison(.equal, let constant): return texts.rows(equalTo: constant)
        case .comparison(.notEqual, let constant): return texts.rows(equalTo: constant).inverted
        case .comparison(let operation, let constant):
            return texts.rows { operation.holds($0, constant) }
        case .membership(let constants): return membership(of: texts, constants)
        case .between(let lower, let upper):
            return texts.rows {
                ComparisonOperator.greaterOrEqual.holds($0, lower)
                    && ComparisonOperator.lessOrEqual.holds($0, upper)
            }
        case .isNull, .truth, .text(nil): return Bitmap(count: texts.count)
        case .has:
            var rows = Bitmap(count: texts.count)
            rows.withWords { filter_text_nonempty(texts.offsets, texts.count, $0) }
            return rows
        case .text(.some(let needle)): return texts.rows(with: needle, among: candidates)
        case .pattern(let expression):
            var rows = Bitmap(count: texts.count)
            (candidates ?? rows.inverted).forEach { row in
                if expression.matches(texts[row]) { rows[row] = true }
            }
            return rows
        }
    }

    private func membership(of texts: TextValues, _ constants: [Value]) -> Bitmap {
        guard constants.count > 8 else {
            return constants.reduce(into: Bitmap(count: texts.count)) { $0.formUnion(texts.rows(equalTo: $1)) }
        }
        var sorted: [[UInt8]] = []
        for case .text(let text) in constants { sorted.append(Array(text.utf8)) }
        sorted.sort { $0.lexicographicallyPrecedes($1) }
        return texts.rows { text in
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                let order = sorted[middle].withUnsafeBytes { compare($0, text) }
                if order == 0 { return true }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return false
        }
    }
}

/// Negative, 0 or positive as the first text sorts before, with or after the second, by bytes.
func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let common = min(left.count, right.count)
    if common > 0, let left = left.baseAddress, let right = right.baseAddress {
        let order = memcmp(left, right, common)
        if order != 0 { return Int(order) }
    }
    return left.count - right.count
}
