import OrderModel

/// Parts of URLs as Django writes them into links and redirects.
enum DjangoURL {
    static func encodedPath(_ path: [UInt8]) -> String {
        PercentCoding.encode(path, keeping: "/:@&+$,-_.!~*'()")
    }

    /// A query as it was sent, but for bytes that no URL has.
    static func encodedQuery(_ query: String) -> String {
        PercentCoding.encode(query.utf8, keeping: "/#%[]=:;$&()+,!?*@'~-_.")
    }
}
