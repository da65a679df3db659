// The tests of a condition and what computes, each with statements to try.

extension HelpTable {
    static let operations: [HelpEntry] = [
        operation(
            "=",
            aliases: ["!=", "<", "<=", ">", ">="],
            "=  !=  <  <=  >  >=",
            "compares",
            "orders where total >= 1m and status != deleted limit 5",
            "orders where quantity > 1 and quantity < 10 and amount_paid <= total limit 5"
        ),
        operation(
            "in",
            aliases: ["not in"],
            "in (…), not in (…), in PERIOD",
            "one of several values, or within a time",
            "orders where status in (new, hold) and created_at in 2025-12",
            "orders where status not in (completed, cancelled) limit 5"
        ),
        operation(
            "between",
            aliases: ["not between"],
            "between A and B, not between A and B",
            "from A to B, both included",
            "orders where total between 100k and 200k limit 5",
            "orders where total not between 100k and 10m limit 5"
        ),
        operation(
            "is null",
            aliases: ["is not null", "is", "null"],
            "is null, is not null",
            "whether there is a value at all",
            "orders where customer is null limit 5",
            "orders where notes is not null limit 5"
        ),
        operation("has", "has FIELD", "neither null nor empty", "orders where has notes limit 5"),
        operation("~", "TEXT ~ \"part\"", "contains, ignoring case", "orders where notes ~ \"gift\" limit 5"),
        operation(
            "starts with",
            aliases: ["starts"],
            "TEXT starts with \"part\"",
            "begins so, ignoring case",
            "orders where customer.username starts with \"john\" limit 5"
        ),
        operation(
            "ends with",
            aliases: ["ends"],
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
            aliases: ["or", "not", "(", ")"],
            "and  or  not  ( )",
            "joins conditions; and binds before or",
            "orders where total > 1m and not (status = new or is_paid) limit 5"
        ),
        operation(
            "+",
            aliases: ["-", "*", "/"],
            "A + B   A - B   A * B   A / B   -A",
            "computes, with moments and durations too; division by zero is null",
            "orders select id, (total + shipping_cost) * 0.09 as tax limit 5",
            "orders where updated_at - created_at > 12h limit 5",
            "orders where quantity > 1 select id, total / quantity as each limit 5"
        ),
    ]

    private static func operation(
        _ name: String,
        aliases: [String] = [],
        _ form: String,
        _ summary: String,
        _ examples: String...
    ) -> HelpEntry {
        HelpEntry(
            name: name,
            kind: .operation,
            aliases: aliases,
            form: form,
            summary: summary,
            examples: examples,
            related: ["conditions", "values"]
        )
    }
}
