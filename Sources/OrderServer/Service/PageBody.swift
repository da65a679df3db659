import OrderModel

/// Writes a page of a list.
enum PageBody {
    /// `{"count":2,"next":null,"previous":null,"results":[…]}`, with orders that are written already.
    static func bytes(of page: ServedPage, _ links: PageLinks) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(page.orders.reduce(600) { $0 + $1.count + 1 })
        body += "{\"count\":\(page.count),\"next\":".utf8
        write(links.next, to: &body)
        body += ",\"previous\":".utf8
        write(links.previous, to: &body)
        body += ",\"results\":[".utf8
        for (index, order) in page.orders.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += order
        }
        body += "]}".utf8
        return body
    }

    private static func write(_ link: String?, to body: inout [UInt8]) {
        guard let link else { return body += "null".utf8 }
        JSONWriter.write(text: link, to: &body)
    }
}
