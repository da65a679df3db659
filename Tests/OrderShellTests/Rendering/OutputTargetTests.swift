// Output files: those that appear whole, those that stay as they were, and what is refused before anything is written.

import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

@Suite struct OutputTargetTests {
    private let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private func open(_ name: String) throws -> any OutputSink {
        try OutputTarget.file(directory.path + "/" + name).open()
    }

    private func write(_ text: String, to name: String) throws {
        let sink = try open(name)
        try sink.write(text)
        try sink.commit()
    }

    @Test func aFileAppearsWithTheCommitAndWhole() throws {
        let sink = try open("report.csv")
        try sink.write("id\n")
        try sink.flush()
        #expect(!directory.names.contains("report.csv"))
        try sink.commit()
        #expect(directory.names == ["report.csv"])
        #expect(directory.text(of: "report.csv") == "id\n")
    }

    @Test(.enabled(if: access("/proc/self", F_OK) == 0, "there is no such directory here"))
    func aDirectoryThatTakesNoFilesIsNoneToBeMade() {
        let error = #expect(throws: OutputError.self) { try OutputTarget.file("/proc/report.csv").open() }
        guard case .notWritable(name: "'/proc/report.csv'", errorNumber: _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func withoutACommitTheOldFileStays() throws {
        try write("old\n", to: "report.csv")
        do {
            let sink = try open("report.csv")
            try sink.write(String(repeating: "new\n", count: 100_000))
        }
        #expect(directory.names == ["report.csv"])
        #expect(directory.text(of: "report.csv") == "old\n")
    }

    @Test func aSnapshotIsNotWrittenOver() throws {
        try directory.write("SQLite format 3\0 and so on", to: "shop.orders")
        symlink("shop.orders", directory.path(of: "link"))
        for name in ["shop.orders", "link"] {
            let error = #expect(throws: OutputError.self) { try open(name) }
            #expect(error == .isDatabase(name: "'\(directory.path)/\(name)'"))
        }
        #expect(directory.names == ["link", "shop.orders"])
        try directory.write("SQLite format 3", to: "report.csv")
        try write("id\n", to: "report.csv")
        #expect(directory.text(of: "report.csv") == "id\n")
    }

    @Test func discardLeavesNothing() throws {
        let sink = try open("report.csv")
        try sink.write("id\n")
        sink.discard()
        #expect(directory.names.isEmpty)
        try sink.commit()
        #expect(directory.names.isEmpty)
    }

    @Test func permissionsAreThoseOfANewFileOrOfTheOldOne() throws {
        try write("a", to: "new")
        if let plain = fopen(directory.path + "/plain", "w") { fclose(plain) }
        #expect(directory.permissions(of: "new") == directory.permissions(of: "plain"))
        try #require(chmod(directory.path + "/new", 0o640) == 0)
        try write("b", to: "new")
        #expect(directory.permissions(of: "new") == 0o640)
        let sink = try open("unfinished")
        let temporary = try #require(directory.names.first { $0.hasPrefix(".ordersh-") })
        #expect(directory.permissions(of: temporary) == 0o600)
        sink.discard()
    }

    @Test func aLinkStaysALink() throws {
        try write("old", to: "data")
        try #require(symlink("data", directory.path + "/link") == 0)
        try write("new", to: "link")
        #expect(directory.text(of: "data") == "new")
        var status = stat()
        try #require(lstat(directory.path + "/link", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func aMissingDirectoryIsNamed() {
        let error = #expect(throws: OutputError.self) { try open("no/report.csv") }
        #expect(
            error?.message
                == "cannot write '\(directory.path)/no/report.csv': there is no directory '\(directory.path)/no'"
        )
        #expect(error?.mend == "create it first: mkdir -p '\(directory.path)/no'")
    }

    @Test func aDirectoryIsNoTarget() {
        let error = #expect(throws: OutputError.self) { try OutputTarget.file(directory.path).open() }
        #expect(error == .isDirectory(name: "'\(directory.path)'"))
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anything"))
    func aProtectedFileIsNotReplaced() throws {
        try write("old", to: "report.csv")
        try #require(chmod(directory.path + "/report.csv", 0o444) == 0)
        let error = #expect(throws: OutputError.self) { try open("report.csv") }
        #expect(error?.message == "cannot write '\(directory.path)/report.csv': permission denied")
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
    func aFullDiskIsSaid() throws {
        let sink = try OutputTarget.file("/dev/full").open()
        try sink.write("id\n")
        let error = #expect(throws: OutputError.self) { try sink.commit() }
        #expect(error?.message == "cannot write '/dev/full': no space left on device")
        #expect(error?.mend == "free some space, or name a file on another disk")
    }

    @Test func aDeviceIsWrittenStraight() throws {
        let sink = try OutputTarget.file("/dev/null").open()
        try sink.write("id\n")
        try sink.commit()
        var status = stat()
        try #require(stat("/dev/null", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func theEmptyPathIsAnError() {
        #expect(throws: OutputError.self) { try OutputTarget.file("").open() }
    }
}
