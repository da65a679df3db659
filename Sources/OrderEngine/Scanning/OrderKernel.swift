// One order after the other through the kernel in C, and what it found into the columns.

import CKernels
import OrderModel

/// The kernel at work on some bytes.
struct OrderKernel {
    private let bytes: UnsafeRawBufferPointer
    private let functions: UnsafePointer<scan_functions>?
    private let plan: UnsafePointer<scan_plan>
    private let output: UnsafeMutablePointer<scan_output>
    private let checksEverything: Bool
    /// The part of the bytes that the kernel's positions count from.
    private var part = UnsafeRawBufferPointer(start: nil, count: 0)
    private var unescaped: [UInt8] = []

    /// The kernel's positions have 32 bits; a longer order is odd.
    private static let limitBytes = 1 << 31
    /// How many bytes before an order are lent too: the kernel looks back from a colon to its key.
    private static let leadBytes = 64

    init(
        bytes: UnsafeRawBufferPointer,
        _ scanner: LineScanner.Settings,
        plan: UnsafePointer<scan_plan>,
        output: UnsafeMutablePointer<scan_output>
    ) {
        self.bytes = bytes
        functions = scanner.build.functions
        checksEverything = scanner.checksEverything
        self.plan = plan
        self.output = output
    }

    /// Scans the order that begins at `start`; `end` is where it ends, or its line.
    mutating func scan(from start: Int, to limit: Int, areLines: Bool) -> (status: scan_status, end: Int) {
        let lead = min(start, Self.leadBytes)
        let partEnd = min(limit, start + Self.limitBytes)
        part = UnsafeRawBufferPointer(rebasing: bytes[start - lead..<partEnd])
        guard let base = part.baseAddress?.assumingMemoryBound(to: UInt8.self), let functions else {
            return (SCAN_ODD, limit)
        }
        var input = scan_input(
            bytes: base,
            count: part.count,
            are_lines: areLines ? 1 : 0,
            checks_all: checksEverything ? 1 : 0
        )
        var end = 0
        let status = functions.pointee.scan_order(plan, &input, lead, output, &end)
        guard end == part.count, partEnd < limit else { return (status, start - lead + end) }
        return (SCAN_ODD, bytes[start..<limit].firstIndex(of: UInt8(ascii: "\n")) ?? limit)
    }

    /// Appends the order that was scanned last; false, and nothing is changed, when a value does not fit after all.
    @inline(__always)
    mutating func append(to table: inout ColumnTableBuilder) -> Bool {
        if appendOrder(to: &table.orders), appendRows(to: &table.items, output.pointee.children.0),
            appendRows(to: &table.payments, output.pointee.children.1)
        {
            table.endOrder()
            return true
        }
        table.undoOrder()
        return false
    }

    private mutating func appendOrder(to columns: inout [ColumnBuilder]) -> Bool {
        guard let values = output.pointee.values else { return false }
        return columns.withUnsafeMutableBufferPointer { append(values, to: $0) }
    }

    private mutating func appendRows(to table: inout ChildTableBuilder?, _ children: scan_children) -> Bool {
        guard let values = children.values, children.row_count > 0 else { return true }
        for row in 0..<Int(children.row_count) {
            let first = values + row * Int(children.column_count)
            let isAppended = table?.columns.withUnsafeMutableBufferPointer { append(first, to: $0) }
            guard isAppended == true else { return false }
            table?.endRow()
        }
        return true
    }

    @inline(__always)
    private mutating func append(
        _ values: UnsafePointer<scan_value>,
        to columns: UnsafeMutableBufferPointer<ColumnBuilder>
    ) -> Bool {
        for index in columns.indices {
            guard append(values[index], to: &columns[index]) else { return false }
        }
        return true
    }

    @inline(__always)
    private mutating func append(_ value: scan_value, to column: inout ColumnBuilder) -> Bool {
        switch scan_found(UInt32(value.found)) {
        case SCAN_FOUND_NULL: column.appendNull()
        case SCAN_FOUND_NUMBER:
            switch column.field.type {
            case .boolean: column.append(boolean: value.number != 0)
            case .instant: column.append(microseconds: value.number)
            default: return column.append(coefficient: value.number, scale: Int(value.scale))
            }
        case SCAN_FOUND_TEXT: return column.append(text: text(of: value))
        default: return appendRare(value, to: &column)
        }
        return true
    }

    @inline(__always)
    private func text(of value: scan_value) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: part[Int(value.offset)..<Int(value.offset) + Int(value.length)])
    }

    /// What needs more than a copy: texts with escapes, instants in another form.
    private mutating func appendRare(_ value: scan_value, to column: inout ColumnBuilder) -> Bool {
        let text = text(of: value)
        if scan_found(UInt32(value.found)) == SCAN_FOUND_ESCAPED_TEXT { return appendEscaped(text, to: &column) }
        guard let instant = Instant(dataISO8601: String(decoding: text, as: UTF8.self)) else { return false }
        column.append(microseconds: instant.microseconds)
        return true
    }

    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer, to column: inout ColumnBuilder) -> Bool {
        if unescaped.count < text.count { unescaped = Array(repeating: 0, count: text.count) }
        return unescaped.withUnsafeMutableBufferPointer { room in
            guard let output = room.baseAddress else { return false }
            let count = scan_unescape(text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count, output)
            guard count >= 0 else { return false }
            return column.append(text: UnsafeRawBufferPointer(start: output, count: count))
        }
    }
}
