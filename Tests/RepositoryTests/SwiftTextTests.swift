import Testing

@Suite struct SwiftTextTests {
    @Test(arguments: [
        ("a // b\nc", ["a ", "c"]), ("a /* b\nc */ d", ["a ", " d"]), (#"f("try // no") + 1"#, [#"f("") + 1"#]),
        (#"f("a\"b") c"#, [#"f("") c"#]), (##"f(#"a"b\"#) c"##, [#"f("") c"#]),
        ("\"\"\"\n  a \"b\"\n  \"\"\" c", ["\"", "", "\" c"]),
        (#"#if os(Linux)"#, [#"#if os(Linux)"#]), ("", [""]),
    ])
    func onlyCodeIsLeft(_ text: String, _ expected: [String]) {
        #expect(SwiftText(text).lines == expected)
    }

    @Test func functionsAreFoundByTheirEnds() {
        let text = """
            protocol Reader {
                func read() -> Int
                var count: Int { get }
            }

            struct A {
                let names: [String]
                private let make = { () -> Int in
                    1
                }
                var first: Int { names.count }
                var second: Int {
                    1
                }

                @discardableResult package mutating func longest<T>(
                    _ text: T,
                    of: Int
                ) throws
                where T: StringProtocol {
                    for _ in 0..<3 {
                        "}"
                    }
                }

                init?(
                    _ text: String
                ) {

                    #if DEBUG
                    names = []
                    #endif
                }
            }
            """
        let expected = [
            FunctionExtent(line: 12, lineCount: 1), .init(line: 16, lineCount: 7), .init(line: 26, lineCount: 6),
        ]
        #expect(SwiftText(text).functions == expected)
    }
}
