/// Who sends a request, as its token says.
package struct Caller: Sendable, Hashable {
    /// The name of the token, for the log.
    package let name: String
    package let scope: Scope

    /// What a token opens.
    package enum Scope: Sendable, Hashable {
        /// All orders: the admin list and the other platform's orders.
        case admin
        /// The orders of one customer.
        case customer(Int)
    }

    package init(name: String, scope: Scope) {
        self.name = name
        self.scope = scope
    }
}
