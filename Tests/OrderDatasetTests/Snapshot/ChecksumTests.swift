import CKernels
import OrderTestSupport
import Testing

@testable import OrderDataset

@Suite struct ChecksumTests {
    /// The formula, as its header has it.
    private static func plain(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        let finisher: UInt64 = 0xC2B2_AE3D_27D4_EB4F
        func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
        var lanes = (1...8).map { seed &+ UInt64($0) &* finisher }
        let padded = bytes + [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
        for (index, start) in stride(from: 0, to: padded.count, by: 8).enumerated() {
            let word = padded[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            lanes[index % 8] = rotated((lanes[index % 8] ^ word) &* multiplier, 29)
        }
        var result = seed ^ (UInt64(bytes.count) &* finisher)
        for lane in lanes { result = rotated((result ^ lane) &* multiplier, 31) }
        result ^= result >> 32
        result &*= finisher
        return result ^ (result >> 29)
    }

    @Test func theKernelFollowsTheFormula() {
        var random = SeededGenerator(seed: 1)
        let all = (0..<300).map { _ in UInt8(random.below(256)) }
        for count in 0...200 {
            for start in 0..<9 {
                let bytes = Array(all[start..<start + count])
                let seed = random.next()
                let found = all.withUnsafeBytes {
                    Checksum.of(UnsafeRawBufferPointer(rebasing: $0[start..<start + count]), seed: seed)
                }
                #expect(found == Self.plain(bytes, seed: seed))
            }
        }
    }

    @Test func everySingleChangedByteShows() {
        var random = SeededGenerator(seed: 2)
        for count in [1, 7, 63, 64, 65, 200] {
            let bytes = (0..<count).map { _ in UInt8(random.below(256)) }
            let sound = Checksum.of(bytes)
            for index in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[index] ^= 1 << UInt8(bit)
                    #expect(Checksum.of(changed) != sound)
                }
            }
            #expect(Checksum.of(bytes + [0]) != sound)
        }
    }
}
