/// Something that the user should know about a place in the text: an error or a warning.
package struct Diagnostic: Sendable, Hashable {
    package let severity: Severity
    /// The bytes of the source that it is about.
    package let range: Range<Int>
    /// What is wrong, in words; lower-case, no trailing period.
    package let message: String
    /// What would mend it: `did you mean 'status'?`.
    package let hint: String?
    /// Whether more text could mend it; such a statement goes on over the next line at the prompt.
    package let isAtEnd: Bool

    package init(
        _ severity: Severity = .error,
        at range: Range<Int>,
        _ message: String,
        hint: String? = nil,
        isAtEnd: Bool = false
    ) {
        self.severity = severity
        self.range = range
        self.message = message
        self.hint = hint
        self.isAtEnd = isAtEnd
    }

    /// The same about a text without its first bytes.
    package func moved(back count: Int) -> Diagnostic {
        let moved = max(0, range.lowerBound - count)..<max(0, range.upperBound - count)
        return Diagnostic(severity, at: moved, message, hint: hint, isAtEnd: isAtEnd)
    }

    /// The message and its hint as one sentence.
    package var text: String { hint.map { "\(message); \($0)" } ?? message }
}

extension String {
    /// A name short enough for a message.
    var excerpt: String {
        unicodeScalars.count > 60 ? String(String.UnicodeScalarView(unicodeScalars.prefix(60))) + "…" : self
    }
}

/// Whether a diagnostic stops the statement.
package enum Severity: String, Sendable, Hashable {
    case error
    case warning
}
