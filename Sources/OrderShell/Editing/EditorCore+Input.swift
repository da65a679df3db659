// Where the keys come from: waiting for input, news and signals, and handing libedit one key after the other.

import CEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension EditorCore {
    /// How long the rest of an escape sequence may take; after that Escape was a key.
    private static let sequenceWaitMilliseconds: Int32 = 30

    /// How long to wait after Ctrl-Z for the news that the process goes on.
    private static let resumeWaitMilliseconds: Int32 = 300

    /// The next key for libedit, 0 when the line has ended.
    func nextKey() -> Int32 {
        while outcome == nil {
            if !pendingEdits.isEmpty {
                return EditorKey.applyEdit.rawValue
            }
            switch decoder.next() {
            case .key(let key):
                notices = []
                return key
            case .paste(let text, let wasCut):
                pendingEdits.append(text)
                notices = wasCut ? ["The pasted text was cut after \(KeyDecoder.defaultPasteLimitBytes >> 20) MB."] : []
                continue
            case nil:
                break
            }
            attend(to: mailbox.takeNews())
            if outcome == nil, !takeInput(waitMilliseconds: 0) {
                paint()
                if !takeInput(waitMilliseconds: decoder.isInsideSequence ? Self.sequenceWaitMilliseconds : -1) {
                    decoder.endSequence()
                }
            }
        }
        return 0
    }

    /// The text in the edit buffer, and where the cursor is in it.
    var buffer: (scalars: [UInt32], cursor: Int) {
        let text = cedit_text(edit)
        guard let start = text.scalars else {
            return ([], 0)
        }
        let scalars = UnsafeBufferPointer(start: start, count: Int(text.count)).map { UInt32(bitPattern: $0) }
        return (scalars, Int(text.cursor))
    }

    /// The text without what only a quoted key could have put there.
    var cleanedText: [UInt32] {
        buffer.scalars.filter { $0 != 0 && !(0x80...0x9F).contains($0) }
    }

    /// Paints the line as it is.
    func paint() {
        let frame = currentFrame()
        painter.paint(frame) { reasons.reason(before: $0, isComplete: hooks.isComplete) }
    }

    /// Paints the line for the last time, with `suffix` after it, and goes to the next row.
    func finishPainting(suffix: String = "") {
        var frame = currentFrame()
        frame.scalars += suffix.unicodeScalars.map(\.value)
        painter.finish(frame) { reasons.reason(before: $0, isComplete: hooks.isComplete) }
    }

    private func currentFrame() -> EditorFrame {
        let (scalars, cursor) = buffer
        reasons.update(scalars)
        var frame = EditorFrame(prompt: prompt, scalars: scalars, cursor: cursor)
        let annotation = hooks.annotate?(String(scalars: scalars), cursor) ?? TextAnnotation()
        frame.spans = annotation.spans
        frame.below = notices.map { StyledLine($0) } + annotation.remarks
        return frame
    }

    /// Waits for the terminal or the mailbox and takes what the terminal sent; false when nothing came in time.
    private func takeInput(waitMilliseconds: Int32) -> Bool {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&descriptors, 2, waitMilliseconds)
        guard count > 0 else {
            return count < 0 && errno == EINTR
        }
        if descriptors[1].revents != 0 {
            _ = mailbox.pipe.drain()
            attend(to: mailbox.takeNews())
        }
        if descriptors[0].revents != 0, outcome == nil {
            readTerminal()
        }
        return true
    }

    private func readTerminal() {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(input, &bytes, bytes.count)
        if count > 0 {
            decoder.feed(bytes[..<count])
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            outcome = .eof
        }
    }

    private func attend(to news: EditorNews) {
        if news.hasResumed {
            resume()
        }
        if !news.messages.isEmpty {
            painter.erase()
            for message in news.messages {
                terminal.write(message.replacingNewlines() + "\r\n")
            }
        }
        if let result = news.endsLine {
            finishPainting(suffix: result == .interrupted ? "^C" : "")
            outcome = result
        }
    }

    /// Stops the process and its group, and goes on with the same line when they are continued.
    func suspend() {
        finishPainting()
        leaveEditing()
        _ = mailbox.takeResume()
        cedit_stop_process_group()
        // Another thread may be the one that is stopped, and painting now would be too early. In a group that nobody
        // can continue nothing stops at all, so the wait is limited.
        let deadline = ContinuousClock.now + .milliseconds(Self.resumeWaitMilliseconds)
        while !mailbox.takeResume(), ContinuousClock.now < deadline {
            var descriptor = pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, Self.resumeWaitMilliseconds)
            _ = mailbox.pipe.drain()
        }
        resume()
    }

    /// Takes the terminal back after a stop, in which a shell has used it.
    private func resume() {
        leaveEditing()
        enterEditing()
        cedit_resize(edit)
        painter.forget()
    }
}

extension String {
    /// The text for a terminal that does not turn newlines into line ends.
    fileprivate func replacingNewlines() -> String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
}
