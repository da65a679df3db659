import CFuzzer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program that `Scripts/fuzz` builds: libFuzzer makes up bytes, and every property is tried on them.
///
/// The first byte of an input chooses the property, so that one corpus serves all of them.
@main
enum Main {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let status = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
            let bytes = UnsafeRawBufferPointer(start: start, count: count)
            guard let choice = bytes.first else { return 0 }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[1...])
            if choice & 1 == 0 {
                LanguageProperty.check(rest)
            } else {
                ScannerProperty.check(rest, fields: Int(choice >> 1))
            }
            return 0
        }
        exit(status)
    }
}
