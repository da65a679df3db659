// What people write who come from SQL, other shells or a spreadsheet, and how it is written here: the hints of the
// parser for words and signs that it did not expect.

/// The hints for habits of other languages.
enum Habits {
    /// Where a clause or an operator was expected.
    static func hint(forWord word: String) -> String? { words[word.lowercased()] }

    private static let words = [
        "like": "write ~ for contains: notes ~ \"gift\"", "ilike": "write ~ for contains: notes ~ \"gift\"",
        "contains": "write ~ for contains: notes ~ \"gift\"",
        "rlike": "write matches: notes matches \"^g\"", "regexp": "write matches: notes matches \"^g\"",
        "startswith": "write starts with", "endswith": "write ends with",
        "equals": "write =", "eq": "write =", "ne": "write !=", "gt": "write >", "lt": "write <",
        "days": "write a duration: created_at >= today - 7d", "interval": "write a duration: created_at >= today - 7d",
        "k": "write it without a blank: 5k", "thousand": "write it as 5k",
        "m": "write it without a blank: 5m", "million": "write it as 5m", "millions": "write it as 5m",
        "mio": "write it as 5m", "billion": "write it as 1000m",
        "desc": "a leading '-' sorts descending: order by -total", "asc": "ascending is the default",
        "from": "write the collection first: orders where …",
        "sort": "write order by", "sorted": "write order by", "filter": "write where", "top": "write limit 10",
        "take": "write limit 10", "head": "write limit 10", "first": "write limit 10", "fetch": "write limit 10",
        "skip": "write offset 10", "distinct": "to have each value once, write group by",
        "join": "an order's parts are named with dots, such as billing_city.name; its items are items.quantity",
        "into": "write \\> FILE", "to": "write \\> FILE", "xor": "write (a or b) and not (a and b)",
    ]

    /// Where a statement was expected.
    static func hint(forStatement word: String) -> String? {
        switch word.lowercased() {
        case "select": "the collection comes first: orders where … select …"
        case "from", "where", "with", "group", "count", "sum", "search", "limit":
            "the collection comes first: orders where …"
        case "exit", "quit", "q", "bye", "logout": "\\quit leaves"
        case "help", "h", "man": "\\help teaches"
        case "show", "describe", "desc", "tables", "schema", "databases", "columns", "fields", "dt", "d":
            "\\fields shows what there is"
        case "set": "\\set shows and changes settings; let name = … gives a value a name"
        case "use", "open", "attach", "load", "import", "copy": "\\open FILE reads another source"
        case "connect": "\\connect PROFILE reads from an order API"
        case "history": "\\history shows what was entered"
        case "insert", "update", "delete", "create", "drop", "alter": "orders are only read here"
        default: nil
        }
    }

    /// Behind a bare `>` that a file's name follows.
    static let fileHint = "to write the answer to a file: \\> FILE"

    /// The endings of names that are files rather than parts of a field.
    static let fileEndings: Set<String> = ["csv", "tsv", "json", "ndjson", "md", "html", "txt", "gz"]
}
