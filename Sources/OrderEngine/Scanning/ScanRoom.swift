import CKernels

/// The memory that the scanning kernel works in, kept from call to call.
struct ScanRoom: Sendable {
    /// The most items or payments of one order; one with more is odd.
    private static let rowCapacity = 256
    /// The most keys of one order and the objects in it; one with more is odd.
    private static let colonCapacity = 4096

    private var values: [scan_value]
    private var items: [scan_value]
    private var payments: [scan_value]
    private let columnCounts: [Int]
    private var colons: [UInt32]
    private var shapes: [scan_shape]
    private var places: [Int16]

    /// Room for a plan, with so many columns of orders, items and payments.
    init(_ plan: ScanPlan, columnCounts: [Int]) {
        self.columnCounts = columnCounts
        values = Array(repeating: scan_value(), count: max(columnCounts[0], 1))
        items = Array(repeating: scan_value(), count: max(columnCounts[1], 1) * Self.rowCapacity)
        payments = Array(repeating: scan_value(), count: max(columnCounts[2], 1) * Self.rowCapacity)
        colons = Array(repeating: 0, count: Self.colonCapacity)
        shapes = Array(repeating: scan_shape(), count: plan.levels.count)
        places = Array(repeating: -1, count: max(plan.keys.count, 1))
    }

    /// Lends the plan and the room to the kernel.
    mutating func withPointers(
        _ plan: ScanPlan,
        _ body: (UnsafePointer<scan_plan>, UnsafeMutablePointer<scan_output>) -> Void
    ) {
        withPlan(plan) { [columnCounts] plan, room in
            room.values.withUnsafeMutableBufferPointer { values in
                room.items.withUnsafeMutableBufferPointer { items in
                    room.payments.withUnsafeMutableBufferPointer { payments in
                        room.colons.withUnsafeMutableBufferPointer { colons in
                            var output = scan_output()
                            output.values = values.baseAddress
                            output.children.0 = Self.children(items, columnCounts[1])
                            output.children.1 = Self.children(payments, columnCounts[2])
                            output.colons = colons.baseAddress
                            output.colon_capacity = UInt32(colons.count)
                            body(plan, &output)
                        }
                    }
                }
            }
        }
    }

    private static func children(_ values: UnsafeMutableBufferPointer<scan_value>, _ columnCount: Int) -> scan_children
    {
        scan_children(
            values: values.baseAddress,
            row_count: 0,
            row_capacity: UInt32(rowCapacity),
            column_count: UInt32(columnCount)
        )
    }

    private mutating func withPlan(_ plan: ScanPlan, _ body: (UnsafePointer<scan_plan>, inout ScanRoom) -> Void) {
        // Moved out, so that the rest of the room is free to be lent too.
        var shapes: [scan_shape] = []
        var places: [Int16] = []
        swap(&shapes, &self.shapes)
        swap(&places, &self.places)
        plan.keyBytes.withUnsafeBufferPointer { keyBytes in
            plan.keys.withUnsafeBufferPointer { keys in
                plan.slots.withUnsafeBufferPointer { slots in
                    plan.levels.withUnsafeBufferPointer { levels in
                        shapes.withUnsafeMutableBufferPointer { shapes in
                            places.withUnsafeMutableBufferPointer { places in
                                var pointers = scan_plan(
                                    key_bytes: keyBytes.baseAddress,
                                    keys: keys.baseAddress,
                                    slots: slots.baseAddress,
                                    levels: levels.baseAddress,
                                    shapes: shapes.baseAddress,
                                    places: places.baseAddress
                                )
                                body(&pointers, &self)
                            }
                        }
                    }
                }
            }
        }
        swap(&shapes, &self.shapes)
        swap(&places, &self.places)
    }
}
