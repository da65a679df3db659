extension HelpTable {
    static let functions: [HelpEntry] = [
        function("day", "the day of a moment", "orders group by day(created_at) as day limit 5", .date),
        function(
            "week",
            "the week of a moment, which begins on Monday",
            "orders group by week(created_at) limit 5",
            .date
        ),
        function("month", "the month of a moment", "orders group by month(created_at) as month limit 5", .date),
        function("quarter", "the quarter of a moment", "orders group by quarter(created_at)", .date),
        function("year", "the year of a moment", "orders group by year(created_at)", .date),
        function("hour", "the hour of a moment, 0 to 23", "orders group by hour(created_at) as hour", .date),
        function("weekday", "the day of the week, Monday is 1", "orders group by weekday(created_at) as day", .date),
        function("abs", "a number without its sign", "orders select id, abs(amount_paid - total) as apart limit 5"),
        function(
            "round",
            "round(x) or round(x, DIGITS): half to even",
            "orders group by status select status, round(avg(total), 2)"
        ),
        function("length", "how many characters a text has", "orders where length(notes) > 20 limit 5"),
        function("lower", "a text in lower case", "orders select lower(customer.full_name) limit 5"),
        function("upper", "a text in upper case", "orders select upper(status) limit 5"),
        function(
            "coalesce",
            "the first of its values that is not null",
            "orders select id, coalesce(customer.full_name, \"a guest\") as name limit 5"
        ),
    ]

    static let aggregates: [HelpEntry] = [
        aggregate(
            "count",
            "how many rows",
            "orders group by status select status, count()"
        ),
        aggregate("sum", "the exact sum; of nothing 0", "orders group by status select status, sum(total)"),
        aggregate("avg", "the mean; of nothing null", "orders group by status select status, avg(total)"),
        aggregate("min", "the least value", "orders select min(created_at), min(total)"),
        aggregate("max", "the greatest value", "orders select max(created_at), max(total)"),
        aggregate("median", "the value in the middle", "orders select median(total)"),
        aggregate("p90", "the value that 90 % do not exceed", "orders select p90(total)"),
        aggregate("p95", "the value that 95 % do not exceed", "orders select p95(total)"),
        aggregate("p99", "the value that 99 % do not exceed", "orders select p99(total)"),
        aggregate(
            "count_distinct",
            "how many different values, nulls left out",
            "orders select count_distinct(customer.id)"
        ),
    ]

    private enum Topic: String { case functions, date = "dates" }

    private static func function(
        _ name: String,
        _ summary: String,
        _ example: String,
        _ topic: Topic = .functions
    ) -> HelpEntry {
        HelpEntry(
            name: name,
            kind: .function,
            form: name + "(x)",
            summary: summary,
            examples: [example],
            related: [topic.rawValue]
        )
    }

    private static func aggregate(_ name: String, _ summary: String, _ example: String) -> HelpEntry {
        HelpEntry(
            name: name,
            kind: .aggregate,
            form: name + (name == "count" ? "()" : "(x)"),
            summary: summary,
            text: name == "count" ? [] : ["Nulls are left out."],
            examples: [example],
            related: ["group by", "functions"]
        )
    }
}
