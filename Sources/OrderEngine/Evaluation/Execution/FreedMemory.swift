import CKernels

/// What a large answer took and no longer takes.
package enum FreedMemory {
    /// Gives it back to the system, which costs some milliseconds: for a program that then waits for a person.
    package static func giveBack() {
        memory_return_free_pages()
    }
}
