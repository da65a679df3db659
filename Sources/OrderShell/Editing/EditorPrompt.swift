/// A prompt as it is printed, and how wide it is.
struct EditorPrompt {
    let bytes: [UInt8]
    let width: Int

    /// Takes the prompt's text; SGR sequences in it take no room, other controls are dropped.
    init(_ text: String) {
        var bytes: [UInt8] = []
        var width = 0
        var visible: [UInt32] = []
        var sequence: [UInt8]?
        func endVisible() {
            Self.append(visible, upTo: .max, to: &bytes, width: &width)
            visible = []
        }
        for scalar in text.unicodeScalars {
            if var current = sequence {
                current.append(UInt8(truncatingIfNeeded: scalar.value))
                sequence = current
                if current.count > 2 && (0x40...0x7E).contains(scalar.value) {
                    if scalar == "m" {
                        endVisible()
                        bytes += current
                    }
                    sequence = nil
                }
            } else if scalar.value == 0x1B {
                sequence = [0x1B]
            } else if scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
                visible.append(scalar.value)
            }
        }
        endVisible()
        self.bytes = bytes
        self.width = width
    }

    /// The prompt for a screen of `columns`: itself, or the least there is when it would take most of a row.
    func fitted(to columns: Int) -> EditorPrompt {
        width + 8 <= columns ? self : EditorPrompt(columns > 4 ? "> " : "")
    }

    /// What stands before a line after the first: why the statement goes on, right-aligned to the prompt.
    ///
    /// With the prompt `ordersh> ` and the reason `(` that is `      (> `.
    func indicator(reason: String) -> [UInt8] {
        guard width >= 2 else {
            return Array(repeating: 0x20, count: width)
        }
        var shown: [UInt8] = []
        var used = 0
        let visible = reason.unicodeScalars.map(\.value).filter { $0 >= 0x20 }
        Self.append(visible, upTo: width - 2, to: &shown, width: &used)
        return Array(repeating: 0x20, count: width - 2 - used) + shown + [0x3E, 0x20]
    }

    /// Appends the clusters of `scalars` as long as they fit into `limit` columns.
    private static func append(_ scalars: [UInt32], upTo limit: Int, to bytes: inout [UInt8], width: inout Int) {
        var index = 0
        while index < scalars.count {
            let cluster = VisibleCluster(scalars, at: index, column: width, columns: .max)
            guard width + cluster.width <= limit else {
                return
            }
            cluster.append(scalars, from: index, to: &bytes)
            width += cluster.width
            index = cluster.end
        }
    }
}
