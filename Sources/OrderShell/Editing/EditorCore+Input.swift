// Where the keys come from: waiting for input, news and signals, and handing libedit one key after the other.

import CEdit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension EditorCore {
    /// How often to look after Ctrl-Z for the news that the process goes on, each time for so long.
    private static let resumeWait = (count: 30, milliseconds: Int32(10))

    /// The next key for libedit, 0 when the line has ended.
    func nextKey() -> Int32 {
        settle()
        let key = awaitKey()
        let (scalars, cursor) = buffer
        let now = EditorBuffer(scalars: scalars, cursor: cursor)
        undoableTexts.note(now, joinsDeletions: !usesVi)
        settled = now
        return key
    }

    private func awaitKey() -> Int32 {
        while outcome == nil {
            if !passedKeys.isEmpty { return passedKeys.removeFirst() }
            if !pendingEdits.isEmpty { return EditorKey.applyEdit.rawValue }
            if case .narrowing(let start) = mode { narrowMenu(start: start) }
            if let event = decoder.next() {
                if modeTakes(event) { continue }
                notices = []
                giveUpCompleted(before: event)
                (effectBefore, effect) = (effect, KeyEffect())
                pass(event)
                continue
            }
            attend(to: mailbox.takeNews())
            if outcome == nil, !takeInput(waitMilliseconds: 0) {
                paint()
                if awaitsHistory {
                    loadHistory()
                } else if !takeInput(waitMilliseconds: patienceMilliseconds) {
                    decoder.endSequence(isAwaited: usesVi && mode.isLine)
                    if mode.isAwaiting { complete() }
                }
            }
        }
        return 0
    }

    /// Lets the menu or the search have an event; true when it is spent.
    private func modeTakes(_ event: KeyEvent) -> Bool {
        switch mode {
        case .line, .narrowing: return false
        case .awaiting:
            mode = .line
            return false
        case .menu(let menu): return menuTakes(event, menu)
        case .search(let search): return searchTakes(event, search)
        }
    }

    /// How long to wait for a key; -1 for as long as it takes.
    private var patienceMilliseconds: Int32 {
        decoder.patience(hasMetaKeys: hasMetaKeys) ?? (mode.isAwaiting ? Self.awaitingMilliseconds : -1)
    }

    /// Whether Escape may begin a key that is typed as two.
    private var hasMetaKeys: Bool { !usesVi && mode.isLine }

    /// Makes an event into what libedit is given for it.
    private func pass(_ event: KeyEvent) {
        switch event {
        case .key(Control.escape) where !usesVi:
            // Nothing came after it in time; libedit would take the next key for the rest, whenever that comes.
            break
        case .key(Control.escape):
            passedKeys = [EditorKey.escape.rawValue]
        case .key(let key):
            passedKeys = [key]
        case .quoted(let key):
            passedKeys = [Control.v, key]
        case .sequence(_, let key?) where usesVi:
            passedKeys = [key.rawValue]
        case .sequence(let bytes, _):
            passedKeys = [Control.escape] + bytes.map { Int32($0) }
        case .paste(let text, let wasCut):
            pendingEdits.append(text)
            if wasCut {
                let limit = KeyDecoder.defaultPasteLimitBytes >> 20
                notices = [StyledLine("The pasted text was cut after \(limit) MB.")]
            }
        }
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
        if case .search(let search) = mode { return frame(of: search) }
        let (scalars, cursor) = buffer
        var frame = annotatedFrame(scalars, cursor: cursor)
        let columns = terminal.size.columns
        frame.below = (notices + frame.below).flatMap { $0.folded(width: columns, maximumCount: 3) }
        if case .menu(let menu) = mode { frame.below = lines(of: menu) }
        return frame
    }

    private func annotatedFrame(_ scalars: [UInt32], cursor: Int) -> EditorFrame {
        reasons.update(scalars)
        var frame = EditorFrame(prompt: prompt, scalars: scalars, cursor: cursor)
        let text = String(scalars: scalars)
        let annotation = hooks.annotate?(text, cursor) ?? TextAnnotation()
        frame.spans = annotation.spans
        frame.below = annotation.remarks
        frame.ghost = Self.firstLine(of: ghost(text, at: cursor, of: annotation))
        return frame
    }

    /// What was found, or the line where nothing was; below it what is looked for.
    private func frame(of search: HistorySearch) -> EditorFrame {
        var (scalars, cursor) = buffer
        var matched: Range<Int>?
        if let match = search.match {
            scalars = history[match.index].unicodeScalars.map(\.value)
            cursor = match.range.upperBound
            matched = match.range
        }
        var frame = annotatedFrame(scalars, cursor: cursor)
        if let matched {
            frame.spans = frame.spans.overlaid(with: matched, style: hooks.palette.style(.searchMatch))
        }
        frame.below = [search.line(palette: hooks.palette)]
        return frame
    }

    /// A ghost as it is shown: its first line, marked when there are more.
    private static func firstLine(of ghost: String) -> [UInt32] {
        let scalars = ghost.unicodeScalars.map(\.value)
        guard let end = scalars.firstIndex(of: VisibleScalar.newline) else { return scalars }
        return scalars[..<end] + " ⏎ …".unicodeScalars.map(\.value)
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
            if result == .interrupted { keepDropped(String(scalars: cleanedText)) }
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
        // can continue nothing stops at all, so the wait is limited: by short steps, as the clock goes on meanwhile.
        var rest = Self.resumeWait.count
        while rest > 0, !mailbox.takeResume() {
            rest -= 1
            var descriptor = pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, Self.resumeWait.milliseconds)
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

extension [HighlightSpan] {
    /// The spans with another one over them.
    func overlaid(with range: Range<Int>, style: String) -> [HighlightSpan] {
        guard !range.isEmpty, !style.isEmpty else { return self }
        var before: [HighlightSpan] = []
        var after: [HighlightSpan] = []
        for span in self {
            let head = span.range.clamped(to: 0..<range.lowerBound)
            let tail = span.range.clamped(to: range.upperBound..<Swift.max(range.upperBound, span.range.upperBound))
            if !head.isEmpty { before.append(HighlightSpan(range: head, style: span.style)) }
            if !tail.isEmpty { after.append(HighlightSpan(range: tail, style: span.style)) }
        }
        return before + [HighlightSpan(range: range, style: style)] + after
    }
}

extension String {
    /// The text for a terminal that does not turn newlines into line ends.
    fileprivate func replacingNewlines() -> String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
}
