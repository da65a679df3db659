import OrderModel
import OrderTestSupport

/// Makes files of orders: sample orders, some of them with odd values, missing parts, escapes and long numbers.
enum SnapshotGenerator {
    static func text(seed: UInt64, count: Int) -> String {
        var random = SeededGenerator(seed: seed)
        var text = ""
        for identifier in 1...count {
            text += line(identifier, &random)
            text += "\n"
        }
        return text
    }

    static func line(_ identifier: Int, _ random: inout SeededGenerator) -> String {
        var members = [
            "\"id\":\(identifier)",
            "\"key\":\"\(random.pick(["a", "0f", "ff09", "key"]))\(identifier)\"",
            "\"status\":\"\(random.pick(["new", "hold", "shipped", "odd one"]))\"",
            "\"customer_data\":\(random.pick(["null", "{\"id\":\(random.below(9)),\"username\":\"ali\",\"full_name\":\"علی\"}"]))",
            "\"shipping_cost\":\(random.pick(["45000", "0", "\"12.50\"", "1e3"]))",
            "\"notes\":\(random.pick(["null", "\"\"", "\"line\\nbreak\"", "\"\\u0627\""]))",
            "\"extra\":{\"a\":[1,2]}",
            "\"created_at\":\"2025-0\(1 + random.below(9))-1\(random.below(9))T10:00:00.\(100_000 + random.below(899_999))Z\"",
            "\"updated_at\":\"2025-01-01T00:00:00Z\"",
            "\"count\":\(random.below(300))", "\"quantity\":\(random.below(70_000))",
            "\"items_subtotal\":\(random.below(1_000_000) * 1000)", "\"items_discount\":0",
            "\"subtotal\":\(random.below(9))", "\"total_discount\":\(random.below(9)).\(random.below(99) + 1)",
            "\"total\":\(random.below(1_000_000_000) * 7)", "\"amount_paid\":-\(random.below(1000))",
            "\"amount_outstanding\":\(random.pick(["0", "9223372036854775807", "-9223372036854775808", "5"]))",
            "\"is_paid\":\(random.pick(["true", "false"]))", "\"is_payable\":\(random.pick(["true", "null"]))",
            "\"billing_address\":\"\(String(repeating: "خیابان ", count: random.below(9)))\(random.below(1_000_000))\"",
            "\"billing_mobile_number\":\"09\(100_000_000 + random.below(899_999_999))\"",
            "\"items\":\(children(&random))", "\"payments\":\(random.pick(["[]", payments(&random)]))",
        ]
        if random.oneIn(12) { members[1 + random.below(members.count - 1)] = oddMember(&random) }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func oddMember(_ random: inout SeededGenerator) -> String {
        random.pick([
            "\"total\":123456789012345678901234567890", "\"items\":5", "\"payments\":[3]", "\"status\":null",
            "\"is_paid\":\"yes\"", "\"created_at\":\"yesterday\"", "\"notes\":{\"a\":1}", "\"key\":17",
            "\"total\":0.1234567890123456789", "\"customer_data\":[]", "\"unknown\":1",
        ])
    }

    private static func children(_ random: inout SeededGenerator) -> String {
        let rows = (0..<random.below(4)).map { index in
            let price = random.oneIn(40) ? "\"dear\"" : "\(random.below(9_000_000))"
            return
                "{\"id\":\(index),\"product\":\(random.pick(["3", "null"])),\"product_title\":\"Lamp \(random.below(5))\","
                + "\"unit_price\":\(price),\"unit_discount\":0,\"quantity\":\(random.below(4)),\"subtotal\":1,"
                + "\"discount\":2,\"total\":\(random.below(99)).5}"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private static func payments(_ random: inout SeededGenerator) -> String {
        "[{\"id\":1,\"payment_method_data\":{\"id\":2,\"name\":\"Card\"},\"approved\":true,"
            + "\"amount\":\(random.below(99_999)),\"created_at\":\"2025-01-01T00:00:00Z\"}]"
    }
}
