import Testing

@testable import OrderServer

/// How a query's fields are told apart and decoded, as Python's `parse_qsl` does it.
@Suite struct QueryFieldsTests {
    @Test(arguments: [
        ("", []),
        ("a=1&b=2", ["a:1", "b:2"]),
        ("a=1;b=2", ["a:1;b=2"]),
        ("&&a=1&&", ["a:1"]),
        ("a", ["a:"]),
        ("a=&=b&=", ["a:", ":b", ":"]),
        ("a=b=c", ["a:b=c"]),
        ("a+b=c+d%2Be", ["a b:c d+e"]),
        ("a=1&a=2", ["a:1", "a:2"]),
        ("a=%zz%4&b=%&c=%e2%82%AC", ["a:%zz%4", "b:%", "c:€"]),
        ("é=ü", ["é:ü"]),
        // Bytes that are no UTF-8: one replacement for each stretch that could have begun a character.
        ("a=%FF%FE&b=%E2%82&c=%F0%9F%98x", ["a:\u{FFFD}\u{FFFD}", "b:\u{FFFD}", "c:\u{FFFD}x"]),
        ("a=%ED%A0%80&b=%C0%AF", ["a:\u{FFFD}\u{FFFD}\u{FFFD}", "b:\u{FFFD}\u{FFFD}"]),
        ("a=%00", ["a:\0"]),
    ])
    func fieldsAreDecoded(_ query: String, _ expected: [String]) {
        let fields = QueryFields(Array(query.utf8)).all.map { field in
            String(decoding: field.name, as: UTF8.self) + ":" + String(decoding: field.value, as: UTF8.self)
        }
        #expect(fields.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }
}
