/// Why the value of one field is refused, in Django's words.
struct FieldProblem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    static let noNumber = FieldProblem("Enter a number.")
    static let tooLarge = FieldProblem("Ensure this value is less than or equal to 1e+50.")
    static let nullCharacter = FieldProblem("Null characters are not allowed.")
    static let unknownObject = FieldProblem(
        "Select a valid choice. That choice is not one of the available choices."
    )

    static func noChoice(_ value: String) -> FieldProblem {
        FieldProblem("Select a valid choice. \(value) is not one of the available choices.")
    }
}
