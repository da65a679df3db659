import OrderServer
import Testing

@Suite struct RandomTokenTests {
    @Test func tokensAreLongAndDiffer() {
        let tokens = (0..<100).map { _ in RandomToken.make() }
        #expect(Set(tokens).count == tokens.count)
        #expect(tokens.allSatisfy { $0.utf8.count == 40 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func aTokenCanStandInAFile() throws {
        let token = RandomToken.make()
        let table = try TokenFile.read(Array("office \(token) admin".utf8), name: "tokens")
        #expect(table.caller(token: token)?.name == "office")
    }
}
