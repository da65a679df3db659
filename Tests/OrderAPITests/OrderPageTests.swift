import OrderAPI
import OrderModel
import Testing

struct OrderPageTests {
    @Test func readsAPage() throws {
        let text = #"{"count":12,"next":"http://x/?offset=10","previous":null,"results":[{"id":1},{"id":2}],"new":1}"#
        let page = try OrderPage(body: Array(text.utf8))
        #expect(page.count == 12)
        #expect(page.next == "http://x/?offset=10")
        #expect(page.results.map { $0.wholeNumber(at: "id") } == [1, 2])
    }

    @Test(
        arguments: [
            ("", BodyError.empty),
            (" \r\n", .empty),
            ("[]", .misshapen("the body is no JSON object")),
            ("{}", .misshapen("no whole number 'count'")),
            (#"{"count":"1","results":[]}"#, .misshapen("no whole number 'count'")),
            (#"{"count":-1,"results":[]}"#, .misshapen("no whole number 'count'")),
            (#"{"count":1.5,"results":[]}"#, .misshapen("no whole number 'count'")),
            (#"{"count":9007199254740993,"results":[]}"#, .misshapen("no whole number 'count'")),
            (#"{"count":1,"results":{}}"#, .misshapen("no list 'results'")),
            (#"{"count":1}"#, .misshapen("no list 'results'")),
            (#"{"count":2,"results":[{},3]}"#, .misshapen("results[1] is no object")),
            (#"{"count":0,"results":[],"next":5}"#, .misshapen("'next' is no URL")),
            ("<!DOCTYPE html><html><head><title>Log in</title></head></html>", .html(title: "Log in")),
            ("\n<html><body>", .html(title: nil)),
        ]
    )
    func saysWhatIsWrongWithABody(text: String, expected: BodyError) {
        #expect(throws: expected) { try OrderPage(body: Array(text.utf8)) }
    }

    @Test func aBrokenOffBodyIsNoJSON() {
        let error = #expect(throws: BodyError.self) { try OrderPage(body: Array(#"{"count":1,"resu"#.utf8)) }
        #expect(error?.predicate.hasPrefix("is no JSON: ") == true)
    }

    @Test(arguments: [#"{"a":12}"#: 12, #"{"a":1.0}"#: 1, #"{"a":"12"}"#: nil, #"{"a":99999999999999999999}"#: nil])
    func readsWholeNumbers(text: String, number: Int?) throws {
        #expect(try BodyError.object(in: Array(text.utf8)).wholeNumber(at: "a") == number)
    }
}
