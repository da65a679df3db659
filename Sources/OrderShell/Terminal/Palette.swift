#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a part of the screen is, so that it can look like it.
package enum StyleRole: Sendable, Hashable, CaseIterable {
    // The language.
    case keyword, field, function, text, number, date, status, parameter, command, comment
    /// What is wrong; underlined, with colour or without.
    case error
    // The line editor.
    case ghost, remark, menuText, menuDetail, menuSelection, searchMatch
    // Answers.
    case frame, heading, null, footer, changed, chart
}

/// The looks of all roles: parameters of SGR sequences, from the sixteen colours that every theme defines, so that
/// they can be read on a dark ground and on a light one.
package struct Palette: Sendable, Hashable {
    private enum Kind: Sendable {
        case none, plain, coloured
    }

    private let kind: Kind

    /// No sequence at all: what isn't a terminal.
    package static let none = Palette(kind: .none)
    /// Underlined, bold and reversed, but no colour: `NO_COLOR`.
    package static let plain = Palette(kind: .plain)
    package static let coloured = Palette(kind: .coloured)

    /// What the environment allows for a descriptor: nothing where it is no terminal or a dumb one, no colour with
    /// `NO_COLOR`.
    package static func ofTerminal(_ descriptor: Int32) -> Palette {
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        guard isatty(descriptor) == 1, LineEditor.isCapable(terminalName: name) else { return .none }
        let refusesColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        return refusesColour ? .plain : .coloured
    }

    /// The parameters of the sequence for a role; empty for the terminal's own look.
    package func style(_ role: StyleRole) -> String {
        switch kind {
        case .none: ""
        case .plain: Self.plainStyle(role)
        case .coloured: Self.colouredStyle(role)
        }
    }

    /// The text in a role's look.
    package func paint(_ text: String, _ role: StyleRole) -> String {
        Self.paint(text, style: style(role))
    }

    /// The text in the look of one of several lines of a chart, as far as colours tell them apart.
    package func paint(_ text: String, series number: Int) -> String {
        guard case .coloured = kind else { return paint(text, .chart) }
        return Self.paint(text, style: ["34", "33", "32", "35", "36", "31"][number % 6])
    }

    private static func paint(_ text: String, style: String) -> String {
        style.isEmpty || text.isEmpty ? text : "\u{1B}[\(style)m\(text)\u{1B}[0m"
    }

    private static func plainStyle(_ role: StyleRole) -> String {
        switch role {
        case .keyword, .heading, .changed: "1"
        case .error, .searchMatch: "4"
        case .menuSelection: "7"
        case .ghost, .remark, .menuDetail, .comment, .frame, .footer, .null: "2"
        case .field, .function, .text, .number, .date, .status, .parameter, .command, .menuText, .chart: ""
        }
    }

    private static func colouredStyle(_ role: StyleRole) -> String {
        switch role {
        case .keyword: "1;34"
        case .field: "36"
        case .function: "1;36"
        case .text: "32"
        case .number, .date: "35"
        case .status: "32"
        case .parameter: "33"
        case .command: "1;36"
        case .comment, .ghost, .frame, .footer, .menuDetail, .null: "90"
        case .error: "4;31"
        case .remark: "31"
        case .menuText: ""
        case .menuSelection: "7"
        case .searchMatch: "1;4"
        case .heading: "1"
        case .changed: "1;33"
        case .chart: "34"
        }
    }
}
