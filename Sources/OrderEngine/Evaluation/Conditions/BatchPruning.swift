package import OrderModel

/// Decides from the ranges of a batch's values whether looking at its rows can be spared.
package struct BatchPruning: Sendable {
    private let conditions: [Condition]
    private let time: TimeContext

    /// Prepares the conditions of a scan's request: all of them must hold for an order to matter.
    package init(_ conditions: [Condition], time: TimeContext) {
        self.conditions = conditions
        self.time = time
    }

    /// Whether no order of a batch can fulfil the conditions, nor make the plain evaluator fail.
    ///
    /// - Parameter summary: What is known of a field of orders; nil when nothing is.
    package func canSkip(_ summary: (Field) -> ValueSummary?) -> Bool {
        false
    }
}
