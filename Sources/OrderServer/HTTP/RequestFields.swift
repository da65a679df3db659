import NIOHTTP1

/// The header fields of a request that matter here.
struct RequestFields: Hashable {
    private(set) var authorization: String?
    private(set) var host: String?
    private(set) var accept: String?
    private(set) var hasBody = false
    private(set) var isUpgrade = false
    private(set) var expectsContinue = false

    /// Picks the fields; one that is repeated has its values joined, as WSGI servers do it.
    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            // Lengths tell most names apart without a look at their letters.
            switch name.utf8.count {
            case 4 where Self.isSame(name, "host"): Self.join(&host, value)
            case 6 where Self.isSame(name, "accept"): Self.join(&accept, value)
            case 6 where Self.isSame(name, "expect"): expectsContinue = true
            case 7 where Self.isSame(name, "upgrade"): isUpgrade = true
            case 13 where Self.isSame(name, "authorization"): Self.join(&authorization, value)
            case 14 where Self.isSame(name, "content-length"): hasBody = hasBody || !value.utf8.elementsEqual("0".utf8)
            case 17 where Self.isSame(name, "transfer-encoding"): hasBody = true
            default: break
            }
        }
    }

    private static func join(_ field: inout String?, _ value: String) {
        field = field.map { $0 + "," + value } ?? value
    }

    /// Compares with a name in lower case; only letters and `-` are in these.
    private static func isSame(_ name: String, _ lowercase: String) -> Bool {
        zip(name.utf8, lowercase.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
