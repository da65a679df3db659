// The clauses of a query and the tests of a condition, each with a statement to try.

extension HelpTable {
    static let clauses: [HelpEntry] = [
        HelpEntry(
            name: "search",
            kind: .clause,
            form: "search \"ali tehran\"",
            summary: "every word in at least one of the searched fields, ignoring case",
            text: ["Names, notes, numbers, cities, key and id are searched; quotes keep a phrase."],
            examples: ["orders search \"john oneil\" limit 5"],
            related: ["where"]
        ),
        HelpEntry(
            name: "where",
            kind: .clause,
            form: "where CONDITION",
            summary: "chooses the rows",
            examples: ["orders where status = new and total > 1m", "orders where has notes and not is_paid limit 5"],
            related: ["conditions", "values", "dates"]
        ),
        HelpEntry(
            name: "group by",
            kind: .clause,
            form: "group by COLUMN, …",
            summary: "one row for each value of the columns; without select with count()",
            examples: [
                "orders group by status",
                "orders group by year(created_at) as year, status",
            ],
            related: ["functions", "having", "select"]
        ),
        HelpEntry(
            name: "select",
            kind: .clause,
            form: "select COLUMN [as NAME], …",
            summary: "the columns, in this order; any expression",
            examples: ["orders select id, total - amount_paid as owed limit 5", "orders select count(), max(total)"],
            related: ["functions", "group by"]
        ),
        HelpEntry(
            name: "having",
            kind: .clause,
            form: "having CONDITION",
            summary: "chooses groups, by their keys and aggregates",
            examples: ["orders group by customer.id having count() > 20 order by -count()"],
            related: ["group by", "conditions"]
        ),
        HelpEntry(
            name: "order by",
            kind: .clause,
            form: "order by [-]EXPRESSION, …",
            summary: "sorts; a leading - descends; null comes last either way, ties go by id",
            text: ["Without it orders come newest first, groups by their keys."],
            examples: ["orders order by -total, created_at limit 5"],
            related: ["limit"]
        ),
        HelpEntry(
            name: "limit",
            kind: .clause,
            form: "limit N",
            summary: "so many rows at most; there is no limit unless you give one",
            examples: ["orders limit 5"],
            related: ["offset", "order by"]
        ),
        HelpEntry(
            name: "offset",
            kind: .clause,
            form: "offset N",
            summary: "leaves out so many rows, after ordering",
            examples: ["orders order by id limit 5 offset 10"],
            related: ["limit"]
        ),
        HelpEntry(
            name: "chart",
            kind: .clause,
            form: "chart bar | line | histogram | sparkline",
            summary: "draws the answer; changes no row",
            examples: ["orders group by status select status, count() chart bar"],
            related: ["charts"]
        ),
    ]

    static let operations: [HelpEntry] = [
        operation("=", "=  !=  <  <=  >  >=", "compares", "orders where total >= 1m and status != deleted limit 5"),
        operation(
            "in",
            "in (…), not in (…), in PERIOD",
            "one of several values, or within a time",
            "orders where status in (new, hold) and created_at in 2025-12"
        ),
        operation(
            "between",
            "between A and B",
            "from A to B, both included",
            "orders where total between 100k and 200k limit 5"
        ),
        operation(
            "is null",
            "is null, is not null",
            "whether there is a value at all",
            "orders where customer is null limit 5"
        ),
        operation("has", "has FIELD", "neither null nor empty", "orders where has notes limit 5"),
        operation("~", "TEXT ~ \"part\"", "contains, ignoring case", "orders where notes ~ \"gift\" limit 5"),
        operation(
            "starts with",
            "TEXT starts with \"part\"",
            "begins so, ignoring case",
            "orders where customer.username starts with \"john\" limit 5"
        ),
        operation(
            "ends with",
            "TEXT ends with \"part\"",
            "ends so, ignoring case",
            "orders where key ends with \"0\" limit 5"
        ),
        operation(
            "matches",
            "TEXT matches \"^[0-9]{10}$\"",
            "a POSIX extended regular expression",
            "orders where billing_postal_code matches \"^1[0-9]{9}$\" limit 5"
        ),
        operation(
            "any",
            "any(items where CONDITION)",
            "at least one of an order's items or payments",
            "orders where any(items where unit_price > 5m and quantity > 1) limit 5"
        ),
        operation(
            "all",
            "all(items where CONDITION)",
            "all of them; true where there are none",
            "orders where all(payments where approved) limit 5"
        ),
        operation(
            "none",
            "none(items where CONDITION)",
            "no one of them; true where there are none",
            "orders where none(items where quantity > 1) limit 5"
        ),
        operation(
            "and",
            "and  or  not  ( )",
            "joins conditions; and binds before or",
            "orders where total > 1m and not (status = new or is_paid) limit 5"
        ),
    ]

    private static func operation(_ name: String, _ form: String, _ summary: String, _ example: String) -> HelpEntry {
        HelpEntry(
            name: name,
            kind: .operation,
            form: form,
            summary: summary,
            examples: [example],
            related: ["conditions"]
        )
    }
}
