// What could stand for a value: fields, columns, functions, `$names`, and the values that fit the field that they are
// compared with.

import OrderLanguage
import OrderModel

/// Makes suggestions for one place of a value.
struct ValueSuggestions {
    let place: ValuePlace
    let knowledge: PromptKnowledge.Snapshot
    let values: KnownValues
    let typed: String

    private var isCompared: Bool {
        switch place.use {
        case .operand, .listOpening, .listElement, .pattern, .constant: true
        case .condition, .presence, .column, .sort, .argument: false
        }
    }

    /// What stands behind a value: a blank, unless a list goes on.
    private var behind: String { place.use == .listElement || place.use == .argument ? "" : " " }

    /// All that can stand here and doesn't already.
    var all: [Suggestion] {
        let listed = Set(place.listed.map { Array($0.utf8) })
        return fitting.filter { !listed.contains(Array($0.label.utf8)) }
    }

    private var fitting: [Suggestion] {
        if typed.hasPrefix("\"") || typed.hasPrefix("'") { return texts.map(followed) }
        if typed.hasPrefix("$") { return parameters }
        if isCompared { return constants + parameters + (comparesWithNames ? names + functions : []) }
        return names + functions + (place.use == .argument ? parameters : [])
    }

    /// A text is compared with another field so seldom that fields stand there only for who types one.
    private var comparesWithNames: Bool {
        switch place.type {
        case .text?, .object?: place.use != .pattern && !typed.isEmpty
        default: place.use != .pattern
        }
    }

    // MARK: Constants

    private var constants: [Suggestion] {
        let opening = place.use == .listOpening && typed.isEmpty ? "(" : ""
        var found: [Suggestion]
        switch place.type {
        case .status?:
            found = OrderStatus.names.enumerated().map { Suggestion($1, detail: "status", worth: $0) }
        case .boolean?: found = ["true", "false"].map { Suggestion($0, ignoresCase: true) }
        case .instant?, .date?:
            guard isCompared, place.use != .pattern else { return [] }
            // Among others only periods can be meant: nothing happens at just this moment.
            let isListed = place.use == .listElement || place.use == .listOpening
            return DateSuggestions(knowledge: knowledge, typed: typed, behind: behind, takesMoments: !isListed).all
        case .duration?:
            found = Suggestion.quantities(["1h", "12h", "36h", "1d", "7d", "2w", "30min"], after: typed)
        case .text?, .object?: found = texts
        default: found = []
        }
        if opening.isEmpty { return found.map(followed) }
        for index in found.indices { found[index].text = opening + found[index].text }
        return found
    }

    private func followed(_ suggestion: Suggestion) -> Suggestion {
        var suggestion = suggestion
        suggestion.text += behind
        return suggestion
    }

    /// The texts that the field is known to hold, as literals in the quotes that are open, or in double ones.
    private var texts: [Suggestion] {
        guard place.type != .status else {
            return OrderStatus.names.map { Suggestion(quoted($0), key: keyed($0), label: $0, detail: "status") }
        }
        guard place.use != .pattern, let field = place.field else { return [] }
        return (shownTexts(of: field) ?? values.texts(of: field)).map { text in
            Suggestion(quoted(text), key: keyed(text), label: text.isEmpty ? "\"\"" : text)
        }
    }

    private func shownTexts(of field: Field) -> [String]? {
        place.resultNumber.flatMap { knowledge.resultTexts?($0, field.name) }
    }

    /// Whether the source is being asked for the texts that could stand here.
    var awaitsTexts: Bool {
        guard isCompared, place.use != .pattern, !typed.hasPrefix("$"), let field = place.field else { return false }
        return shownTexts(of: field) == nil && values.isReading(field)
    }

    private func quoted(_ text: String) -> String {
        TextLiteral.of(text, quote: typed.hasPrefix("'") ? "'" : "\"")
    }

    /// What is typed has its quote where one is open, so the value is compared with it too.
    private func keyed(_ text: String) -> String {
        guard let quote = typed.first, quote == "\"" || quote == "'" else { return text }
        return String(quote) + text
    }

    /// Whether a value of one type can stand where another is wanted; an object is compared by its id or its name.
    private static func takes(_ type: ValueType, where wanted: ValueType) -> Bool {
        wanted == .object ? type == .integer || type == .text : wanted.accepts(type)
    }

    // MARK: Names

    private var parameters: [Suggestion] {
        place.parameters.compactMap { name, type in
            let takesLists = place.use == .listOpening
            guard !type.isList || takesLists else { return nil }
            if let wanted = place.type, !Self.takes(type.type, where: wanted) { return nil }
            return Suggestion("$" + name + behind, key: "$" + name, detail: type.description, worth: 50)
        }
    }

    /// Columns and fields; the parts of an object only when its name is typed.
    private var names: [Suggestion] {
        var found: [Suggestion] = []
        for (name, type) in place.aliases where accepts(type) {
            found.append(Suggestion(name + fieldBehind(type), key: name, detail: "column, \(type.rawValue)"))
        }
        let usual = place.fields.first.map { Schema.defaultColumns(of: $0.collection) } ?? []
        for field in place.fields where field != place.field && accepts(field.type) && isShown(name: field.name) {
            let rank = usual.firstIndex { $0 == field || $0.name.hasPrefix(field.name + ".") }
            found.append(suggestion(for: field, usualRank: rank))
        }
        for child in place.children where begins(with: child.collection.rawValue) {
            let name = "\(child.collection.rawValue).\(child.name)"
            guard isShown(name: name) else { continue }
            let detail = "of any of the \(child.collection.rawValue): \(FieldList.typeWords(child))"
            found.append(Suggestion(name + " ", key: name, detail: detail, worth: 46))
        }
        if !begins(with: "order"), !isCompared, place.fields.contains(where: \.isFromParent) {
            found.append(Suggestion("order.", detail: "the order's own fields", worth: 45))
        }
        return found
    }

    /// A field, the usual ones first and in the order of a table's columns.
    private func suggestion(for field: Field, usualRank: Int?) -> Suggestion {
        let isDocument = field.type == .document && place.use != .presence
        let worth = (isCompared ? 60 : 30) + (usualRank ?? (isDocument ? 14 : field.type == .object ? 12 : 11))
        if field.type == .object, place.use != .condition, place.use != .presence {
            return Suggestion(field.name + ".", detail: "parts: " + partNames(of: field), worth: worth)
        }
        let detail = FieldList.detail(of: field, knowledge.capabilities)
        return Suggestion(field.name + fieldBehind(field.type), key: field.name, detail: detail, worth: worth)
    }

    private func partNames(of field: Field) -> String {
        Schema.parts(of: field).compactMap { $0.name.split(separator: ".").last.map(String.init) }
            .joined(separator: ", ")
    }

    private func fieldBehind(_ type: ValueType) -> String {
        switch place.use {
        case .argument, .listElement, .sort, .column: ""
        default: " "
        }
    }

    private func accepts(_ type: ValueType) -> Bool {
        switch place.use {
        case .presence, .condition: return true
        case .sort, .column: if type == .document { return place.use == .column }
        case .argument: if type == .object { return true }
        default:
            // An object is compared by its id or its name, and never stands on the right.
            if type == .object || type == .document { return false }
        }
        guard let wanted = place.type else { return true }
        if wanted == .status { return false }
        return wanted.accepts(type) || wanted == .object && type.isTextual
    }

    /// Whether all but the last part of a dotted name is typed.
    private func isShown(name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return true }
        // Letters that no name begins with may stand in a part: then all parts are looked through.
        return begins(with: String(name[..<dot])) || !typed.isEmpty && !beginsName
    }

    private var beginsName: Bool {
        place.fields.contains { !$0.name.contains(".") && $0.name.utf8.starts(with: lowered.utf8) }
            || place.children.contains { $0.collection.rawValue.utf8.starts(with: lowered.utf8) }
            || place.aliases.keys.contains { $0.lowercased().utf8.starts(with: lowered.utf8) }
            || typed.contains(".") || "order".utf8.starts(with: lowered.utf8)
    }

    /// Names are found in any case.
    private var lowered: String { typed.lowercased() }

    private func begins(with name: String) -> Bool { lowered.utf8.starts(with: name.utf8) }

    // MARK: Functions

    private var functions: [Suggestion] {
        guard place.use != .presence, place.type != .status, place.type != .boolean else { return [] }
        var found: [Suggestion] = []
        if place.allowsAggregates {
            found += Aggregate.allCases.enumerated().map { index, aggregate in
                let name = aggregate.rawValue
                let text = aggregate == .count ? "count()" : name + "("
                let worth = index < 3 ? 39 : 45
                return Suggestion(text, detail: HelpTable.summary(of: name), worth: worth, ignoresCase: true)
            }
        }
        if place.allowsQuantifiers {
            found += Quantifier.allCases.map { quantifier in
                let name = quantifier.rawValue
                return Suggestion(name + "(", detail: HelpTable.summary(of: name), worth: 70, ignoresCase: true)
            }
        }
        found += Function.allCases.filter(fits).map { function in
            let name = function.rawValue
            return Suggestion(name + "(", detail: HelpTable.summary(of: name), worth: 76, ignoresCase: true)
        }
        return found
    }

    private func fits(_ function: Function) -> Bool {
        guard let wanted = place.type else { return true }
        switch function {
        case .hour, .weekday, .abs, .round, .length: return wanted.isNumeric
        case .day, .week, .month, .quarter, .year: return wanted.isTemporal
        case .lower, .upper: return wanted.isTextual || wanted == .object
        case .coalesce: return true
        }
    }
}
