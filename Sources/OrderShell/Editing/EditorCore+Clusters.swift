// Moving and deleting by what a reader takes for one character. libedit counts scalars, and stops between a letter and
// its marks.
//
// A key that goes or deletes by characters is a command of ours. Only libedit knows the count that was typed before it
// and vi's operator that waits for it, and gives them to no command of ours. So ours hands over to libedit's own under
// a private key, count and operator kept, and makes its scalars into as many clusters afterwards. Vi's insert mode has
// neither, so there nothing is handed over.
//
// Whatever else libedit did with a key is looked at too: a cursor that went into a cluster goes on to its border, and a
// deletion of a part takes the rest. Before the cursor stand whole clusters, whatever follows: the parts of an emoji
// arrive one by one, and the one before the cursor may join what stands behind it until the next has come. So after an
// insertion or a deletion the cursor stays even if it is inside of a cluster then; the next movement ends that.

import CEdit

/// A movement or a deletion by characters.
enum CharacterStep {
    case left
    case right
    case deleteBefore
    case deleteAfter
    case substitute

    /// The key under which libedit does it by scalars.
    var key: EditorKey {
        switch self {
        case .left: .scalarLeft
        case .right: .scalarRight
        case .deleteBefore: .scalarDeleteBefore
        case .deleteAfter: .scalarDeleteAfter
        case .substitute: .scalarSubstitute
        }
    }
}

/// A text and the cursor's place in it.
struct EditorBuffer {
    var scalars: [UInt32]
    var cursor: Int
}

/// A step that libedit takes at the next key.
struct PendingStep {
    var step: CharacterStep
    /// Whether it is one of vi's command mode, where the cursor stands on a character and not between two.
    var isOnCharacter: Bool
    var before: EditorBuffer
    var isHandedOver = false
}

extension EditorCore {
    /// Takes a step by characters, or hands it over to libedit when it may have a count.
    func take(_ step: CharacterStep, isOnCharacter: Bool = false) -> Int32 {
        let (scalars, cursor) = buffer
        if usesVi && !isOnCharacter {
            takeOne(step, in: scalars, at: cursor)
            return CEDIT_KEEP_READING
        }
        pendingStep = PendingStep(
            step: step,
            isOnCharacter: isOnCharacter,
            before: EditorBuffer(scalars: scalars, cursor: cursor)
        )
        passedKeys.insert(step.key.rawValue, at: 0)
        return CEDIT_KEEP_COUNT
    }

    private func takeOne(_ step: CharacterStep, in scalars: [UInt32], at cursor: Int) {
        switch step {
        case .left: move(from: cursor, to: TextClusters.position(in: scalars, 1, before: cursor))
        case .right:
            let passed = TextClusters.position(in: scalars, 1, after: cursor)
            move(from: cursor, to: TextClusters.cluster(in: scalars, around: passed)?.upperBound ?? passed)
        case .deleteBefore: delete(TextClusters.position(in: scalars, 1, before: cursor)..<cursor, at: cursor)
        case .deleteAfter, .substitute:
            delete(cursor..<TextClusters.position(in: scalars, 1, after: cursor), at: cursor)
        }
    }

    /// Exchanges the clusters before and behind the cursor, at the end the last two.
    func transpose() {
        let (scalars, cursor) = buffer
        let end = TextClusters.position(in: scalars, 1, after: cursor)
        let middle = TextClusters.start(in: scalars, before: end)
        let start = TextClusters.position(in: scalars, 1, before: middle)
        guard start < middle else { return }
        delete(start..<end, at: cursor)
        insert(Array(scalars[middle..<end] + scalars[start..<middle]))
    }

    /// Deletes a part of the text that holds the cursor or borders on it.
    func delete(_ range: Range<Int>, at cursor: Int) {
        guard !range.isEmpty else { return }
        move(from: cursor, to: range.upperBound)
        cedit_delete_before(edit, Int32(range.count))
    }

    /// Makes good what libedit did by scalars with the last key.
    func settle() {
        if pendingStep?.isHandedOver == false {
            pendingStep?.isHandedOver = true
            return
        }
        defer { pendingStep = nil }
        let (scalars, cursor) = buffer
        let now = EditorBuffer(scalars: scalars, cursor: cursor)
        if let pending = pendingStep, complete(pending, now) {
            return
        }
        guard let before = settled else { return }
        if now.scalars == before.scalars {
            settleCursor(now, before)
        } else if now.scalars.count < before.scalars.count {
            settleDeletion(now, before)
        } else if now.scalars.count == before.scalars.count {
            settleReplacement(now, before)
        }
    }

    /// Goes on until as many clusters are passed or deleted as libedit did scalars; false when it did something else.
    private func complete(_ pending: PendingStep, _ now: EditorBuffer) -> Bool {
        let before = pending.before
        guard now.scalars != before.scalars else {
            move(from: now.cursor, to: target(of: pending, now))
            return true
        }
        let count = before.scalars.count - now.scalars.count
        guard count > 0 else { return false }
        switch pending.step {
        case .left, .deleteBefore:
            let start = TextClusters.position(in: before.scalars, count, before: before.cursor)
            guard now.cursor == before.cursor - count else { return false }
            delete(start..<now.cursor, at: now.cursor)
        case .right, .deleteAfter, .substitute:
            let end = TextClusters.position(in: before.scalars, count, after: before.cursor)
            guard before.cursor + count <= end, now.scalars.starts(with: before.scalars[..<before.cursor]) else {
                return false
            }
            delete(before.cursor..<end - count, at: now.cursor)
            let (scalars, cursor) = buffer
            if pending.isOnCharacter, pending.step == .deleteAfter, cursor == scalars.count {
                move(from: cursor, to: TextClusters.position(in: scalars, 1, before: cursor))
            }
        }
        return true
    }

    /// Where a movement by as many clusters as libedit went scalars ends.
    private func target(of pending: PendingStep, _ now: EditorBuffer) -> Int {
        let (scalars, cursor) = (now.scalars, pending.before.cursor)
        switch pending.step {
        case .left:
            return TextClusters.position(in: scalars, cursor - now.cursor, before: cursor)
        case .right:
            let passed = TextClusters.position(in: scalars, now.cursor - cursor, after: cursor)
            let target = TextClusters.cluster(in: scalars, around: passed)?.upperBound ?? passed
            let isBehindLast = pending.isOnCharacter && target == scalars.count && now.cursor != cursor
            return isBehindLast ? TextClusters.start(in: scalars, before: target) : target
        case .deleteBefore, .deleteAfter, .substitute:
            return now.cursor
        }
    }

    /// Takes a cursor that went into a cluster on to its border, but in vi not behind the last character.
    private func settleCursor(_ now: EditorBuffer, _ before: EditorBuffer) {
        guard now.cursor != before.cursor,
            let cluster = TextClusters.cluster(in: now.scalars, around: now.cursor)
        else {
            return
        }
        let goesOn = now.cursor > before.cursor && !(usesVi && cluster.upperBound == now.scalars.count)
        move(from: now.cursor, to: goesOn ? cluster.upperBound : cluster.lowerBound)
    }

    /// Extends a deletion to whole clusters of the text as it was.
    private func settleDeletion(_ now: EditorBuffer, _ before: EditorBuffer) {
        let count = before.scalars.count - now.scalars.count
        // Behind the last character vi goes back by one.
        let start = [now.cursor, now.cursor + 1].first { start in
            start + count <= before.scalars.count && now.scalars.starts(with: before.scalars[..<start])
                && now.scalars[min(start, now.scalars.count)...].elementsEqual(before.scalars[(start + count)...])
        }
        guard let start else { return }
        let border = { (position: Int) in
            position == before.cursor ? nil : TextClusters.cluster(in: before.scalars, around: position)
        }
        let first = border(start)?.lowerBound ?? start
        let end = border(start + count)?.upperBound ?? start + count
        delete(first..<end - count, at: now.cursor)
    }

    /// Deletes the marks of a letter that vi replaced by another one.
    private func settleReplacement(_ now: EditorBuffer, _ before: EditorBuffer) {
        let changed = now.scalars.indices.filter { now.scalars[$0] != before.scalars[$0] }
        guard usesVi, let last = changed.last else { return }
        let isOtherCase = changed.allSatisfy { Self.isSameLetter(now.scalars[$0], before.scalars[$0]) }
        let rest = TextClusters.cluster(in: before.scalars, around: last + 1)
        if let rest, !isOtherCase {
            delete(last + 1..<rest.upperBound, at: now.cursor)
            move(from: buffer.cursor, to: min(now.cursor, last + 1))
        } else if let rest, now.cursor > last {
            move(from: now.cursor, to: rest.upperBound)
        }
    }

    private static func isSameLetter(_ first: UInt32, _ second: UInt32) -> Bool {
        let lowercase = [first, second].map { Unicode.Scalar($0)?.properties.lowercaseMapping ?? "" }
        return lowercase[0].utf8.elementsEqual(lowercase[1].utf8)
    }
}
