#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and connections the system lets this program have open.
enum DescriptorLimit {
    /// How many connections there may be, of those wanted, so that files can still be opened.
    ///
    /// Raises the program's own limit first where the system allows it.
    static func connectionCount(wanted: Int) -> Int {
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        let needed = rlim_t(min(max(wanted, 1), Int.max - reserve) + reserve)
        if limit.rlim_cur < needed, limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = min(needed, limit.rlim_max)
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return limit.rlim_cur >= needed ? wanted : max(Int(limit.rlim_cur) - reserve, 8)
    }

    /// For files of the dataset, the log, and what the system's libraries open.
    private static let reserve = 128
}
