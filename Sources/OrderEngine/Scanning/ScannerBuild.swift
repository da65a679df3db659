import CKernels

/// One of the builds of the scanning kernel; all give the same results.
package enum ScannerBuild: UInt32, Sendable, CaseIterable {
    case plain
    case sse2
    case avx2
    case avx512

    /// The one that is fastest on this machine.
    package static let best = allCases.last { $0.functions != nil } ?? .plain

    /// Those that this machine can run.
    package static var available: [ScannerBuild] { allCases.filter { $0.functions != nil } }

    /// The build's functions; nil when this machine cannot run them.
    var functions: UnsafePointer<scan_functions>? {
        scan_functions_of(scan_build(rawValue: rawValue))
    }
}
