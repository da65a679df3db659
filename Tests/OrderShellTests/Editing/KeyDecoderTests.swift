import Testing

@testable import OrderShell

/// Feeds bytes in all the ways in which a terminal may deliver them.
struct KeyDecoderTests {
    private func events(_ chunks: [[UInt8]], unknown: Bool = false) -> [KeyEvent] {
        var decoder = KeyDecoder()
        decoder.passesUnknownSequences = unknown
        var result: [KeyEvent] = []
        for chunk in chunks {
            decoder.feed(chunk)
            while let event = decoder.next() {
                result.append(event)
            }
        }
        decoder.endSequence()
        while let event = decoder.next() {
            result.append(event)
        }
        return result
    }

    private func keys(_ text: String) -> [KeyEvent] {
        text.unicodeScalars.map { .key(Int32($0.value)) }
    }

    private func sequence(_ text: String, _ key: EditorKey? = nil) -> KeyEvent {
        .sequence(Array(text.utf8), key)
    }

    @Test("wherever a read ends, the events are the same")
    func splits() {
        let input = Array("aش😀\u{1B}[A\u{1B}OD\u{1B}[200~x\u{1B}[20\r\n東\u{1B}[201~b\u{1B}\rc".utf8)
        let whole = events([input])
        #expect(whole.contains(.paste("x[20\n東".unicodeScalars.map(\.value), wasCut: false)))
        for split in 1..<input.count {
            #expect(events([Array(input[..<split]), Array(input[split...])]) == whole, "split at \(split)")
        }
        #expect(events(input.map { [$0] }) == whole)
    }

    @Test("behind Ctrl-V the next character is no key, whatever it is, and nothing else is")
    func quoted() {
        let escape: KeyEvent = .quoted(0x1B)
        #expect(events([Array("\u{16}\u{1B}[A\u{1B}[A".utf8)]) == [escape] + keys("[A") + [sequence("[A", .up)])
        #expect(events([[0x16], [0x1B], [0x5B]]) == [escape] + keys("["))
        #expect(events([Array("\u{16}ش\u{16}\u{16}a".utf8)]) == [.quoted(0x634), .quoted(0x16)] + keys("a"))
    }

    @Test("a known sequence is one event, with what was sent")
    func known() {
        let expected = [
            sequence("[3~", .delete), sequence("\r", .breakLine), sequence("OA", .up), sequence("[Z", .backTab),
        ]
        #expect(events([Array("\u{1B}[3~\u{1B}\r\u{1B}OA\u{1B}[Z".utf8)]) == expected)
    }

    @Test("the rest of a sequence is waited for longer than what may follow an Escape that begins no other key")
    func patience() {
        var decoder = KeyDecoder()
        func patience() -> [Int32?] { [false, true].map { decoder.patience(hasMetaKeys: $0) } }
        #expect(patience() == [nil, nil])
        decoder.feed([0x1B])
        #expect(patience() == [30, 500])
        decoder.feed([0x5B])
        #expect(patience() == [500, 500])
        decoder.feed([0x41])
        #expect(patience() == [nil, nil])
    }

    @Test("what follows an Escape that was given up is still its sequence where that is awaited, else plain keys")
    func spentEscape() {
        func events(_ rest: String) -> [KeyEvent] {
            var decoder = KeyDecoder()
            decoder.feed([0x1B])
            decoder.endSequence(isAwaited: true)
            decoder.feed(Array(rest.utf8))
            decoder.endSequence(isAwaited: true)
            var result: [KeyEvent] = []
            while let event = decoder.next() { result.append(event) }
            return result
        }
        #expect(events("") == keys("\u{1B}"))
        #expect(events("[A") == keys("\u{1B}") + [sequence("[A", .up)])
        #expect(events("pش") == keys("\u{1B}pش"))
        #expect(events("\u{1B}") == keys("\u{1B}\u{1B}"))
        #expect(events("\u{1B}x") == keys("\u{1B}") + [sequence("x")])
        #expect(events("[") == keys("\u{1B}["))
    }

    @Test("Ctrl-C is a key wherever it comes", arguments: ["\u{1B}", "\u{1B}[", "\u{1B}[1;", "\u{1B}[M", "\u{1B}]11;"])
    func interrupt(begun: String) {
        #expect(events([Array("a\(begun)\u{3}b".utf8)]) == keys("a\u{3}b"))
    }

    @Test("unknown sequences vanish unless the user has bound some")
    func unknownSequences() {
        let input = Array("a\u{1B}[15~\u{1B}[Ib".utf8)
        #expect(events([input]) == keys("ab"))
        #expect(events([input], unknown: true) == keys("a") + [sequence("[15~"), sequence("[I")] + keys("b"))
    }

    @Test(
        "what the mouse and the terminal report is passed over",
        arguments: [
            "\u{1B}[M !!", "\u{1B}[<0;10;10M\u{1B}[<0;10;10m", "\u{1B}[I\u{1B}[O", "\u{1B}]11;rgb:00/00/00\u{7}",
            "\u{1B}]11;rgb:00/00/00\u{1B}\\", "\u{1B}[?1;2c", "\u{1B}[5;1R",
        ]
    )
    func reports(report: String) {
        #expect(events([Array("a\(report)b".utf8)]) == keys("ab"))
        #expect(events(Array("a\(report)b".utf8).map { [$0] }) == keys("ab"))
    }

    @Test("Escape with a letter, with Escape, and alone")
    func escapes() {
        #expect(events([Array("\u{1B}f".utf8)]) == [sequence("f")])
        #expect(events([Array("\u{1B}\u{1B}[A".utf8)]) == keys("\u{1B}") + [sequence("[A", .up)])
        #expect(events([[0x1B, 0x00, 0x61]]) == keys("a"))
        #expect(events([Array("\u{1B}]".utf8)]) == keys("\u{1B}]"))
        #expect(events([[0x1B]]) == keys("\u{1B}"))
        #expect(events([Array("\u{1B}[".utf8)]) == keys("\u{1B}["))
        #expect(events([Array("\u{1B}ش".utf8)]) == keys("\u{1B}ش"))
        #expect(events([Array("\u{1B}[1\r".utf8)]) == keys("\u{1B}[1\r"))
    }

    @Test("a paste beyond the limit is cut and says so")
    func hugePaste() {
        var decoder = KeyDecoder()
        #expect(decoder.pasteLimitBytes == 8 << 20)
        decoder.pasteLimitBytes = 100
        decoder.feed(Array("\u{1B}[200~".utf8))
        for _ in 0..<5 {
            decoder.feed([UInt8](repeating: 0x61, count: 30))
        }
        decoder.feed(Array("\u{1B}[201~z".utf8))
        guard case .paste(let text, wasCut: true)? = decoder.next() else {
            Issue.record("there is no cut paste")
            return
        }
        #expect(text.count == 100)
        #expect(decoder.next() == .key(0x7A))
    }

    @Test("Ctrl-C read by itself gets out of a paste that never ends")
    func unfinishedPaste() {
        #expect(events([Array("\u{1B}[200~abc".utf8), [0x03], [0x78]]) == keys("\u{3}x"))
    }

    @Test(
        "what is not UTF-8 becomes replacement characters",
        arguments: [
            ([0x80], "\u{FFFD}"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}"),
            ([0xE2, 0x28], "\u{FFFD}("), ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}"), ([0xF0, 0x9F, 0x98, 0x80], "😀"),
            ([0xE0, 0x80, 0x80], "\u{FFFD}"), ([0x00, 0x61], "a"), ([0xC2, 0x9C, 0x62], "b"),
        ] as [([UInt8], String)]
    )
    func invalidBytes(bytes: [UInt8], expected: String) {
        #expect(events([bytes]) == keys(expected))
    }
}
