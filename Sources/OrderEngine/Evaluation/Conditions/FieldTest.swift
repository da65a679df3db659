import OrderModel
import OrderReference

/// What a condition asks of one field, its constants computed.
enum FieldTest: Sendable {
    case comparison(ComparisonOperator, Value)
    case membership([Value])
    case between(Value, Value)
    case isNull
    case has
    case truth
    /// Contains, begins or ends; nil when what is looked for is no text, so that nothing has it.
    case text(TextNeedle?)
    case pattern(RegularExpression)
}

extension FieldTest {
    /// Whether null passes, in a field of any type.
    var acceptsNull: Bool {
        switch self {
        case .comparison(.equal, let constant): constant.isNull
        case .comparison(.notEqual, let constant): !constant.isNull
        case .membership(let constants): constants.contains(where: \.isNull)
        case .isNull: true
        default: false
        }
    }
}

/// A field and what is asked of it.
struct FieldCondition: Sendable {
    let field: Field
    let test: FieldTest

    /// The condition as a test of one field against constants; nil when it is none.
    ///
    /// A constant that cannot be computed makes it none too, so that the plain evaluator says what is wrong.
    init?(_ condition: Condition, _ evaluator: Evaluator) {
        switch condition {
        case .comparison(.field(let field), let operation, let other):
            guard let constant = evaluator.constant(other) else { return nil }
            self.init(field, .comparison(operation, constant))
        case .comparison(let other, let operation, .field(let field)):
            guard let constant = evaluator.constant(other) else { return nil }
            self.init(field, .comparison(operation.mirrored, constant))
        case .membership(.field(let field), let elements):
            let constants = elements.compactMap(evaluator.constant)
            guard constants.count == elements.count else { return nil }
            self.init(field, .membership(constants))
        case .between(.field(let field), let lower, let upper):
            guard let lower = evaluator.constant(lower), let upper = evaluator.constant(upper) else { return nil }
            self.init(field, .between(lower, upper))
        case .isNull(.field(let field)): self.init(field, .isNull)
        case .has(.field(let field)): self.init(field, .has)
        case .truth(.field(let field)): self.init(field, .truth)
        case .textMatch(.field(let field), let operation, let part):
            guard let constant = evaluator.constant(part) else { return nil }
            if case .text(let text) = constant {
                self.init(field, .text(TextNeedle(text, operation)))
            } else {
                self.init(field, .text(nil))
            }
        case .matches(.field(let field), let pattern):
            guard let expression = try? RegularExpression(pattern) else { return nil }
            self.init(field, .pattern(expression))
        default: return nil
        }
    }

    private init(_ field: Field, _ test: FieldTest) {
        self.field = field
        self.test = test
    }
}
