/// A dataset that others may change while it is open, each time as a whole.
package protocol ChangingDataset: Sendable {
    /// The name that messages show: a path.
    var name: String { get }
    /// Which of its states the dataset is in now; cheap enough to be asked for every request, and it waits for nobody.
    ///
    /// Where it takes longer to find out, it is a version that no state has.
    func currentVersion() throws -> DatasetVersion
    /// The dataset as it is now, for as long as anybody holds the state.
    func openState() throws -> any DatasetState
    /// Called a few times a second while the dataset is open: whatever keeps its files small.
    func settle()
}

extension ChangingDataset {
    package func settle() {}
}

/// One state of a dataset: every scan, lookup and document of it is of the same moment, whatever is written meanwhile.
package protocol DatasetState: OrderSource {
    /// What tells this state from others of its dataset.
    var version: DatasetVersion { get }
}

/// What tells one state of a dataset from another; two states with the same version hold the same orders.
package struct DatasetVersion: Sendable, Hashable {
    private let parts: [Int64]

    package init(_ parts: [Int64]) {
        self.parts = parts
    }
}
