import OrderModel

/// A run of whole documents as they stand in a file; its reader has the bytes.
package struct RawBlock: Sendable {
    /// The block's place in its scan; a smaller one comes earlier in the files.
    package let ordinal: Int
    /// The file's name, for messages.
    package let source: String
    package let layout: Layout
    /// Whether the next block of the same reader does not follow on this one.
    package let endsRun: Bool
    /// Where the bytes come from.
    let origin: Origin
    /// Records of comma-separated values that were left out because they are broken.
    var badRecords: [DatasetError] = []
    /// Collections that the file has no rows of, as comma-separated values have none.
    var absent: [Collection] = []

    /// How the documents lie in the bytes.
    package enum Layout: Sendable {
        /// One a line, each ended by a line feed but perhaps the last; there may be blank lines.
        case lines
        /// Cut out already, each with a line feed behind it; what is in between may hold line feeds too.
        case documents([RawDocument])
    }

    /// Where bytes come from, and so how a line is counted.
    enum Origin: Sendable {
        /// From a file that can be read again.
        case file(LineFile, index: Int, start: Int)
        /// From something that goes by once; with the number of the first line.
        case stream(firstLine: Int)
    }

    /// The number of the block's first line in its file, counted from 1.
    ///
    /// May read other parts of the file for it, each of them once in a scan at most.
    package func firstLine() throws(DatasetError) -> Int {
        switch origin {
        case .file(let file, let index, _): try file.firstLine(ofBlock: index)
        case .stream(let line): line
        }
    }
}

/// How files are cut and read.
package struct FileOptions: Sendable, Hashable {
    /// Whether broken lines are left out and counted, instead of ending the query.
    package var skipsBadLines = false
    /// How much memory may hold columns between queries; 0 for none.
    package var columnBudgetBytes = 0
    /// The bytes of a block, about.
    package var blockBytes = 1 << 20
    /// How many workers may read side by side; nil for one per core, and one for small files.
    package var readerCount: Int?

    package init() {}

    /// What columns may take in memory at a prompt: a quarter of the machine's memory, 2 GB at most.
    package static let promptBudgetBytes = min(2 << 30, MachineMemory.byteCount / 4)
}
