/// What the header `Authorization` says of who asks, read as Django REST framework reads it.
enum Credentials: Sendable, Hashable {
    /// No header, or one of another kind: nobody.
    case none
    /// Words of the 401 that it gets.
    case refused(String)
    case token(String)

    init(_ header: String?) {
        let words = (header ?? "").utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let keyword = words.first, keyword.elementsEqual("token".utf8, by: { $0 | 0x20 == $1 }) else {
            self = .none
            return
        }
        guard words.count > 1 else {
            self = .refused("Invalid token header. No credentials provided.")
            return
        }
        guard words.count == 2 else {
            self = .refused("Invalid token header. Token string should not contain spaces.")
            return
        }
        let token = String(Substring(words[1]))
        // What was no UTF-8 has become this character on its way here.
        self =
            token.unicodeScalars.contains("\u{FFFD}")
            ? .refused("Invalid token header. Token string should not contain invalid characters.") : .token(token)
    }
}
