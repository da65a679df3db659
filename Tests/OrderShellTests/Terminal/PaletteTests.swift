import Testing

@testable import OrderShell

@Suite struct PaletteTests {
    private static let language: [StyleRole] = [
        .keyword, .field, .function, .text, .number, .date, .status, .parameter, .command, .comment,
    ]

    /// The parameters of a role's look.
    private static func parameters(_ palette: Palette, _ role: StyleRole) -> [Int] {
        palette.style(role).split(separator: ";").compactMap { Int($0) }
    }

    @Test(arguments: language)
    func everyPieceOfTheLanguageHasAColour(_ role: StyleRole) {
        #expect(Self.parameters(.coloured, role).contains { (31...36).contains($0) || $0 == 90 })
    }

    /// Fields are not taken for words of the language, nor for what they are compared with.
    @Test(arguments: language.filter { $0 != .field })
    func fieldsLookLikeNothingElse(_ role: StyleRole) {
        #expect(Palette.coloured.style(.field) != Palette.coloured.style(role))
    }

    /// White and black, the light ones too, are the ground of some terminals.
    @Test(arguments: StyleRole.allCases)
    func noColourIsAGround(_ role: StyleRole) {
        let grounds: Set<Int> = [30, 37, 97]
        let found = Self.parameters(.coloured, role)
        #expect(found.allSatisfy { !grounds.contains($0) && !(38...49).contains($0) && !(100...107).contains($0) })
    }

    @Test(arguments: StyleRole.allCases)
    func withoutColoursNoneIsSet(_ role: StyleRole) {
        #expect(Self.parameters(.plain, role).allSatisfy { $0 < 30 })
        #expect(Palette.none.style(role) == "")
    }
}
