// Makes random orders and cuts them into batches of columns, for tests that compare the engine with the plain
// evaluator. Values come from small pools, so that ties, equal texts and hits of a comparison are frequent, and from
// the borders of what a column holds.

import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport

/// Makes random orders as documents, sound ones and odd ones.
struct DatasetGenerator {
    var random: SeededGenerator
    /// One value in so many is odd (missing, of a wrong type, too large for a column); nil for sound values only.
    let oddity: Int?

    init(seed: UInt64, oddity: Int? = nil) {
        random = SeededGenerator(seed: seed)
        self.oddity = oddity
    }

    /// Orders with ids that mostly ascend; some stand twice.
    mutating func orders(_ count: Int) -> [Order] {
        (1...max(count, 1)).prefix(count).map { number in
            let document = order(id: random.oneIn(50) ? max(1, number - 1) : number)
            return Order(document: document, origin: Origin(source: "generated", line: number))
        }
    }

    // MARK: Documents

    private mutating func order(id: Int) -> JSONObject {
        var members = self.members(of: .orders, id: id)
        for collection in [Collection.items, .payments] {
            let count = random.oneIn(3) ? 0 : random.below(5)
            let rows = (0..<count).map { index in
                JSONValue.object(JSONObject(self.members(of: collection, id: id * 10 + index)))
            }
            let isBroken = isOdd(rarity: 8)
            let list = isBroken ? odd() : .array(rows)
            if let list { members.append(JSONMember(key: collection.rawValue, value: list)) }
        }
        if random.oneIn(4) { members.shuffle(using: &random) }
        return JSONObject(members)
    }

    /// The members of a document's own fields, each in one of its spellings.
    private mutating func members(of collection: Collection, id: Int) -> [JSONMember] {
        var members: [JSONMember] = []
        for field in Schema.fields(of: collection) where !field.isFromParent && field.path.count == 1 {
            if Collection(rawValue: field.name) != nil { continue }
            guard let found = field.name == "id" ? .number(String(id)) : value(of: field) else { continue }
            members.append(JSONMember(key: random.pick(field.path[0]), value: found))
        }
        return members
    }

    /// A value as a document has it; nil for one that is missing.
    private mutating func value(of field: Field) -> JSONValue? {
        if isOdd() { return odd() }
        let isRequired = ["id", "key", "status"].contains(field.path.last?.first ?? "")
        if field.isNullable, random.oneIn(10) { return nil }
        if !isRequired || field.path.count == 2, random.oneIn(6) { return .null }
        switch field.type {
        case .text: return .text(GeneratedValues.text(&random))
        case .status: return .text(random.pick(GeneratedValues.statuses))
        case .integer, .money:
            let digits = field.type == .integer ? GeneratedValues.integer(&random) : GeneratedValues.amount(&random)
            return random.oneIn(5) ? .text(digits) : .number(digits)
        case .boolean: return .boolean(random.oneIn(2))
        case .instant: return .text(GeneratedValues.instant(&random).iso8601)
        case .object: return object(field)
        case .document: return random.pick(GeneratedValues.documents)
        case .date, .duration: return .null
        }
    }

    private mutating func object(_ field: Field) -> JSONValue {
        .object(
            JSONObject(
                Schema.parts(of: field).compactMap { part in
                    guard let name = part.path.last?.first else { return nil }
                    // Every part is there, since a customer spelled `customer` that lacks one is odd.
                    let found = value(of: part) ?? .null
                    return JSONMember(key: name, value: found)
                }
            )
        )
    }

    private mutating func isOdd(rarity: Int = 1) -> Bool {
        oddity.map { random.oneIn($0 * rarity) } ?? false
    }

    /// Something that belongs nowhere, or a number beyond what a column holds; nil for a missing value.
    private mutating func odd() -> JSONValue? {
        switch random.below(6) {
        case 0: nil
        case 1: .array([.number("1")])
        case 2: .text("abc")
        case 3: .number("92233720368547758070000")
        case 4: .number("0.1234567890123456789012345")
        default: .number("123456789012345678901234567890123456789012")
        }
    }
}
