/// The members of all open containers of a parse, which move from here into arrays of exactly the right size.
///
/// Moving costs no reference counting, which copying out of an array and removing from it does.
final class JSONStack {
    private var storage: UnsafeMutablePointer<JSONMember>
    private var capacity = 256
    private(set) var count = 0

    init() {
        storage = .allocate(capacity: capacity)
    }

    deinit {
        storage.deinitialize(count: count)
        storage.deallocate()
    }

    /// Puts a member on top; an element of an array is one with an empty key.
    func push(_ member: JSONMember) {
        if count == capacity { grow() }
        (storage + count).initialize(to: member)
        count += 1
    }

    private func grow() {
        let larger = UnsafeMutablePointer<JSONMember>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity *= 2
    }

    func removeAll() {
        storage.deinitialize(count: count)
        count = 0
    }

    /// Takes the members from `start` on off the stack.
    func popMembers(from start: Int) -> [JSONMember] {
        let length = count - start
        guard length > 0 else { return [] }
        count = start
        return Array(unsafeUninitializedCapacity: length) { buffer, initializedCount in
            buffer.baseAddress?.moveInitialize(from: storage + start, count: length)
            initializedCount = length
        }
    }

    /// Takes the values of the members from `start` on off the stack.
    func popValues(from start: Int) -> [JSONValue] {
        popMembers(from: start).map(\.value)
    }
}
