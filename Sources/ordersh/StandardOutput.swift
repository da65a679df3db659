import OrderModel
import OrderShell

/// Where help and the version go.
enum StandardOutput {
    /// Writes a text; the exit status that comes of it.
    static func write(_ text: String) -> Int32 {
        let sink = DescriptorSink.standardOutput()
        do throws(OutputError) {
            try sink.write(text)
            try sink.flush()
            return 0
        } catch {
            guard !error.endsQuietly else { return 0 }
            StandardError.write(FailureText.of(error))
            return FailureText.exitStatus(of: error)
        }
    }
}
