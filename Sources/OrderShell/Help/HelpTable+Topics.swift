// The topics of help: what belongs together, with statements to try. Every line fits a terminal of 80 columns, and a
// test runs every example on the sample.

extension HelpTable {
    static let topics: [HelpEntry] = [
        HelpEntry(
            name: "queries",
            kind: .topic,
            aliases: [";", "--"],
            form: "orders | items | payments, then clauses, each once, in any order",
            summary: "how a query is made",
            text: [
                "A statement ends at ';', or where a new line begins the next one.",
                "'--' begins a comment.",
            ],
            examples: [
                "orders where status in (new, hold) and total > 1m order by -total limit 20",
                "orders group by status select status, count() as n, sum(total) as revenue",
                "items where order.status = completed\ngroup by product_title select product_title, sum(quantity) as sold",
                "order 5075",
                "let big = 10m\norders where total > $big select count()",
                "explain orders where status = new",
            ],
            related: ["conditions", "functions", "results", "charts"]
        ),
        HelpEntry(
            name: "conditions",
            kind: .topic,
            form: "where CONDITION, having CONDITION",
            summary: "how rows are chosen",
            text: [
                "A field stands on the left, a value or a field on the right.",
                "Null equals only null; every other comparison with it is false; not is exact.",
            ],
            examples: [
                "orders where (status = new or status = hold) and not is_paid",
                "orders where amount_paid < total and total - amount_paid > 1m",
            ],
            related: ["values", "dates"]
        ),
        HelpEntry(
            name: "values",
            kind: .topic,
            aliases: ["true", "false", "$"],
            form: "100k   2.5m   \"text\"   new   true   $name",
            summary: "numbers, texts, statuses and names",
            text: [
                "100000   100_000   2.5   100k   2.5m (million)    exact decimals",
                "\"text\"   'text'      \\n \\t \\\" \\' \\\\ \\u{200C} stand for what can't be typed",
                "new hold failed cancelled processing shipped completed refunded deleted",
                "$name              from let, param, or --set name=value",
                "+ - * /            division keeps six decimals, by zero gives null",
            ],
            examples: [
                "orders where total >= 1_500_000 and customer.username = \"john.oneil3\" limit 5",
                "orders select id, total - amount_paid as owed, total * 0.09 as tax limit 5",
            ],
            related: ["dates", "conditions"]
        ),
        HelpEntry(
            name: "dates",
            kind: .topic,
            aliases: ["today", "yesterday", "tomorrow", "now", "this", "next"],
            form: "2025-12-27   2025-12   today   last month   now - 36h",
            summary: "days, longer periods, moments and durations",
            text: [
                "2025-12-27   2025-12   2025-w51   2025-q4   2025     days and longer periods",
                "today   yesterday   this week   last month   next year",
                "2025-12-27T18:17:09Z   now   now - 36h   today - 7d   moments",
                "45s  30min  12h  7d  2w                               durations",
                "created_at = 2025-12-27 is that whole day, <= 2025-12-31 includes it;",
                "< and >= look at a period's start, > and <= at its end.",
                "Days begin in the session's zone: \\set timezone Asia/Tehran; weeks on Monday.",
            ],
            examples: [
                "orders where created_at in 2025-12 select count()",
                "orders where created_at in 2025-q4 and updated_at - created_at > 12h limit 5",
                "orders group by month(created_at) as month order by -month limit 12",
            ],
            related: ["conditions", "day"]
        ),
        HelpEntry(
            name: "functions",
            kind: .topic,
            form: "NAME(VALUE)",
            summary: "functions of a value, and aggregates of a group",
            examples: ["orders group by status select status, count(), avg(total), p90(total)"],
            related: ["group by", "dates"]
        ),
        HelpEntry(
            name: "results",
            kind: .topic,
            form: "_   _1   _2   \\last [N] [FORMAT]",
            summary: "the last answer, and those before, asked again",
            text: [
                "_ is a collection: its fields are the columns of the last answer.",
                "_1 is the answer before it, and so on. Nothing is asked of the source again.",
                "A column such as sum(total) is called sum_total there; \\fields _ lists them.",
                "\\last shows an answer again, in full or in another format.",
            ],
            examples: [
                "orders where status = completed\n_ where total > 10m select count()",
                "orders group by status select status, sum(total)\n_ order by -sum_total limit 3",
            ],
            related: ["output", "charts"]
        ),
        HelpEntry(
            name: "charts",
            kind: .topic,
            form: "… chart bar | line | histogram | sparkline      \\chart KIND",
            summary: "answers as drawings",
            text: [
                "bar         a bar for each row, named by its texts",
                "line        numbers over a time or a number",
                "histogram   how the values of one column are spread",
                "sparkline   the values on one line",
                "\\chart draws the last answer. html has pictures; csv and json keep the rows.",
            ],
            examples: [
                "orders group by status select status, count() chart bar",
                "orders group by month(created_at) as month select month, sum(total) chart line",
                "orders select total chart histogram",
                "orders group by week(created_at) as week select week, count() chart sparkline",
            ],
            related: ["results", "output"]
        ),
        HelpEntry(
            name: "output",
            kind: .topic,
            aliases: ["\\>", "\\|"],
            form: "\\format FORMAT    QUERY \\> FILE    QUERY \\| COMMAND    \\output FILE",
            summary: "formats, files, commands and the pager",
            text: [
                "table, vertical              for people",
                "csv, tsv, json, ndjson       exact, for other programs",
                "markdown, html               for pages",
                "QUERY \\> report.csv          this answer to a file, by its ending",
                "QUERY \\| COMMAND             this answer to a command, as csv by default",
                "\\last 1 json \\> old.json     an earlier answer",
                "\\> FILE and \\| COMMAND        alone on a line: the last answer",
                "\\output FILE                 all answers from here on",
                "A file appears complete or not at all. What is longer than the screen goes",
                "through $PAGER; \\set pager off keeps it out.",
            ],
            examples: ["orders group by status \\| sort -r", "\\format vertical\norders limit 1"],
            related: ["results", "commands"]
        ),
        HelpEntry(
            name: "editing",
            kind: .topic,
            form: "Tab   Enter   Alt-Enter   Ctrl-R   Ctrl-X Ctrl-E",
            summary: "the keys of the prompt",
            text: [
                "Tab            completes what can stand here; again for a menu to choose from",
                "Right, End     take the faint text behind the cursor",
                "Enter          runs a complete statement, else begins a new line",
                "Alt-Enter      begins a new line",
                "Up, Down       earlier statements, or the lines of this one",
                "Ctrl-R         searches earlier statements",
                "Ctrl-X Ctrl-E  opens the statement in $EDITOR; \\edit the last one",
                "Ctrl-C         drops the line (Up has it), or cancels what runs",
                "Ctrl-D         leaves          Ctrl-Z  stops, fg comes back",
                "A statement that begins with a space, or holds a token, is not kept.",
                "~/.editrc binds keys (bind -v for vi).",
            ],
            examples: ["orders where status = new and\ntotal > 1m limit 5"],
            related: ["commands"]
        ),
        HelpEntry(
            name: "servers",
            kind: .topic,
            form: "\\connect PROFILE|URL",
            summary: "order APIs, and copies of them",
            text: [
                "\\connect shop                   a profile: ordersh profile add shop --url URL",
                "\\connect https://shop.example   the token comes from ORDERSH_TOKEN",
                "ordersh doctor shop             looks a server over and learns its habits",
                "ordersh sync shop -o x.orders   a copy, and later only what has changed",
                "explain orders where …          what is asked: exact (not repeated here),",
                "                                superset (checked here too), here (not sent)",
                "explain analyze orders where …  runs it: requests, orders read, rows dropped",
                "\\trace on      \\curl            each request; those of the last query for curl",
                "\\fields                         what the server filters by and never sends",
                "\\set max_rows 50000             orders fetched unasked; also max_requests",
            ],
            examples: ["explain analyze orders where status = new limit 5"],
            related: ["queries", "commands"]
        ),
        HelpEntry(
            name: "scripts",
            kind: .topic,
            form: "ordersh run daily.oq [SOURCE] [--NAME VALUE]",
            summary: "statements in a file, checked whole before they run",
            text: [
                "param day: date = yesterday  \"the day\"   a parameter: --day 2025-12-27",
                "\\title \"Orders of $day\"                 a title above the next table",
                "\\on error continue                      goes on after an error (status 1)",
                "The first error ends a script; an output file appears complete or not at all.",
            ],
            examples: ["param day: date = 2025-12-30 \"the day\"\norders where created_at in $day"],
            related: ["values", "output"]
        ),
        HelpEntry(
            name: "commands",
            kind: .topic,
            form: "\\NAME …",
            summary: "all commands of the prompt and of scripts",
            examples: ["\\timing on\norders group by status\n\\last json"],
            related: ["output", "results"]
        ),
    ]
}
