import OrderTestSupport
import Testing

@testable import OrderServer

struct BoundedCacheTests {
    @Test("what was not used for the longest time goes first")
    func eviction() {
        var cache = BoundedCache<Int, String>(limitBytes: 3 * 196)
        for key in 1...3 { cache.insert("\(key)", for: key, byteCount: 100) }
        #expect(cache.value(of: 1) == "1")
        cache.insert("4", for: 4, byteCount: 100)
        #expect(cache.value(of: 2) == nil)
        #expect([1, 3, 4].map { cache.value(of: $0) } == ["1", "3", "4"])
        cache.insert("much", for: 5, byteCount: 2 * 196)
        #expect([3, 4, 5].map { cache.value(of: $0) } == [nil, nil, "much"])
        cache.insert("too much", for: 5, byteCount: 4000)
        #expect(cache.value(of: 5) == nil)
    }

    @Test("against a list in the order of use", arguments: UInt64(1)...4)
    func generated(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limitBytes = 2000
        var cache = BoundedCache<Int, Int>(limitBytes: limitBytes)
        var plain: [(key: Int, value: Int, byteCount: Int)] = []
        for step in 0..<1500 {
            let key = random.below(30)
            if random.oneIn(2) {
                let value = cache.value(of: key)
                #expect(value == plain.first { $0.key == key }?.value)
                if let index = plain.firstIndex(where: { $0.key == key }) { plain.append(plain.remove(at: index)) }
            } else if random.oneIn(8) {
                cache.remove(key)
                plain.removeAll { $0.key == key }
            } else {
                let byteCount = random.below(600)
                cache.insert(step, for: key, byteCount: byteCount)
                plain.removeAll { $0.key == key }
                plain.append((key, step, byteCount + 96))
                while plain.reduce(0, { $0 + $1.byteCount }) > limitBytes { plain.removeFirst() }
            }
            #expect(cache.count == plain.count)
            #expect(cache.byteCount == plain.reduce(0) { $0 + $1.byteCount })
        }
    }
}
