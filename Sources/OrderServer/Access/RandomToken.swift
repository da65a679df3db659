/// A token that nobody can guess.
package enum RandomToken {
    /// 160 random bits as 40 hexadecimal digits, as Django REST framework's tokens are.
    package static func make() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<20).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &random)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
