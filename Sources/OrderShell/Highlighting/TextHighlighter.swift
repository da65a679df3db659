// The looks of a text while it is typed: each piece in its role's style, what is wrong underlined, and the first thing
// that is wrong said below.

import OrderLanguage
import OrderModel

/// Finds the spans and remarks of one text.
struct TextHighlighter {
    let palette: Palette
    let source: SourceText
    /// Where each byte's scalar stands.
    let offsets: ScalarOffsets

    /// The spans of the pieces, with what is wrong on top of them.
    func spans(_ runs: [TokenRun], errors: [Diagnostic]) -> [HighlightSpan] {
        var marks = errors.map { visible($0.range) }.filter { !$0.isEmpty }[...]
        var spans: [HighlightSpan] = []
        func add(_ range: Range<Int>, _ role: StyleRole) {
            let style = palette.style(role)
            guard !style.isEmpty, !range.isEmpty else { return }
            spans.append(HighlightSpan(range: offsets.scalars(range), style: style))
        }
        var end = 0
        for run in runs {
            var start = max(run.range.lowerBound, end)
            while let mark = marks.first, mark.lowerBound < run.range.upperBound {
                if start < mark.lowerBound { add(start..<mark.lowerBound, run.role.style) }
                let markStart = max(mark.lowerBound, end)
                if markStart < mark.upperBound { add(markStart..<mark.upperBound, .error) }
                end = max(end, mark.upperBound)
                start = max(start, end)
                marks.removeFirst()
            }
            if start < run.range.upperBound { add(start..<run.range.upperBound, run.role.style) }
            end = max(end, run.range.upperBound)
        }
        for mark in marks where max(mark.lowerBound, end) < mark.upperBound {
            add(max(mark.lowerBound, end)..<mark.upperBound, .error)
            end = mark.upperBound
        }
        return spans
    }

    /// What to say below: the first thing that is wrong.
    func remarks(_ errors: [Diagnostic]) -> [StyledLine] {
        guard let first = errors.first else { return [] }
        return [StyledLine(VisibleText.of(first.text), style: palette.style(.remark))]
    }

    /// The errors that the person who types should see now: not that something is still missing at the end, and not
    /// about the word that the cursor is in or right behind.
    static func visibleErrors(_ diagnostics: [Diagnostic], cursor: Int) -> [Diagnostic] {
        diagnostics.filter { diagnostic in
            guard diagnostic.severity == .error, !diagnostic.isAtEnd else { return false }
            return cursor < diagnostic.range.lowerBound || cursor > diagnostic.range.upperBound
        }
    }

    /// The first line of a range, so that an unclosed bracket does not underline everything behind it.
    private func visible(_ range: Range<Int>) -> Range<Int> {
        let range = range.clamped(to: 0..<source.bytes.count)
        let end = source.bytes[range].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
        return range.lowerBound..<end
    }
}

extension TokenRole {
    fileprivate var style: StyleRole {
        switch self {
        case .keyword: .keyword
        case .field: .field
        case .function: .function
        case .text: .text
        case .number: .number
        case .date: .date
        case .status: .status
        case .parameter: .parameter
        case .command: .command
        case .comment: .comment
        }
    }
}

/// Translates between the bytes of a text and its Unicode scalars.
struct ScalarOffsets {
    /// How many scalars begin before each block of bytes; nil where each byte is one.
    private let counts: [Int]?
    private let bytes: [UInt8]
    private static let block = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.contains(where: { $0 >= 0x80 }) else {
            counts = nil
            return
        }
        var counts: [Int] = []
        var count = 0
        for (offset, byte) in bytes.enumerated() {
            if offset % Self.block == 0 { counts.append(count) }
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        self.counts = counts + [count]
    }

    /// The scalar that begins at a byte.
    func scalar(atByte offset: Int) -> Int {
        guard let counts else { return offset }
        let start = min(offset / Self.block, counts.count - 1)
        let rest = bytes[min(start * Self.block, bytes.count)..<min(offset, bytes.count)]
        return counts[start] + rest.count { $0 & 0xC0 != 0x80 }
    }

    /// The byte at which a scalar begins.
    func byte(atScalar scalar: Int) -> Int {
        guard counts != nil else { return min(max(scalar, 0), bytes.count) }
        var count = 0
        for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
            if count == scalar { return offset }
            count += 1
        }
        return bytes.count
    }

    func scalars(_ range: Range<Int>) -> Range<Int> {
        scalar(atByte: range.lowerBound)..<scalar(atByte: range.upperBound)
    }
}
