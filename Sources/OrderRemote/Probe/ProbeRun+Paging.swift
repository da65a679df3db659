import OrderModel

extension ProbeRun {
    /// More than any server should grant at once; asked for only where few orders can come.
    private static let hugeLimit = 100_000
    /// How many orders a small page asks for.
    private static let smallLimit = 3

    /// Finds out whether `limit` and `offset` are obeyed, and the largest page.
    func probePaging(_ newest: ProbePage) async throws {
        let reason = try await attempt { try await probeSmallPage(newest) }
        if let reason { findings.append(ProbeFinding("limit and offset", nil, reason)) }
        let subject = "the largest page"
        if tally.distrusted[.limit] != nil {
            findings.append(ProbeFinding(subject, nil, "the server does not obey 'limit'"))
        } else if newest.rows.count < Self.windowSize && newest.count > newest.rows.count {
            findings.append(cappedFinding(subject, newest))
        } else {
            let reason = try await attempt { findings.append(try await linkedFinding(subject, newest)) }
            if let reason { findings.append(ProbeFinding(subject, nil, reason)) }
        }
    }

    /// Asks for a few orders in the middle of those that are known.
    private func probeSmallPage(_ newest: ProbePage) async throws {
        let known = newest.rows.map(\.id)
        guard known.count >= 2 * Self.smallLimit + 1 else { return }
        var parameters = FilterParameters()
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = Self.smallLimit
        parameters.offset = Self.smallLimit
        let ids = try await session.page(parameters).rows.map(\.id)
        if ids.count > Self.smallLimit {
            tally.distrust(.limit, "\(ids.count) orders came where \(Self.smallLimit) were asked for")
        } else if ids.elementsEqual(known.dropFirst(Self.smallLimit).prefix(Self.smallLimit)) {
            tally.prove(.limit)
            tally.prove(.offset)
        } else if ids.elementsEqual(known.prefix(Self.smallLimit)) {
            tally.prove(.limit)
            tally.distrust(.offset, "the first orders came where others were asked for")
        }
    }

    /// The server gave fewer than were asked for, although there are more.
    private func cappedFinding(_ subject: String, _ newest: ProbePage) -> ProbeFinding {
        let size = newest.rows.count
        guard size > 0, tally.trusted.contains(.limit) else {
            return ProbeFinding(subject, nil, "\(size) orders came where \(Self.windowSize) were asked for")
        }
        guard newest.linkedLimits.allSatisfy({ $0 == size || $0 == Self.windowSize }) else {
            return ProbeFinding(subject, nil, "\(size) orders came, and the server's links say another number")
        }
        habits.maximumPageSize = size
        let confirmation = newest.linkedLimits.contains(size) ? ", and the server's link says so" : ""
        return ProbeFinding(
            subject,
            Self.orders(size),
            "\(size) came where \(Self.windowSize) were asked for" + confirmation
        )
    }

    /// Asks for a huge page of the last orders only; the link to the page before it names what a page may hold.
    private func linkedFinding(_ subject: String, _ newest: ProbePage) async throws -> ProbeFinding {
        guard newest.count > Self.smallLimit, tally.trusted.contains(.offset) else {
            return ProbeFinding(
                subject,
                nil,
                "\(Self.orders(newest.rows.count)) came at once, which are too few to tell"
            )
        }
        var parameters = FilterParameters()
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = Self.hugeLimit
        parameters.offset = newest.count - Self.smallLimit
        let page = try await session.page(parameters)
        guard let limit = page.linkedLimits.first, Set(page.linkedLimits).count == 1 else {
            return ProbeFinding(subject, nil, "more than \(newest.rows.count), and no link of the server tells")
        }
        guard limit < Self.hugeLimit else {
            return ProbeFinding(subject, nil, "the server sets no limit below \(Self.hugeLimit)")
        }
        guard limit >= newest.rows.count else {
            return ProbeFinding(subject, nil, "a link says \(limit), and \(newest.rows.count) orders came at once")
        }
        habits.maximumPageSize = limit
        return ProbeFinding(
            subject,
            Self.orders(limit),
            "the server's link says so when \(Self.hugeLimit) are asked for"
        )
    }

    static func orders(_ count: Int) -> String { "\(count) \(count == 1 ? "order" : "orders")" }
}
