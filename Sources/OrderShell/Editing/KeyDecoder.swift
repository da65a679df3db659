// From the terminal's bytes to keys.
//
// A read may end anywhere: within a character, an escape sequence or a paste. Whatever is unfinished is kept; only an
// unfinished escape sequence is given up after a short wait (`patience`), since Escape is also a key.

/// What the terminal sent, in units that the editor acts on.
enum KeyEvent: Equatable {
    /// A code point.
    case key(Int32)
    /// A code point behind Ctrl-V, which is text whatever it is.
    case quoted(Int32)
    /// What followed an Escape, and which key that is, if a known one.
    case sequence([UInt8], EditorKey?)
    /// A bracketed paste; `wasCut` when it was longer than the editor takes.
    case paste([UInt32], wasCut: Bool)
}

/// Decodes bytes from a terminal into keys and pastes.
struct KeyDecoder {
    /// Whether sequences that nobody knows go on to libedit: only when the user has bound some.
    var passesUnknownSequences = false

    /// The most that is taken from one paste; beyond it a mistake is likelier than a query.
    var pasteLimitBytes = KeyDecoder.defaultPasteLimitBytes

    static let defaultPasteLimitBytes = 8 << 20

    private enum State: Equatable {
        case ground
        case sequence
        case paste
    }

    private static let escape: UInt8 = 0x1B
    private static let quote: UInt8 = 0x16
    private static let interrupt: UInt8 = 0x03
    private static let answerStart = UInt8(ascii: "]")
    private static let oldMouse = Array("[M".utf8)
    private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    private var state = State.ground
    /// Whether the Escape that the sequence began with has been given up, and only a longer one may still follow.
    private var isEscapeSpent = false
    private var isQuoting = false
    private var decoder = ScalarDecoder()
    private var scalars: [UInt32] = []
    private var sequence: [UInt8] = []
    private var paste: [UInt8] = []
    private var pasteWasCut = false
    private var matchedEndCount = 0
    private var events: [KeyEvent] = []
    private var nextEvent = 0

    /// How long the rest of an escape sequence may take, where the input stopped within one; nil elsewhere.
    ///
    /// Behind the Escape and a bracket the rest is on its way, however slow the line is. Behind the Escape alone it is so
    /// soon that nobody could type it, unless Escape and a letter make a key that people without Alt type as two.
    func patience(hasMetaKeys: Bool) -> Int32? {
        guard state == .sequence else { return nil }
        return sequence.isEmpty && !hasMetaKeys && !isEscapeSpent ? 30 : 500
    }

    /// The next event that is complete.
    mutating func next() -> KeyEvent? {
        guard nextEvent < events.count else {
            return nil
        }
        defer { nextEvent += 1 }
        return events[nextEvent]
    }

    /// Drops what has been typed and not used, as Ctrl-C does.
    mutating func discard() {
        events = []
        nextEvent = 0
    }

    /// Takes the bytes of one read.
    mutating func feed(_ bytes: some Collection<UInt8>) {
        if nextEvent == events.count {
            discard()
        }
        if state == .paste, bytes.count == 1, bytes.first == Self.interrupt {
            // The terminal never ended its paste: Ctrl-C, read by itself, gets the user out.
            leavePaste()
        }
        for byte in bytes {
            take(byte)
        }
    }

    /// Gives up waiting for the rest of an escape sequence: its parts were keys.
    ///
    /// The rest may still be on its way over a slow line; where it `isAwaited`, an Escape alone is a key at once, and
    /// what follows soon makes a sequence all the same.
    mutating func endSequence(isAwaited: Bool = false) {
        guard state == .sequence else {
            return
        }
        let wasSpent = isEscapeSpent
        state = .ground
        isEscapeSpent = false
        // Half an answer of the terminal's is nothing that anybody typed.
        guard sequence.count < 2 || sequence[0] != Self.answerStart else { return }
        if !wasSpent { events.append(.key(Int32(Self.escape))) }
        for byte in sequence {
            events.append(.key(Int32(byte)))
        }
        if isAwaited, sequence.isEmpty, !wasSpent {
            state = .sequence
            isEscapeSpent = true
        }
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground where isQuoting: takeText(byte)
        case .ground where byte == Self.quote: isQuoting = true
        case .ground where byte == Self.escape:
            state = .sequence
            sequence = []
            isEscapeSpent = false
        case .ground:
            takeText(byte)
        case .sequence:
            takeSequence(byte)
        case .paste:
            takePaste(byte)
        }
    }

    private mutating func takeText(_ byte: UInt8) {
        decoder.decode(byte, into: &scalars)
        for scalar in scalars where scalar != 0 && !(0x80...0x9F).contains(scalar) {
            events.append(isQuoting ? .quoted(Int32(scalar)) : .key(Int32(scalar)))
            isQuoting = false
        }
        scalars.removeAll(keepingCapacity: true)
    }

    private mutating func takeSequence(_ byte: UInt8) {
        guard byte != Self.interrupt else {
            // Ctrl-C is Ctrl-C, whatever it interrupts.
            state = .ground
            takeText(byte)
            return
        }
        if sequence.isEmpty {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "O"), Self.answerStart:
                sequence = [byte]
            case _ where isEscapeSpent:
                state = .ground
                take(byte)
            case Self.escape:
                events.append(.key(Int32(byte)))
            case 0x80...:
                state = .ground
                events.append(.key(Int32(Self.escape)))
                takeText(byte)
            case 0:
                state = .ground
            default:
                sequence = [byte]
                finishSequence()
            }
            return
        }
        if sequence[0] == Self.answerStart {
            takeAnswer(byte)
            return
        }
        if sequence.starts(with: Self.oldMouse) {
            // Three bytes of any value: which button, and where.
            sequence.append(byte)
            if sequence.count == 5 { state = .ground }
            return
        }
        guard (0x20...0x7E).contains(byte), sequence.count < 32 else {
            endSequence()
            take(byte)
            return
        }
        sequence.append(byte)
        guard sequence != Self.oldMouse else { return }
        let isLinuxFunctionKey = sequence == [UInt8(ascii: "["), UInt8(ascii: "[")]
        if sequence[0] == UInt8(ascii: "O") || (byte >= 0x40 && !isLinuxFunctionKey) {
            finishSequence()
        }
    }

    /// Passes over what a terminal answers to a question that another program has asked: `ESC ] … BEL` or `ESC ] … ESC \`.
    private mutating func takeAnswer(_ byte: UInt8) {
        let isEnd = byte == 0x07 || (byte == UInt8(ascii: "\\") && sequence.last == Self.escape)
        sequence.append(byte)
        if isEnd || sequence.count > 4_096 { state = .ground }
    }

    private mutating func finishSequence() {
        state = .ground
        let text = String(decoding: sequence, as: UTF8.self)
        if text == "[200~" {
            state = .paste
            paste = []
            pasteWasCut = false
            matchedEndCount = 0
        } else {
            let key = EditorKey.bySequence[text]
            if key != nil || sequence.count == 1 || passesUnknownSequences {
                events.append(.sequence(sequence, key))
            }
        }
    }

    private mutating func takePaste(_ byte: UInt8) {
        if byte == Self.pasteEnd[matchedEndCount] {
            matchedEndCount += 1
            if matchedEndCount == Self.pasteEnd.count {
                events.append(.paste(Self.cleaned(paste, wasCut: pasteWasCut), wasCut: pasteWasCut))
                leavePaste()
            }
            return
        }
        if matchedEndCount > 0 {
            keep(Self.pasteEnd[..<matchedEndCount])
            matchedEndCount = byte == Self.escape ? 1 : 0
        }
        if matchedEndCount == 0 {
            keep(CollectionOfOne(byte))
        }
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        if paste.count + bytes.count <= pasteLimitBytes {
            paste += bytes
        } else {
            pasteWasCut = true
        }
    }

    private mutating func leavePaste() {
        state = .ground
        paste = []
        matchedEndCount = 0
    }

    /// Pasted text as it goes into the buffer: line ends are newlines, control characters are gone.
    private static func cleaned(_ bytes: [UInt8], wasCut: Bool) -> [UInt32] {
        var decoder = ScalarDecoder()
        var decoded: [UInt32] = []
        decoded.reserveCapacity(bytes.count)
        for byte in bytes {
            decoder.decode(byte, into: &decoded)
        }
        if !wasCut {
            decoder.finish(into: &decoded)
        }
        var result: [UInt32] = []
        result.reserveCapacity(decoded.count)
        var previous: UInt32 = 0
        for scalar in decoded {
            switch scalar {
            case 0x0D:
                result.append(0x0A)
            case 0x0A where previous == 0x0D:
                break
            case 0x0A, 0x09:
                result.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F:
                break
            default:
                result.append(scalar)
            }
            previous = scalar
        }
        return result
    }
}
