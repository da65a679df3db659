// Finds the needed fields in orders' JSON with the kernel in C, and puts them into columns. The kernel checks an
// order's structure to its end (texts closed, brackets in balance, no control characters in texts, nothing behind
// it) and reads the needed values exactly, or else calls the order odd. What it does not look at, it does not check.

import CKernels
import OrderModel

/// Reads the needed fields out of orders' JSON, without looking at the rest more closely than it must.
///
/// Nothing is ever read past the given bytes, so no padding is needed behind them.
package struct LineScanner: Sendable {
    private let plan: ScanPlan
    private let settings: Settings
    private var room: ScanRoom

    /// How to scan.
    struct Settings: Sendable {
        let build: ScannerBuild
        let checksEverything: Bool
    }

    /// A scanner for some fields.
    ///
    /// - Parameters:
    ///   - fields: What is needed.
    ///   - checksEverything: Whether an order that is no sound JSON somewhere else is odd too; costs about as much
    ///     again as the scan.
    ///   - build: For tests that compare the kernel's builds.
    package init(_ fields: NeededFields, checksEverything: Bool = false, build: ScannerBuild = .best) {
        plan = ScanPlan(fields)
        settings = Settings(build: build, checksEverything: checksEverything)
        let columnCounts = Collection.allCases.map { fields.fields(of: $0)?.count ?? 0 }
        room = ScanRoom(plan, columnCounts: columnCounts)
    }

    /// Scans whole lines.
    ///
    /// - Parameters:
    ///   - bytes: Lines, each ended by a line feed; the last may lack it. Blank ones are passed over.
    ///   - table: Takes a row for every order that is plainly written.
    ///   - rows: Takes where each row's line stands in `bytes`.
    ///   - odd: Takes where the lines stand that need the strict parser: all that are broken, and whatever is
    ///     sound but unusual.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer,
        into table: inout ColumnTableBuilder,
        rows: inout [Range<Int>],
        odd: inout [Range<Int>]
    ) {
        room.withPointers(plan) { [settings] plan, output in
            var kernel = OrderKernel(bytes: bytes, settings, plan: plan, output: output)
            var start = 0
            while start < bytes.count {
                let (status, end) = kernel.scan(from: start, to: bytes.count, areLines: true)
                if status == SCAN_ROW, kernel.append(to: &table) {
                    rows.append(start..<end)
                } else if status != SCAN_BLANK {
                    odd.append(start..<end)
                }
                start = end + 1
            }
        }
    }

    /// Scans orders whose places are known, such as the elements of a JSON array; line feeds may stand in them.
    ///
    /// - Parameters:
    ///   - bytes: What holds the orders.
    ///   - elements: Where each order stands in `bytes`, with nothing but white space around it.
    ///   - table: Takes a row for every order that is plainly written.
    ///   - rows: Takes the elements that became rows.
    ///   - odd: Takes the elements that need the strict parser.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer,
        elements: [Range<Int>],
        into table: inout ColumnTableBuilder,
        rows: inout [Range<Int>],
        odd: inout [Range<Int>]
    ) {
        room.withPointers(plan) { [settings] plan, output in
            var kernel = OrderKernel(bytes: bytes, settings, plan: plan, output: output)
            for element in elements {
                let (status, _) = kernel.scan(from: element.lowerBound, to: element.upperBound, areLines: false)
                if status == SCAN_ROW, kernel.append(to: &table) {
                    rows.append(element)
                } else {
                    odd.append(element)
                }
            }
        }
    }
}
