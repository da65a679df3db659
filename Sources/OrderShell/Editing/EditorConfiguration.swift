import CEdit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The user's editrc, read in two passes.
///
/// `bind -v` and `bind -e` reset the whole key map, so they come before our bindings; everything else comes after
/// them, so that the user wins. libedit's own reading would stop at the first line it does not like; here that line is
/// reported and the next one read.
struct EditorConfiguration {
    private struct Line {
        let number: Int
        let text: String
        /// The command and its arguments, roughly: enough to tell what the line is about.
        let words: [Substring]

        var command: Substring {
            let word = words[0]
            return word.firstIndex(of: ":").map { word[word.index(after: $0)...] } ?? word
        }

        var choosesEditor: Bool {
            command == "bind" && (words.contains("-v") || words.contains("-e"))
        }
    }

    private let path: String
    private let lines: [Line]

    /// Reads the file; one that isn't there is empty.
    init(path: String?) {
        self.path = path ?? ""
        let text = path.flatMap { WholeFile.read($0, limitBytes: 1 << 20) } ?? []
        let rows = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        lines = rows.enumerated().compactMap { offset, row in
            let words = row.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else {
                return nil
            }
            return Line(number: offset + 1, text: String(row), words: words)
        }
    }

    /// The file that the environment names: `$EDITRC`, or `.editrc` in the home folder.
    static var userPath: String? {
        if let path = getenv("EDITRC") {
            return String(cString: path)
        }
        return getenv("HOME").map { String(cString: $0) + "/.editrc" }
    }

    /// Whether the user binds escape sequences, so that unknown ones may mean something.
    var bindsSequences: Bool {
        lines.contains { $0.command == "bind" && $0.text.contains("[") }
    }

    /// The first pass: which editor.
    func chooseEditor(_ edit: OpaquePointer) {
        for line in lines where line.choosesEditor {
            _ = cedit_obey(edit, line.text)
        }
    }

    /// The second pass: everything else; answers with a warning for each line that libedit refused.
    ///
    /// `edit off` is left out: without editing there would be nothing left of the editor.
    func applyRest(_ edit: OpaquePointer) -> [String] {
        var warnings: [String] = []
        for line in lines where !line.choosesEditor && line.command != "edit" {
            if cedit_obey(edit, line.text) != 0 {
                warnings.append("\(path):\(line.number): not understood: \(line.text)")
            }
        }
        return warnings
    }
}
