#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The programs that were built beside the tests.
package enum BuiltProgram {
    /// The path of a program of this package, in the folder of the running tests.
    package static func path(_ name: String) -> String {
        if let folder = getenv("ORDERSH_PROGRAMS") {
            return String(cString: folder) + "/" + name
        }
        let tests = testBundlePath
        let folder = tests[..<(tests.lastIndex(of: "/") ?? tests.endIndex)]
        return folder + "/" + name
    }

    /// On macOS a helper of the toolchain runs the tests and is told the bundle; on Linux they are the program.
    private static var testBundlePath: String {
        let arguments = CommandLine.arguments
        if let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count {
            let path = arguments[option + 1]
            return path.range(ofBundle: ".xctest").map { String(path[..<$0]) } ?? path
        }
        return arguments[0]
    }
}

extension String {
    /// Where the path of the bundle with this ending ends.
    fileprivate func range(ofBundle ending: String) -> String.Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(ending) {
                return self.index(index, offsetBy: ending.count)
            }
            index = self.index(after: index)
        }
        return nil
    }
}
