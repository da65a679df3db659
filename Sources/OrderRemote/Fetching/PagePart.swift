/// The orders of a page that a scan hands out.
struct PagePart {
    let page: FetchedPage
    /// Their places on the page, ascending.
    let indices: [Int]

    var ids: [Int] { indices.map { page.ids[$0] } }
}
