#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of its own for work that waits.
///
/// libedit has to be used by one thread and blocks in it; a task would hold a thread of Swift's pool all that time.
enum DedicatedThread {
    /// Runs `body` on a new detached thread, or answers false when there can be none.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(ThreadBody(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let failure = pthread_create(&thread, nil, { ThreadBody.run($0) }, box.toOpaque())
            if failure == 0, let thread {
                pthread_detach(thread)
            }
        #else
            var thread = pthread_t()
            let failure = pthread_create(&thread, nil, { ThreadBody.run($0) }, box.toOpaque())
            if failure == 0 {
                pthread_detach(thread)
            }
        #endif
        if failure != 0 {
            box.release()
        }
        return failure == 0
    }
}

/// Carries a closure through `pthread_create`'s pointer.
private final class ThreadBody {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let pointer {
            Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().body()
        }
        return nil
    }
}
