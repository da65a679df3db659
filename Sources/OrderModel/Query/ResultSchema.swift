/// The columns of an answer as fields, so that the answer can be asked again: what `_` is while a text is checked.
package struct ResultSchema: Sendable, Hashable {
    /// A field for each column, in their order, by the name that the language can spell.
    package let fields: [Field]

    package init(fields: [Field]) {
        self.fields = fields
    }
}
