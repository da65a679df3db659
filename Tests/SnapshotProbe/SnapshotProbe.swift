import OrderDataset
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Imports in a process of its own, so that tests can end it at any moment or leave it without room on the disk:
/// `SnapshotProbe FILE SNAPSHOT [LIMIT-OF-FILE-LENGTH]`, or `SnapshotProbe sync SNAPSHOT LIMIT COUNT VERSION`.
@main struct SnapshotProbe {
    static func main() async {
        let arguments = CommandLine.arguments
        if arguments.count > 3, let limit = UInt64(arguments[3]) {
            var bounds = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
            #if canImport(Glibc)
                setrlimit(__rlimit_resource_t(1), &bounds)
            #else
                setrlimit(RLIMIT_FSIZE, &bounds)
            #endif
            signal(SIGXFSZ, SIG_IGN)
        }
        let options = SnapshotImport.Options(time: Instant(microseconds: 2), programVersion: "probe")
        do {
            if arguments.count > 5, let count = Int(arguments[4]), let version = Int(arguments[5]) {
                let shop = ProbeShop(count: count, version: version)
                // Long after all that the shop does.
                let now = Instant(microseconds: 9_000_000_000_000_000)
                let options = SyncRun.Options(programVersion: "probe") { now }
                _ = try await SyncRun(server: shop, into: arguments[2], options: options).run()
                exit(0)
            }
            _ = try await SnapshotImport(paths: [arguments[1]], into: arguments[2], options: options).run()
        } catch let failure as any Failure {
            print(failure.message)
            exit(1)
        } catch {
            exit(2)
        }
    }
}
