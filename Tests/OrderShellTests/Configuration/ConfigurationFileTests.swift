// The configuration file: what is read, what is refused, and that writers leave everything else as it was.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct ConfigurationFileTests {
    private static let whole = """
        {
          "settings": {"format": "csv", "timezone": "Asia/Tehran", "max_rows": 500, "max_requests": "none",
            "timeout": "10min", "connect_timeout": "5s", "read_timeout": "1min", "column_memory": "512MB"},
          "profiles": {
            "shop": {"url": "https://shop.example", "scope": "customer", "token": "env:SHOP_TOKEN",
              "timezone": "Asia/Tehran", "cacert": "~/shop.pem", "server": {"max_limit": 100}},
            "other.shop_2-b": {"url": "http://127.0.0.1:8123/api/orders/"}
          }
        }
        """

    @Test func aWholeFileIsRead() throws {
        // Held, since the folder goes with it.
        let fixture = try Fixture(Self.whole)
        let configuration = try fixture.file.read()
        #expect(configuration.profiles.map(\.name) == ["shop", "other.shop_2-b"])
        let shop = try configuration.profile("shop")
        #expect(shop.url == "https://shop.example")
        #expect(shop.scope == .customer)
        #expect(shop.token == .environment("SHOP_TOKEN"))
        #expect(shop.zoneName == "Asia/Tehran")
        #expect(shop.certificatePath == "~/shop.pem")
        #expect(shop.habits.maximumPageSize == 100)
        var values = SettingValues()
        values.set(configuration)
        #expect(values.format == .csv)
        #expect(values.count(.maximumRows) == 500)
        #expect(values[.maximumRequests]?.value == .count(nil))
        #expect(values.duration(.timeout) == .seconds(600))
        #expect(values.duration(.connectTimeout) == .seconds(5))
        #expect(values.bytes(.columnMemory) == 512_000_000)
    }

    @Test func noFileSaysNothing() throws {
        let folder = try TemporaryFolder()
        let configuration = try ConfigurationFile(path: folder.path(of: "a/config.json")).read()
        #expect(configuration == Configuration())
        #expect(folder.names == [])
        try folder.write("x", to: "file")
        #expect(try ConfigurationFile(path: folder.path(of: "file/config.json")).read() == Configuration())
    }

    @Test(arguments: [
        ("{", ":1:2: the text ends in the middle of a value; correct it there, or move the file away"),
        (
            "{\n  \"profiles\": {,}\n}",
            ":2:16: expected a key in double quotes, found ','; correct it there, or move the file away"
        ),
        ("[]", ": the whole text must be an object, and is a list"),
        (#"{"profile": {}}"#, ": profile is no known key; did you mean 'profiles'?"),
        (#"{"profiles": {}, "profiles": {}}"#, ": profiles is given twice; leave one of them out"),
        (#"{"settings": {"formt": "csv"}}"#, ": settings.formt is no known key; did you mean 'format'?"),
        (
            #"{"settings": {"format": "cvs"}}"#,
            ": settings.format must be one of table, vertical, csv, tsv, json, ndjson, markdown, html; did you mean 'csv'?"
        ),
        (
            #"{"settings": {"format": 7}}"#,
            ": settings.format must be one of table, vertical, csv, tsv, json, ndjson, markdown, html"
        ),
        (#"{"settings": {"max_rows": -1}}"#, ": settings.max_rows must be a number, or none"),
        (#"{"settings": {"max_rows": "500"}}"#, ": settings.max_rows must be a number, or none"),
        (#"{"settings": {"timeout": 10}}"#, ": settings.timeout must be a time such as 10min, or none"),
        (#"{"settings": {"timeout": "10 fortnights"}}"#, ": settings.timeout must be a time such as 10min, or none"),
        (#"{"settings": {"read_timeout": "none"}}"#, ": settings.read_timeout must be a time such as 30s"),
        (#"{"settings": {"column_memory": "much"}}"#, ": settings.column_memory must be a size such as 512MB, or none"),
        (#"{"profiles": []}"#, ": profiles must be an object, and is a list"),
        (#"{"profiles": {"shop": null}}"#, ": profiles.shop must be an object, and is null"),
        (
            #"{"profiles": {"a/b": {}}}"#,
            ": profiles.a/b is no name of a profile; a profile's name is made of letters, digits, '-', '_' and '.'"
        ),
        (
            #"{"profiles": {"shop": {}}}"#,
            ": profiles.shop.url is missing; such as https://shop.example, without a user name or password"
        ),
        (
            #"{"profiles": {"shop": {"url": "ftp://x"}}}"#,
            ": profiles.shop.url is no address of a server; such as https://shop.example, "
                + "without a user name or password"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://me:pass@x"}}}"#,
            ": profiles.shop.url is no address of a server; such as https://shop.example, "
                + "without a user name or password"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "scope": "staff"}}}"#,
            ": profiles.shop.scope must be one of admin, customer"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "tokn": "s3cret"}}}"#,
            ": profiles.shop.tokn is no known key; did you mean 'token'?"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "token": "Token s3cret"}}}"#,
            ": profiles.shop.token must be the token alone, env:NAME or command:COMMAND"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "token": "env:A-B"}}}"#,
            ": profiles.shop.token must be the token alone, env:NAME or command:COMMAND"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "token": "command: "}}}"#,
            ": profiles.shop.token must be the token alone, env:NAME or command:COMMAND"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "token": 7}}}"#,
            ": profiles.shop.token must be a text, and is a number"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "scope": "s3cret", "server": {"proved": ["s3cret"]}}}}"#,
            ": profiles.shop.scope must be one of admin, customer"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "cacert": "shop.pem"}}}"#,
            ": profiles.shop.cacert must be a path that begins with / or ~/"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x", "server": {"max_limt": 3}}}}"#,
            ": profiles.shop.server.max_limt is no known key; did you mean 'max_limit'?"
        ),
        (
            #"{"profiles": {"shop": {"url": "https://x"}, "shop": {"url": "https://y"}}}"#,
            ": profiles.shop is given twice; leave one of them out"
        ),
    ])
    func mistakesAreSaidWithFileAndPlace(text: String, message: String) throws {
        let fixture = try Fixture(text)
        let error = #expect(throws: ShellError.self) { try fixture.file.read() }
        #expect(error?.category == .usage)
        #expect((error?.message ?? "") + (error?.mend.map { "; \($0)" } ?? "") == fixture.file.path + message)
        #expect(error?.message.contains("s3cret") == false)
        // Nothing is written into a file that cannot be read.
        #expect(throws: ShellError.self) { try fixture.file.add(Profile(name: "new", url: "https://x")) }
        #expect(fixture.text == text)
    }

    /// Such a file is what a full disk leaves.
    @Test(arguments: ["", " \n"])
    func aFileOfNothingSaysNothing(text: String) throws {
        let fixture = try Fixture(text)
        #expect(try fixture.file.read().profiles.isEmpty)
        try fixture.file.add(Profile(name: "new", url: "https://x"))
        #expect(try fixture.file.read().profiles.map(\.name) == ["new"])
    }

    @Test(
        arguments: [
            ("s3cret", 0o600, nil), ("s3cret", 0o400, nil),
            ("s3cret", 0o640, "holds a token and others can read it"),
            ("s3cret", 0o604, "holds a token and others can read it"),
            ("s3cret", 0o620, "says where tokens go and others can write it"),
            ("env:SHOP", 0o644, nil), ("command:pass shop", 0o644, nil),
            ("env:SHOP", 0o664, "says where tokens go and others can write it"),
            ("command:pass shop", 0o646, "says where tokens go and others can write it"),
        ] as [(String, UInt32, String?)]
    )
    func permissionsThatGiveATokenAwayAreRefused(token: String, mode: UInt32, problem: String?) throws {
        let fixture = try Fixture(#"{"profiles": {"shop": {"url": "https://x", "token": "\#(token)"}}}"#)
        chmod(fixture.file.path, mode_t(mode))
        guard let problem else {
            #expect(try fixture.file.read().profiles.count == 1)
            return
        }
        let error = #expect(throws: ShellError.self) { try fixture.file.read() }
        #expect(error?.category == .usage)
        #expect(error?.message == "\(fixture.file.path) \(problem)")
        #expect(error?.mend == "chmod 600 \(fixture.file.path)")
        chmod(fixture.file.path, 0o600)
        #expect(try fixture.file.read().profiles.count == 1)
    }

    @Test func whatIsNoOrdinaryFileIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "config.json")
        mkdir(path, 0o700)
        #expect(Self.message(path) == "cannot read \(path): it is a folder")
        rmdir(path)
        symlink(folder.path(of: "nowhere"), path)
        #expect(Self.message(path) == "cannot read \(path): it is a link to nothing")
        unlink(path)
        mkfifo(path, 0o600)
        #expect(Self.message(path) == "cannot read \(path): it is no ordinary file")
        unlink(path)
        try folder.write(String(repeating: " ", count: (1 << 20) + 1), to: "config.json")
        #expect(Self.message(path) == "cannot read \(path): it is longer than 1024 kB")
    }

    private static func message(_ path: String) -> String? {
        #expect(throws: ShellError.self) { try ConfigurationFile(path: path).read() }?.message
    }

    // MARK: Changes

    @Test func addingKeepsAllElseInItsOrder() throws {
        let fixture = try Fixture(Self.whole)
        chmod(fixture.file.path, 0o644)
        var profile = Profile(name: "new", url: "https://new.example")
        profile.token = .literal(SecretText("s3cret"))
        try fixture.file.add(profile)
        let before = try JSONParser.parse(Array(Self.whole.utf8)).serialized()
        let after = try JSONParser.parse(Array(fixture.text.utf8)).serialized()
        #expect(after == before.dropLast(2) + #","new":{"url":"https://new.example","token":"s3cret"}}}"#)
        #expect(fixture.folder.permissions(of: "config.json") == 0o600)
        #expect(try fixture.file.read().profile("new") == profile)
        try fixture.file.removeProfile("new")
        #expect(try JSONParser.parse(Array(fixture.text.utf8)).serialized() == before)
    }

    @Test func aFirstProfileMakesTheFileForItsOwnerAlone() throws {
        let folder = try TemporaryFolder()
        let file = ConfigurationFile(path: folder.path(of: "x/ordersh/config.json"))
        try file.add(Profile(name: "shop", url: "https://shop.example"))
        #expect(folder.permissions(of: "x/ordersh/config.json") == 0o600)
        #expect(folder.permissions(of: "x/ordersh") == 0o700)
        #expect(try file.read().profiles.map(\.name) == ["shop"])
    }

    @Test func habitsAreWrittenIntoAProfile() throws {
        let fixture = try Fixture(
            #"{"profiles": {"shop": {"token": "env:X", "url": "https://x"}, "b": {"url": "https://y"}}}"#
        )
        try fixture.file.updateProfile("shop") { profile in
            profile.habits.dateEnd = .inclusive
            profile.habits.maximumPageSize = 100
        }
        let text = try JSONParser.parse(Array(fixture.text.utf8)).serialized()
        #expect(
            text == #"{"profiles":{"shop":{"token":"env:X","url":"https://x","server":{"date_end":"inclusive","#
                + #""max_limit":100}},"b":{"url":"https://y"}}}"#
        )
    }

    @Test func namesThatAreTakenOrMissingAreErrors() throws {
        let fixture = try Fixture(Self.whole)
        let taken = #expect(throws: ShellError.self) { try fixture.file.add(Profile(name: "shop", url: "https://x")) }
        #expect(taken?.message == "there is a profile 'shop' already")
        let missing = #expect(throws: ShellError.self) { try fixture.file.removeProfile("shp") }
        #expect(missing?.message == "there is no profile 'shp'")
        #expect(missing?.mend == "did you mean 'shop'?")
        #expect(throws: ShellError.self) { try fixture.file.updateProfile("none") { _ in } }
        #expect(fixture.text == Self.whole)
    }

    @Test func aLinkIsFollowedAndStaysALink() throws {
        let fixture = try Fixture(Self.whole)
        let link = fixture.folder.path(of: "link.json")
        symlink(fixture.file.path, link)
        try ConfigurationFile(path: link).add(Profile(name: "new", url: "https://x"))
        #expect(try fixture.file.read().profiles.count == 3)
        var status = stat()
        #expect(lstat(link, &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func writersAtOnceLoseNothing() async throws {
        let fixture = try Fixture(Self.whole)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { [file = fixture.file] in
                    for number in 0..<10 { try file.add(Profile(name: "p\(writer)-\(number)", url: "https://x")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try fixture.file.read().profiles.count == 42)
        #expect(fixture.folder.names == ["config.json", "config.json.lock"])
    }

    @Test func aFolderThatCannotBeWrittenIsSaid() throws {
        let file = ConfigurationFile(path: "/dev/null/ordersh/config.json")
        #expect(throws: OutputError.self) { try file.add(Profile(name: "shop", url: "https://x")) }
    }
}

/// A configuration file with a text, for its owner alone.
private struct Fixture {
    let folder: TemporaryFolder
    let file: ConfigurationFile

    init(_ text: String) throws {
        folder = try TemporaryFolder()
        file = ConfigurationFile(path: try folder.write(text, to: "config.json"))
        chmod(file.path, 0o600)
    }

    var text: String { folder.text(of: "config.json") }
}
