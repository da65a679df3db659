/// The page around the answers of one output: complete in itself, without scripts, and nothing is loaded from anywhere.
enum HTMLPage {
    /// The beginning, up to the first answer; the title is the one that stands first on the page, where there is one.
    static func beginning(title: String?) -> String {
        """
        <!DOCTYPE html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(MarkupText.html(title ?? "ordersh").replacing("<br>", with: " "))</title>
        <style>
        \(styles)
        </style>
        </head>
        <body>

        """
    }

    static let end = "</body>\n</html>\n"

    private static let styles = """
        :root { color-scheme: light dark; --line: #d0d7de; --quiet: #59636e; --ground: #f6f8fa; }
        @media (prefers-color-scheme: dark) { :root { --line: #3d444d; --quiet: #9198a1; --ground: #1c2128; } }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { border: 1px solid var(--line); padding: 0.2rem 0.6rem; text-align: start; vertical-align: top; }
        td { white-space: pre-wrap; overflow-wrap: anywhere; }
        th { background: var(--ground); }
        .number { text-align: end; white-space: nowrap; }
        .null, .footer, figcaption { color: var(--quiet); }
        figure { margin: 1rem 0; }
        pre { background: var(--ground); padding: 0.6rem; overflow-x: auto; }
        svg { max-width: 100%; height: auto; }
        """
}
