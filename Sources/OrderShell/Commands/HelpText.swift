/// The topics of `\help`.
package enum HelpTopic: String, Sendable, Hashable, CaseIterable {
    case queries
    case conditions
    case values
    case dates
    case servers
    case commands
}

/// The texts of `\help`.
enum HelpText {
    static func text(topic: HelpTopic?) -> String {
        switch topic {
        case nil: overview
        case .queries: queries
        case .conditions: conditions
        case .values: values
        case .dates: dates
        case .servers: servers
        case .commands: commands
        }
    }

    private static let overview = """
        A query names what to list, and then narrows, groups and sorts it:

          orders where status in (new, hold) and total > 100000 order by -created_at limit 20
          orders group by status select status, count() as n, sum(total) as revenue order by -revenue
          items where order.status = completed group by product_title select sum(quantity) as sold
          order 17

        Enter runs a complete statement; Alt-Enter begins a new line; Ctrl-C cancels; Ctrl-D leaves.
        \\help queries, conditions, values, dates, servers, commands     \\fields lists the fields
        """

    private static let queries = """
        orders | items | payments, then any of these clauses, each once, in any order:

          search "ali tehran"                 every word in at least one of the searched fields
          where status = new and total > 1m   \\help conditions
          group by status, day(created_at)    one row per group
          select id, total - amount_paid as owed, sum(total), count()
          having count() > 5                  a condition on groups
          order by -total, id                 a leading - sorts descending
          limit 20    offset 40

        orders ?status_in=new,hold&created_from=2025-01-01   an API query string, as copied
        order 17, order number N, track KEY                  one order, whole
        explain orders where …                               what is asked of the source, and what is checked here
        let big = 100000; then orders where total > $big     named values
        aggregates: count() sum avg min max median p90 p95 p99 count_distinct
        """

    private static let conditions = """
        =  !=  <  <=  >  >=     and  or  not  ( )
        status in (new, hold)   id not in (1, 2)   total between 10k and 20k   (both ends belong to it)
        notes is null   notes is not null   has notes     (has: neither null nor empty)
        is_paid   not is_paid                             (a boolean stands alone)
        notes ~ "gift"   key starts with "3e"   key ends with "f6"     (ignoring case)
        billing_postal_code matches "^[0-9]{10}$"         (a regular expression)
        any(items where unit_price > 5m and quantity > 1)   all(…)   none(…)
        items.unit_price > 5m                             (short for any)
        customer = 17   payment_method = "Card"           (an object: its id, or its name)

        Null equals only null; every other comparison with it is false, and not is exact.
        """

    private static let values = """
        100000   100_000   2.5   100k   2.5m (million)    exact decimals
        "text"   'text'                                   \\n \\t \\" \\' \\\\ \\u{200C}
        new hold failed cancelled processing shipped completed refunded deleted
        $name                                             from let, param, or --set name=value
        + - * /                                           division keeps six decimals, by zero gives null
        abs round length lower upper coalesce
        """

    private static let dates = """
        2025-12-27   2025-12   2025-w51   2025-q4   2025      a day, month, week, quarter, year
        today   yesterday   this week   last month   next year
        2025-12-27T18:17:09Z   now   now - 36h   today - 7d
        durations: 45s  30min  12h  7d  2w

        created_at in last month        created_at = 2025-12-27 is that whole day
        created_at <= 2025-12-31        includes the last day; < and >= look at a period's start
        day week month quarter year hour weekday of an instant: group by month(created_at)
        Days begin in the session's time zone: --timezone Asia/Tehran
        """

    private static let servers = """
        \\connect shop                       a profile, made with: ordersh profile add shop --url URL --token-stdin
        \\connect https://shop.example       the token comes from ORDERSH_TOKEN
        ordersh doctor shop                 looks a server over, and learns what more it can be asked for
        ordersh sync shop -o shop.orders    a copy as a snapshot, and later only what has changed

        explain orders where …              what the server is asked, and how far that is trusted:
                                            exact (not repeated here), superset (checked here too), here (not sent)
        explain analyze orders where …      runs it too: requests, orders read, rows dropped here
        \\trace on      \\curl                each request while it is made; those of the last query, for curl
        \\fields                             what the server filters by, and what it never sends
        \\set max_rows 50000                 how many orders a query may fetch before you are asked; also max_requests
        """

    private static var commands: String {
        let width = CommandTable.entries.map(\.usage.count).max() ?? 0
        return CommandTable.entries.map { "\($0.usage.padded(to: width))  \($0.summary)" }.joined(separator: "\n")
    }
}
