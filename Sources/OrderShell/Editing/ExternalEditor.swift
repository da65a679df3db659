import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The user's own editor, for a statement that is larger than a line.
///
/// The statement goes through a file of a name that tells editors what it is; a text that can't be taken back stays
/// there.
enum ExternalEditor {
    /// The most that is taken back; beyond it a mistake is likelier than a query.
    private static let sizeLimitBytes = 8 << 20

    /// As the user's shell would run it: a command with words and quotes, so `vim -c 'set ft=sql'` is one too.
    private static let command = #"eval "exec ${VISUAL:-${EDITOR:-vi}} \"\$1\"""#

    /// Runs the editor on the terminal, which must be in its ordinary mode, and gives what it left.
    static func edit(_ text: String) throws(ShellError) -> String {
        let path = try writeFile(text)
        return try result(of: try start(path).wait(), path)
    }

    /// As `edit`, without holding up anybody else.
    static func edit(_ text: String) async throws(ShellError) -> String {
        let path = try writeFile(text)
        return try result(of: await start(path).finished(), path)
    }

    private static func start(_ path: String) throws(ShellError) -> RunningProgram {
        do throws(ChildProgramError) {
            return try ChildProgram(command, arguments: [path]).start()
        } catch {
            unlink(path)
            throw ShellError(.failed, "the editor cannot be run: \(error.reason)")
        }
    }

    private static func result(of status: ProgramStatus, _ path: String) throws(ShellError) -> String {
        if case .killed = status {
            // What was written before may be all that there is of it.
            throw ShellError(.failed, "the editor failed: \(status.words)", mend: "what it left is in \(path)")
        }
        guard status.isSuccess else {
            unlink(path)
            throw ShellError(.failed, "the editor failed: \(status.words)", mend: "$VISUAL or $EDITOR names the editor")
        }
        let edited = try readFile(path)
        unlink(path)
        return edited
    }

    /// A new file that only the user can read.
    private static func writeFile(_ text: String) throws(ShellError) -> String {
        let folder = UserPaths.variable("TMPDIR") ?? "/tmp"
        let suffix = ".oq"
        var template = Array("\(folder)/ordersh-XXXXXX\(suffix)".utf8CString)
        let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
        guard descriptor >= 0 else {
            throw ShellError(
                .failed,
                "there can be no file in \(folder) for the editor: \(OutputError.reason(errno))",
                mend: "$TMPDIR names the folder"
            )
        }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        fchmod(descriptor, 0o600)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Editors expect a last line to end.
        let ended = text.isEmpty || text.utf8.last == 0x0A ? text : text + "\n"
        guard TerminalOutput(descriptor: descriptor).write(Array(ended.utf8)) else {
            let reason = OutputError.reason(errno)
            unlink(path)
            throw ShellError(.failed, "the file for the editor can't be written: \(reason)")
        }
        return path
    }

    private static func readFile(_ path: String) throws(ShellError) -> String {
        let bytes: [UInt8]
        do throws(ShellError) {
            guard let contents = try PrivateFile(path: path).read(limitBytes: sizeLimitBytes) else {
                throw ShellError(.failed, "the editor has removed its file")
            }
            bytes = contents.bytes
        } catch {
            throw ShellError(.failed, error.message, mend: error.mend)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ShellError(.failed, "what the editor left is no UTF-8", mend: "it is still in \(path)")
        }
        return cleaned(text)
    }

    /// The text as it goes into the line: no byte order mark, newlines only, no last one, no other control characters.
    static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFEFF where previous == nil: break
            case 0x0A where previous == "\r": break
            case 0x0D: scalars.append("\n")
            case 0x09, 0x0A: scalars.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F: break
            default: scalars.append(scalar)
            }
            previous = scalar
        }
        if scalars.last == "\n" { scalars.removeLast() }
        return String(scalars)
    }
}
