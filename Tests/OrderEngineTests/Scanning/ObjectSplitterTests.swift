import OrderTestSupport
import Testing

@testable import OrderEngine

struct ObjectSplitterTests {
    /// The same, one byte at a time.
    private func plainEnd(_ bytes: [UInt8]) -> ObjectSplitter.Finding {
        var depth = 0
        var isInside = false
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            if isInside, byte == 0x0A { return .broken(index + 1) }
            let wasEscaped = isEscaped
            isEscaped = byte == UInt8(ascii: "\\") && !wasEscaped
            if byte == UInt8(ascii: "\\") || (byte == UInt8(ascii: "\"") && wasEscaped) {
                continue
            } else if byte == UInt8(ascii: "\"") {
                isInside.toggle()
            } else if isInside {
                continue
            } else if "{[".utf8.contains(byte) {
                depth += 1
            } else if "}]".utf8.contains(byte) {
                depth -= 1
                if depth == 0 { return .end(index + 1) }
            }
        }
        return .needsMore
    }

    @Test(arguments: ScannerBuild.available)
    func anyPiecesGiveWhatOneByteAtATimeGives(_ build: ScannerBuild) {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("{}[]\"\\x: \n".utf8) + [UInt8](repeating: 0x61, count: 30)
        for _ in 0..<3000 {
            let rest = (0..<random.below(300)).map { _ in random.pick(alphabet) }
            let bytes = [UInt8(ascii: "{")] + rest + (random.oneIn(2) ? Array("}}}".utf8) : [])
            var splitter = ObjectSplitter(build: build)
            var finding = ObjectSplitter.Finding.needsMore
            var count = 0
            while finding == .needsMore, count < bytes.count {
                count = min(bytes.count, count + 1 + random.below(random.pick([2, 70, 400])))
                finding = withExactMemory(Array(bytes[..<count])) { splitter.scan($0) }
            }
            let isSame = finding == plainEnd(bytes)
            #expect(isSame, "\(String(decoding: bytes, as: UTF8.self))")
            if !isSame { return }
        }
    }

    @Test
    func bracketsAlreadyPassedAreCounted() {
        var splitter = ObjectSplitter(openBrackets: 2)
        #expect(withExactMemory(Array("]} ".utf8)) { splitter.scan($0) } == .end(2))
    }
}
