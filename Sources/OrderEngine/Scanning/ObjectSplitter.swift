import CKernels

/// Finds where an object ends without parsing it; goes on where it stopped when more bytes have come.
///
/// Only brackets and quotes are looked at. Whether the bytes in between are JSON is the scanner's or the parser's
/// to say.
package struct ObjectSplitter: Sendable {
    private var border = scan_border()
    private let build: ScannerBuild

    /// What a scan has found so far.
    package enum Finding: Equatable, Sendable {
        /// The count of bytes up to and including the closing bracket.
        case end(Int)
        /// A line break inside a text, which no JSON has: the bytes up to there are broken.
        case broken(Int)
        case needsMore
    }

    /// A scan that begins at an opening bracket, or with some of them already passed.
    ///
    /// `build` is for tests that compare the kernel's builds.
    package init(openBrackets depth: Int = 0, build: ScannerBuild = .best) {
        border.depth = Int64(depth)
        self.build = build
    }

    /// Looks at the bytes of the object that have come since the last call.
    ///
    /// `bytes` are all of them from the object's beginning on, those of the calls before too.
    package mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Finding {
        guard let functions = build.functions, let base = bytes.baseAddress else { return .needsMore }
        let start = base.assumingMemoryBound(to: UInt8.self)
        switch functions.pointee.find_border(&border, start, bytes.count) {
        case SCAN_BORDER_END: return .end(Int(border.position))
        case SCAN_BORDER_BROKEN: return .broken(Int(border.position))
        default: return .needsMore
        }
    }
}
