import OrderModel

/// The server showed no order, and contradicted itself when it was asked whether that can be.
struct UnconfirmedAbsence: Failure {
    var category: FailureCategory { .incomplete }
    var message: String { "the server shows no order, and its other answers do not fit together" }
    var mend: String? { "try again later" }
}
