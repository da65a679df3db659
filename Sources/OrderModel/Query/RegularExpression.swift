// The regular expressions of `matches`: POSIX extended ones over Unicode scalars, matched by walking all states
// of an automaton at once. The C library's own are not used: what they make of letters past ASCII depends on the
// machine's locale (in C.UTF-8 glibc refuses the range [ا-ی]), and both their memory and time can explode.

/// A compiled pattern of `matches`.
///
/// Matching takes time proportional to the text's length times the pattern's, whatever they are, since there
/// are no back-references and nothing is ever tried twice.
package struct RegularExpression: Sendable, Hashable {
    package let pattern: String
    private let states: [State]
    private let start: Int

    /// The longest pattern, in UTF-8 bytes.
    package static let maximumByteCount = 256
    /// The most states that a pattern may have once its repetitions are written out.
    package static let maximumExpandedCount = 1_000

    /// Compiles a pattern; the error says in words what is wrong with it.
    package init(_ pattern: String) throws(RegularExpressionProblem) {
        self.pattern = pattern
        var parser = try RegularExpressionParser(pattern)
        var builder = StateBuilder()
        start = builder.add(try parser.parse(), before: builder.match)
        states = builder.states
    }

    /// What is wrong with a pattern, nil when nothing is.
    package static func validate(_ pattern: String) -> String? {
        do throws(RegularExpressionProblem) {
            _ = try RegularExpression(pattern)
            return nil
        } catch {
            return error.message
        }
    }

    /// Whether the pattern is found anywhere in the text; case counts, and `.` matches line ends too.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var walk = Walk(stateCount: states.count)
        for position in 0...scalars.count {
            let place = Place(isStart: position == 0, isEnd: position == scalars.count)
            if enter(start, at: place, &walk) { return true }
            guard position < scalars.count else { break }
            let waiting = walk.advance()
            let next = Place(isStart: false, isEnd: position + 1 == scalars.count)
            for state in waiting {
                if case .scalar(let set, let following) = states[state], set.contains(scalars[position]),
                    enter(following, at: next, &walk)
                {
                    return true
                }
            }
        }
        return false
    }

    /// Follows all ways out of a state that need no scalar; true when one of them is the end of the pattern.
    private func enter(_ first: Int, at place: Place, _ walk: inout Walk) -> Bool {
        var open = [first]
        while let state = open.popLast() {
            guard walk.mark(state) else { continue }
            switch states[state] {
            case .match: return true
            case .scalar: walk.waiting.append(state)
            case .fork(let left, let right): open += [right, left]
            case .textStart(let following): if place.isStart { open.append(following) }
            case .textEnd(let following): if place.isEnd { open.append(following) }
            }
        }
        return false
    }

    private struct Place {
        let isStart: Bool
        let isEnd: Bool
    }

    /// The states that wait for the next scalar, each at most once.
    private struct Walk {
        var waiting: [Int] = []
        private var lastRound: [Int]
        private var round = 1

        init(stateCount: Int) {
            lastRound = Array(repeating: 0, count: stateCount)
        }

        mutating func mark(_ state: Int) -> Bool {
            guard lastRound[state] != round else { return false }
            lastRound[state] = round
            return true
        }

        mutating func advance() -> [Int] {
            round += 1
            defer { waiting = [] }
            return waiting
        }
    }

    package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
        left.pattern.utf8.elementsEqual(right.pattern.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in pattern.utf8 { hasher.combine(byte) }
    }
}

/// What is wrong with a pattern.
package struct RegularExpressionProblem: Error, Sendable, Hashable {
    /// In words, without the pattern: `nothing before '*' to repeat`.
    package let message: String
}

/// One state of the automaton.
private enum State: Sendable {
    case scalar(ScalarSet, Int)
    case fork(Int, Int)
    case textStart(Int)
    case textEnd(Int)
    case match
}

/// Lays a pattern out as states, from its end to its start, so that every state knows what follows it.
private struct StateBuilder {
    var states: [State] = [.match]
    let match = 0

    /// Adds the states of a part that is followed by `next`, and gives the one that the part begins with.
    mutating func add(_ part: PatternPart, before next: Int) -> Int {
        switch part {
        case .empty: return next
        case .scalar(let set): return append(.scalar(set, next))
        case .textStart: return append(.textStart(next))
        case .textEnd: return append(.textEnd(next))
        case .sequence(let parts): return parts.reversed().reduce(next) { add($1, before: $0) }
        case .choice(let parts):
            let entries = parts.map { add($0, before: next) }
            return entries.dropLast().reversed().reduce(entries.last ?? next) { append(.fork($1, $0)) }
        case .repeated(let inner, let minimum, let maximum):
            var entry = next
            if let maximum {
                for _ in minimum..<maximum { entry = append(.fork(add(inner, before: entry), next)) }
            } else {
                let loop = append(.fork(next, next))
                states[loop] = .fork(add(inner, before: loop), next)
                entry = loop
            }
            for _ in 0..<minimum { entry = add(inner, before: entry) }
            return entry
        }
    }

    private mutating func append(_ state: State) -> Int {
        states.append(state)
        return states.count - 1
    }
}
