/// How one cluster of the edited text looks on the screen.
///
/// `TextWidth` measures it. What it measures is what terminals agree on but for emoji of several scalars: some draw a
/// family as one picture and some as four, a flag as a flag or as two letters. Such a cluster is `isUncertain`, and
/// whoever draws it puts the cursor in its place afterwards.
struct VisibleCluster {
    private enum Form {
        case asItIs
        case blanks
        case byForms
        /// Wider than the screen.
        case questionMark
    }

    /// Where it ends in the scalars.
    let end: Int
    /// The columns that it takes: 0 for marks without a letter and for joiners.
    let width: Int
    let isUncertain: Bool
    private let form: Form

    /// The cluster that begins at `start`, drawn at `column` of a row of `columns`.
    init(_ scalars: [UInt32], at start: Int, column: Int, columns: Int) {
        let first = scalars[start]
        end = TextClusters.end(in: scalars, after: start)
        guard end > start + 1 || !(0x20..<0x7F).contains(first) else {
            (width, isUncertain, form) = (1, false, .asItIs)
            return
        }
        if first == VisibleScalar.tab {
            let begin = column >= columns ? 0 : column
            (width, isUncertain, form) = (min(8 - begin % 8, columns - begin), false, .blanks)
        } else if scalars[start..<end].allSatisfy(VisibleScalar.isDrawn) {
            let measured = TextWidth.ofCluster(scalars[start..<end].lazy.map { Unicode.Scalar($0) ?? "\u{FFFD}" })
            let fits = measured.columns <= columns
            width = fits ? measured.columns : 1
            isUncertain = fits && measured.isEmojiSequence
            form = fits ? .asItIs : .questionMark
        } else {
            width = min(Self.forms(scalars[start..<end]).columns, columns)
            (isUncertain, form) = (false, .byForms)
        }
    }

    /// Appends what is printed for the cluster, which begins at `start`.
    func append(_ scalars: [UInt32], from start: Int, to bytes: inout [UInt8]) {
        switch form {
        case .asItIs:
            for index in start..<end {
                Self.append(scalars[index], to: &bytes)
            }
        case .blanks: bytes.append(contentsOf: repeatElement(0x20, count: width))
        case .questionMark: bytes.append(UInt8(ascii: "?"))
        case .byForms: bytes += Self.forms(scalars[start..<end]).bytes.prefix(width)
        }
    }

    private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(scalar))
        } else if let valid = Unicode.Scalar(scalar) {
            bytes.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// The scalars one by one as forms; all of them, since a mark without its letter would join the form before it.
    private static func forms(_ scalars: ArraySlice<UInt32>) -> (bytes: [UInt8], columns: Int) {
        let bytes = scalars.flatMap(VisibleScalar.form)
        return (bytes, bytes.count)
    }
}
