import CZstd

/// Compresses runs of bytes, one after the other; used by one task.
final class Compressor {
    private let context: OpaquePointer
    private var buffer: [UInt8] = []

    init?(level: Int32 = 1) {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    /// The compressed bytes; nil when that fails, which means for want of memory.
    func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        let bound = ZSTD_compressBound(bytes.count)
        if buffer.count < bound { buffer = [UInt8](repeating: 0, count: bound) }
        let count = buffer.withUnsafeMutableBytes { target in
            ZSTD_compress2(context, target.baseAddress, target.count, bytes.baseAddress, bytes.count)
        }
        return ZSTD_isError(count) == 0 ? Array(buffer[..<count]) : nil
    }
}

/// Expands runs of bytes; used by one task.
final class Decompressor {
    private let context: OpaquePointer

    init?() {
        guard let context = ZSTD_createDCtx() else { return nil }
        self.context = context
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// Fills `target` from a frame; false when the frame is not sound or holds another number of bytes.
    func expand(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        let count = ZSTD_decompressDCtx(context, target.baseAddress, target.count, bytes.baseAddress, bytes.count)
        return ZSTD_isError(count) == 0 && count == target.count
    }
}
