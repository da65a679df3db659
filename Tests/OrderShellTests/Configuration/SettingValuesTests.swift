import OrderModel
import Testing

@testable import OrderShell

/// Settings, and who said what they are.
@Suite struct SettingValuesTests {
    @Test func theStrongestVoiceHolds() {
        var values = SettingValues()
        let origins: [SettingOrigin] = [
            .command("\\set"), .standard, .option("--max-rows"), .file(path: "c", key: "settings.max_rows"),
            .environment(variable: "X"), .profile(path: "c", key: "profiles.shop.max_rows"),
        ]
        for (count, origin) in origins.enumerated() { values.set(.maximumRows, .count(count), from: origin) }
        #expect(values.count(.maximumRows) == 0)
        #expect(values[.maximumRows]?.origin == .command("\\set"))
        #expect(
            origins.sorted { $0.rank > $1.rank }.map(\.words) == [
                "command \\set", "option --max-rows", "environment variable X", "c: profiles.shop.max_rows",
                "c: settings.max_rows", "default",
            ]
        )
    }

    @Test func aProfilesWordGoesWithItsSource() {
        var values = SettingValues()
        values.set(.timezone, .zone("UTC"), from: .standard)
        let entry = SettingValues.Entry(.timezone, .zone("Asia/Tehran"), from: .profile(path: "c", key: "k"))
        values.setProfile([entry])
        #expect(values.zoneName == "Asia/Tehran")
        values.setProfile([])
        #expect(values.zoneName == "UTC")
        values.set(.timezone, .zone("+01:00"), from: .option("--timezone"))
        values.setProfile([entry])
        #expect(values.zoneName == "+01:00")
    }

    @Test func theTableNamesValueAndOrigin() {
        var values = SettingValues()
        values.set(.format, .format(.csv), from: .option("--format"))
        values.set(.timeout, .duration(.seconds(600)), from: .file(path: "/c.json", key: "settings.timeout"))
        values.set(.columnMemory, .bytes(0), from: .standard)
        #expect(
            values.table == """
                format         csv    option --format
                timeout        10min  /c.json: settings.timeout
                column_memory  none   default
                """
        )
        #expect(values.line(.format) == "format = csv  (option --format)")
        #expect(values.line(.timezone) == "timezone is not set")
    }

    @Test(arguments: [
        (SettingName.format, "json", "json"), (.format, "CSV", "csv"), (.timezone, "Asia/Tehran", "Asia/Tehran"),
        (.maximumRows, "none", "none"), (.maximumRows, "0", "0"), (.maximumRequests, "12", "12"),
        (.timeout, "90s", "90s"), (.timeout, "120s", "2min"), (.timeout, "none", "none"),
        (.columnMemory, "512MB", "512MB"), (.columnMemory, "1000 MB", "1GB"), (.columnMemory, "1500", "1500"),
        (.columnMemory, "2147483648", "2GiB"), (.columnMemory, "2 gib", "2GiB"), (.columnMemory, "1536MiB", "1536MiB"),
        (.columnMemory, "1024000", "1024kB"),
        (.columnMemory, "none", "none"), (.readTimeout, "1h", "1h"),
    ])
    func valuesAreReadAndWrittenAlike(name: SettingName, text: String, shown: String) throws {
        let value = try #require(name.value(of: text))
        #expect(value.description == shown)
        #expect(name.value(of: shown) == value)
    }

    @Test(arguments: [
        (SettingName.format, "xml"), (.timezone, ""), (.timezone, "a b"), (.maximumRows, "-1"), (.maximumRows, "1.5"),
        (.maximumRows, "many"), (.timeout, "0s"), (.timeout, "10"), (.connectTimeout, "none"),
        (.columnMemory, "0MB"), (.columnMemory, "9999999999999GB"), (.columnMemory, "5 apples"),
    ])
    func whatIsNoValueIsRefused(name: SettingName, text: String) {
        #expect(name.value(of: text) == nil)
    }
}
