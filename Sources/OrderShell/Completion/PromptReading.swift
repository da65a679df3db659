// What is known of the text at the prompt: read once for each text, and asked for its looks, its ghost and what could
// stand at the cursor. Everything is bounded by the text's size, since it runs for each key.

import OrderLanguage
import OrderModel
import Synchronization

/// Reads the text at the prompt for the line editor.
final class PromptReading: Sendable {
    /// What was found out of a text.
    private struct Text {
        let text: String
        let source: SourceText
        let offsets: ScalarOffsets
        let runs: [TokenRun]
        /// Nil where the text is too long to be checked for each key.
        let program: Program?
        /// What is wrong before the word that the text ends with, which may be the beginning of what mends it.
        let errorsBeforeWord: [Diagnostic]?
        let completeness: Completeness
    }

    private let knowledge: PromptKnowledge
    private let palette: Palette
    private let last = Mutex<Text?>(nil)

    /// Longer texts are not checked for each key, which would take longer than a key may.
    static let longestChecked = 8 << 10
    /// Longer ones have no completion.
    static let longestCompleted = 32 << 10
    /// Longer ones have no colours.
    static let longestColoured = 64 << 10

    init(_ knowledge: PromptKnowledge, palette: Palette) {
        self.knowledge = knowledge
        self.palette = palette
    }

    /// Reads a text, unless it is the one that was read last.
    private func read(_ text: String) -> Text {
        if let last = last.withLock({ $0 }), last.text.utf8.elementsEqual(text.utf8) { return last }
        let snapshot = knowledge.snapshot
        let source = SourceText(text)
        let isShort = source.bytes.count <= Self.longestChecked
        let program = isShort ? snapshot.check(source) : nil
        let runs = source.bytes.count <= Self.longestColoured ? TokenRuns.of(source, results: snapshot.results) : []
        let read = Text(
            text: text,
            source: source,
            offsets: ScalarOffsets(source.bytes),
            runs: runs,
            program: program,
            errorsBeforeWord: program?.hasErrors == true ? Self.errorsBeforeWord(of: source, snapshot) : nil,
            completeness: PromptHooks.completeness(of: text)
        )
        last.withLock { $0 = read }
        return read
    }

    /// The errors of the text without the word that it ends with; nil where it ends with none.
    private static func errorsBeforeWord(
        of source: SourceText,
        _ snapshot: PromptKnowledge.Snapshot
    ) -> [Diagnostic]? {
        let word = source.bytes.reversed().prefix { isWordByte($0) }
        // A command's line is read as a whole.
        let line = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? []
        let begins = line.first { $0 != 0x20 && $0 != 0x09 }
        guard !word.isEmpty, word.count < source.bytes.count, begins != UInt8(ascii: "\\") else { return nil }
        return snapshot.check(SourceText(bytes: Array(source.bytes.dropLast(word.count)))).diagnostics
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default: false
        }
    }

    // MARK: Answers

    func completeness(of text: String) -> Completeness {
        // The editor asks about beginnings of the text too, which are not worth keeping.
        if let last = last.withLock({ $0 }), last.text.utf8.elementsEqual(text.utf8) { return last.completeness }
        return PromptHooks.completeness(of: text)
    }

    /// Whether nothing is wrong with an earlier statement, as far as can be said within a key's time.
    func canRun(_ text: String) -> Bool {
        text.utf8.count > Self.longestChecked || !knowledge.snapshot.check(SourceText(text)).hasErrors
    }

    func annotation(of text: String, cursor: Int) -> TextAnnotation {
        guard text.utf8.count <= Self.longestColoured else { return TextAnnotation() }
        let read = read(text)
        let place = read.offsets.byte(atScalar: cursor)
        let isAtEnd = place == read.source.bytes.count
        let diagnostics = (isAtEnd ? read.errorsBeforeWord : nil) ?? read.program?.diagnostics ?? []
        let errors = TextHighlighter.visibleErrors(diagnostics, cursor: place)
        let highlighter = TextHighlighter(palette: palette, source: read.source, offsets: read.offsets)
        return TextAnnotation(
            spans: highlighter.spans(read.runs, errors: errors),
            ghost: errors.isEmpty ? ghost(read, at: place) : "",
            remarks: highlighter.remarks(errors)
        )
    }

    func completions(of text: String, cursor: Int) -> CompletionAnswer {
        guard text.utf8.count <= Self.longestCompleted else {
            return CompletionAnswer(start: cursor, candidates: [], remark: "this text is too long for completion")
        }
        let read = read(text)
        let place = read.offsets.byte(atScalar: cursor)
        let completer = completer(read)
        let found = completer.found(at: place)
        let (fitting, isByPrefix) = SuggestionMatch.fitting(found.typed, found.suggestions)
        let next = place < read.source.bytes.count ? read.source.bytes[place] : 0
        return CompletionAnswer(
            start: read.offsets.scalar(atByte: found.start),
            candidates: fitting.map { $0.candidate(before: next) },
            isByPrefix: isByPrefix,
            remark: found.remark,
            isUnfinished: found.isUnfinished
        )
    }

    private func completer(_ read: Text) -> Completer {
        let snapshot = knowledge.snapshot
        return Completer(
            source: read.source,
            knowledge: snapshot,
            values: knowledge.values,
            parameters: read.program?.parameters ?? snapshot.parameters
        )
    }

    /// The rest of the only word that can stand at the end of the text.
    private func ghost(_ read: Text, at place: Int) -> String {
        guard read.program != nil, place == read.source.bytes.count, place > 0 else { return "" }
        let found = completer(read).found(at: place, listsFiles: false)
        guard !found.typed.isEmpty || found.start > 0 else { return "" }
        let (fitting, isByPrefix) = SuggestionMatch.fitting(found.typed, found.suggestions)
        guard isByPrefix, fitting.count == 1, let only = fitting.first else { return "" }
        guard only.ignoresCase || !found.typed.isEmpty else { return "" }
        // What is typed stays as it is: a value that would get quotes, or a name other letters, can't follow it.
        let text = only.candidate(before: 0).text
        guard only.ignoresCase || text.utf8.starts(with: found.typed.utf8) else { return "" }
        return String(decoding: text.utf8.dropFirst(found.typed.utf8.count), as: UTF8.self).trimmedAtEnd
    }
}

extension Suggestion {
    /// What the editor is told; without the blank, bracket or dot at its end where that stands already.
    fileprivate func candidate(before next: UInt8) -> CompletionAnswer.Candidate {
        var text = text
        let isFollowed = [0x20, UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "'")].contains(
            next
        )
        if text.hasSuffix(" "), isFollowed { text.removeLast() }
        if let sign = text.last?.asciiValue, sign == next, "\"'(.=/,".utf8.contains(sign) { text.removeLast() }
        return CompletionAnswer.Candidate(
            text: text,
            label: VisibleText.of(label),
            detail: VisibleText.of(detail)
        )
    }
}
