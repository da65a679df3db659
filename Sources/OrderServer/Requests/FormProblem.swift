/// Why the value of one field is refused, in Django's words.
struct FormProblem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    static let noNumber = FormProblem("Enter a number.")
    static let tooLarge = FormProblem("Ensure this value is less than or equal to 1e+50.")
    static let nullCharacter = FormProblem("Null characters are not allowed.")
    static let unknownObject = FormProblem(
        "Select a valid choice. That choice is not one of the available choices."
    )

    static func noChoice(_ value: String) -> FormProblem {
        FormProblem("Select a valid choice. \(value) is not one of the available choices.")
    }
}
