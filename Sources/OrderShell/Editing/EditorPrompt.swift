/// A prompt as it is printed, and how wide it is.
struct EditorPrompt {
    let bytes: [UInt8]
    let width: Int

    /// Takes the prompt's text; SGR sequences in it take no room, other controls are dropped.
    init(_ text: String) {
        var bytes: [UInt8] = []
        var width = 0
        var sequence: [UInt8]?
        for scalar in text.unicodeScalars {
            if var current = sequence {
                current.append(UInt8(truncatingIfNeeded: scalar.value))
                sequence = current
                if current.count > 2 && (0x40...0x7E).contains(scalar.value) {
                    if scalar == "m" {
                        bytes += current
                    }
                    sequence = nil
                }
            } else if scalar.value == 0x1B {
                sequence = [0x1B]
            } else if scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
                let columns = VisibleScalar.width(scalar.value, at: width, columns: .max)
                VisibleScalar.append(scalar.value, width: columns, to: &bytes)
                width += columns
            }
        }
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
        for scalar in reason.unicodeScalars where scalar.value >= 0x20 {
            let columns = VisibleScalar.width(scalar.value, at: used, columns: .max)
            guard used + columns <= width - 2 else {
                break
            }
            VisibleScalar.append(scalar.value, width: columns, to: &shown)
            used += columns
        }
        return Array(repeating: 0x20, count: width - 2 - used) + shown + [0x3E, 0x20]
    }
}
