import OrderModel

extension Session {
    /// `\history`: the statements that were entered, those with a text in them or all.
    func showHistory(_ text: String?) throws {
        throw ShellError(.usage, "\\history is not there yet")
    }
}

/// Asks the prompt to open the last statement in the user's editor.
package struct EditRequest: Error {}
