// The clauses of a query, each with a statement to try.

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
            aliases: ["group"],
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
            aliases: ["as"],
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
}
