// What statements begin with, each with some to try.

extension HelpTable {
    static let statements: [HelpEntry] = [
        HelpEntry(
            name: "orders",
            kind: .statement,
            form: "orders [CLAUSE …]",
            summary: "a query of the orders, a row for each",
            text: ["Without select a table shows the usual columns, and json whole orders."],
            examples: ["orders where status = new order by -total limit 5"],
            related: ["queries", "items", "orders ?"]
        ),
        HelpEntry(
            name: "items",
            kind: .statement,
            form: "items [CLAUSE …]",
            summary: "a query of what was ordered, a row for each item",
            text: ["\\fields items lists their fields; those of their order begin with order."],
            examples: ["items where order.status = completed group by product_title"],
            related: ["queries", "any", "payments"]
        ),
        HelpEntry(
            name: "payments",
            kind: .statement,
            form: "payments [CLAUSE …]",
            summary: "a query of the payments, a row for each",
            text: ["\\fields payments lists their fields; those of their order begin with order."],
            examples: ["payments where approved and order.total > 1m group by payment_method.name"],
            related: ["queries", "any", "items"]
        ),
        HelpEntry(
            name: "orders ?",
            kind: .statement,
            aliases: ["?"],
            form: "orders ?status_in=new,hold&created_from=2025-01-01",
            summary: "a query string of the API, as copied; clauses can follow",
            examples: ["orders ?status_in=new,hold select id, status, total limit 5"],
            related: ["orders", "servers"]
        ),
        HelpEntry(
            name: "order",
            kind: .statement,
            aliases: ["order number"],
            form: "order N     order number N",
            summary: "one order, whole: by its id, or by its number on the other platform",
            text: ["In files and snapshots an order's number is its key."],
            examples: ["order 5075", "order number ce5386a90010e243bb3f"],
            related: ["track", "order by", "results"]
        ),
        HelpEntry(
            name: "track",
            kind: .statement,
            form: "track KEY",
            summary: "one order, whole, by its key; a server needs no token for it",
            examples: ["track ce5386a90010e243bb3f"],
            related: ["order"]
        ),
        HelpEntry(
            name: "explain",
            kind: .statement,
            aliases: ["explain analyze", "analyze"],
            form: "explain QUERY     explain analyze QUERY",
            summary: "what is asked of the source, and what is checked here; analyze runs it",
            examples: [
                "explain orders where status = new and total > 1m",
                "explain analyze orders where status = new select count()",
            ],
            related: ["servers", "queries"]
        ),
        HelpEntry(
            name: "let",
            kind: .statement,
            form: "let NAME = VALUE",
            summary: "gives a value the name $NAME: a constant, a list, or a query's one value",
            examples: [
                "let big = 10m\norders where total > $big select count()",
                "let top = (orders select max(total))\norders where total = $top select id, total",
            ],
            related: ["values", "param"]
        ),
        HelpEntry(
            name: "param",
            kind: .statement,
            form: "param NAME[: TYPE] [= VALUE] [\"TEXT\"]",
            summary: "a value that a script is given as an option: --NAME VALUE",
            examples: ["param day: date = 2025-12-30 \"the day\"\norders where created_at in $day limit 5"],
            related: ["scripts", "let"]
        ),
    ]
}
