import Amounts
import JSON
import Store
import Timekeeping

/// A field's value between its column and the outside: JSON for programs, text for forms, files and pages.
extension FieldDefinition {
    /// Reads what a program sent.
    ///
    /// - Throws: `FieldProblem` saying what was expected.
    public func parse(_ json: JSON) throws(FieldProblem) -> (SQLValue, SQLValue) {
        switch (kind, json) {
        case (_, .null):
            return (.null, .null)
        case (.boolean, .bool(let bool)):
            return (.bool(bool), .null)
        case (.integer, .int(let int)):
            return (.int(int), .null)
        case (.number, .int), (.number, .double):
            guard let double = json.doubleValue, double.isFinite else { throw problem("a number") }
            return (.double(double), .null)
        case (.decimal, .int(let int)):
            return try parse("\(int)")
        case (.money, .object(let object)):
            guard let amount = object["amount"]?.stringValue, let currency = object["currency"]?.stringValue, object.count == 2 else {
                throw problem("{\"amount\": \"12.50\", \"currency\": \"CHF\"}")
            }
            return try parse("\(currency) \(amount)")
        case (.json, _):
            return (.text(json.description), .null)
        case (.boolean, _), (.integer, _), (.number, _):
            throw problem("\(kind == .boolean ? "true or false" : "a number")")
        case (_, .string(let text)):
            return try parse(text)
        default:
            throw problem("a string")
        }
    }

    /// Reads what a person typed or a file holds. Blank is empty.
    public func parse(_ typed: String) throws(FieldProblem) -> (SQLValue, SQLValue) {
        let text = kind == .longText || kind == .markdown ? typed : typed.trimmed
        guard !text.isEmpty else { return (.null, .null) }
        guard !text.utf8.contains(0) else { throw FieldProblem(name, "\(title) holds a character that no text has (NUL).") }
        switch kind {
        case .text(let max):
            guard text.unicodeScalars.count <= max else { throw FieldProblem(name, "\(title) has \(text.unicodeScalars.count) characters; \(max) are allowed.") }
            return (.text(text), .null)
        case .longText, .markdown, .code:
            guard text.utf8.count <= 1_000_000 else { throw FieldProblem(name, "\(title) is longer than 1 MB.") }
            return (.text(text), .null)
        case .email:
            guard Self.isEmail(text) else { throw FieldProblem(name, "“\(text.prefix(80))” is not an e-mail address.") }
            return (.text(text.lowercased()), .null)
        case .phone:
            guard text.utf8.count <= 40 else { throw FieldProblem(name, "\(title) is too long for a phone number.") }
            return (.text(text), .null)
        case .url:
            guard text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("/"), text.utf8.count <= 2_000 else { throw problem("an address that begins with https://") }
            return (.text(text), .null)
        case .choice(let choices):
            guard choices.isEmpty || choices.contains(where: { $0.value == text }) else { throw problem("one of: " + choices.map(\.value).joined(separator: ", ")) }
            return (.text(text), .null)
        case .integer:
            guard let int = Int64(text) else { throw problem("a whole number") }
            return (.int(int), .null)
        case .number:
            guard let double = Double(text), double.isFinite else { throw problem("a number") }
            return (.double(double), .null)
        case .decimal(let scale):
            guard let decimal = try? FixedDecimal(text), let scaled = try? decimal.rounded(toScale: scale), scaled == decimal else { throw problem("a number with at most \(scale) decimals") }
            return (.int(scaled.coefficient), .null)
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return (.bool(true), .null)
            case "false", "no", "off", "0": return (.bool(false), .null)
            default: throw problem("yes or no")
            }
        case .date:
            guard let date = LocalDate(text) else { throw problem("a date like 2026-11-22") }
            return (.text(date.description), .null)
        case .instant:
            guard let instant = Instant(text) else { throw problem("a time like 2026-11-22T14:05:00Z") }
            return (.int(instant.microseconds), .null)
        case .money:
            let parts = text.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let currency = Currency(String(parts[0])), let decimal = try? FixedDecimal(String(parts[1])),
                  let money = try? Money(decimal, currency), money.decimal == decimal else { throw problem("an amount with its currency, like CHF 12.50") }
            return (.int(money.minor), .text(currency.code))
        case .reference(let target, _):
            guard let key = AnyKey(text) else { throw problem("the id of a \(target.replacing("_", with: " "))") }
            return (.int(key.id), .null)
        case .json:
            guard let json = try? JSON(parsing: text) else { throw problem("JSON") }
            return (.text(json.description), .null)
        }
    }

    private func problem(_ expected: String) -> FieldProblem { FieldProblem(name, "\(title) must be \(expected).") }

    /// Practical form of RFC 5321: one @, a local part of at most 64 bytes, a domain of dot-separated labels.
    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...255).contains(parts[1].utf8.count) else { return false }
        guard !text.contains(where: { $0.isWhitespace || "<>(),;:\"\\".contains($0) }) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
            && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".") && !parts[0].contains("..")
    }
}

extension String {
    var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[start...end])
    }
}

extension AnyRecord {
    /// A field for programs.
    public func json(_ name: String) -> JSON? { object.position(of: name).map(json) }

    func json(_ index: Int) -> JSON { Self.json(object.fields[index], stored(index)) }

    func originalJSON(_ index: Int) -> JSON {
        guard let original else { return .null }
        let offset = object.offsets[index], field = object.fields[index]
        return Self.json(field, (original[offset], field.kind == .money ? original[offset + 1] : .null))
    }

    private static func json(_ field: FieldDefinition, _ stored: (SQLValue, SQLValue)) -> JSON { field.json(stored) }
}

extension FieldDefinition {
    /// A value for programs.
    @_spi(Kernel) public func json(_ stored: (SQLValue, SQLValue)) -> JSON {
        let field = self
        switch (field.kind, stored.0) {
        case (_, .null): return .null
        case (.reference, .int(let id)): return .string(AnyKey(id).text)
        case (.instant, .int(let microseconds)): return .string(Instant(microseconds: microseconds).description)
        case (.money, .int(let minor)):
            guard let code = stored.1.text, let currency = Currency(code) else { return .null }
            return ["amount": .string(Money(minor: minor, currency).decimal.description), "currency": .string(code)]
        case (.decimal(let scale), .int(let units)): return JSON((try? FixedDecimal(coefficient: units, scale: scale))?.normalized.description)
        case (.boolean, let value): return value.bool.map { .bool($0) } ?? .null
        case (.json, .text(let text)): return (try? JSON(parsing: text)) ?? .string(text)
        case (_, .int(let int)): return .int(int)
        case (_, .double(let double)): return .double(double)
        case (_, .bool(let bool)): return .bool(bool)
        case (_, .text(let text)): return .string(text)
        case (_, .blob): return .null
        }
    }

}

extension AnyRecord {
    /// A field as a form shows and takes it.
    public func text(_ name: String) -> String {
        guard let index = object.position(of: name) else { return "" }
        switch (object.fields[index].kind, stored(index).0) {
        case (.money, .int(let minor)):
            guard let code = stored(index).1.text, let currency = Currency(code) else { return "" }
            return "\(code) \(Money(minor: minor, currency).decimal)"
        default:
            switch json(index) {
            case .null: return ""
            case .string(let text): return text
            case let other: return other.description
            }
        }
    }

    /// Takes values from outside: programs send JSON, forms send strings. Checks every field before it complains about all.
    ///
    /// - Throws: `RecordError.invalid` naming each field that is unknown, read-only or of the wrong kind.
    public mutating func assign(_ input: JSONObject, as access: Access, in catalog: Catalog) throws(RecordError) {
        let visible = access.of(object, in: catalog)
        var problems: [FieldProblem] = []
        for (name, value) in input {
            guard let index = object.position(of: name), !visible.hidden.contains(index), !object.fields[index].isHidden else {
                problems.append(FieldProblem(name, "“\(object.name)” has no field “\(name)”."))
                continue
            }
            let field = object.fields[index]
            // Hidden on this row alone: what is not seen is not overwritten, not even with nothing.
            if !isNew, cut.contains(index) { throw RecordError.forbidden(verb: .update, object: object.name) }
            if field.isReadOnly {
                problems.append(FieldProblem(name, "\(field.title) is set by the suite."))
                continue
            }
            do {
                let parsed = if case .string(let text) = value, field.kind != .json { try field.parse(text) } else { try field.parse(value) }
                if parsed.0 == .null, field.isRequired || field.isDemanded {
                    problems.append(FieldProblem(name, "\(field.title) is required."))
                } else {
                    set(index, parsed)
                }
            } catch { problems.append(error) }
        }
        if isNew {
            for (index, field) in object.fields.enumerated().dropFirst(ObjectDefinition.standard.count)
            where (field.isRequired || field.isDemanded) && stored(index).0 == .null && !problems.contains(where: { $0.field == field.name }) {
                problems.append(FieldProblem(field.name, "\(field.title) is required."))
            }
        }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
    }

}

extension AnyRecord {
    /// Appends the record as a JSON object: every visible field, `_masked` where there are others on this row, and included records.
    public func write(to writer: inout JSONWriter, fields: [String]? = nil) {
        writer.beginObject()
        for (index, field) in object.outlines.enumerated() {
            guard !field.isHidden, masked.isEmpty || !masked.contains(index) else { continue }
            if let fields, index != 0, !fields.contains(field.name) { continue }
            writer.key(field.name)
            write(index, field.form, to: &writer)
        }
        let hidden = cut.isEmpty ? [] : masked.filter { cut.contains($0) }.map { object.fields[$0].name }.sorted()
        if !hidden.isEmpty {
            writer.key("_masked")
            writer.value(JSON.array(hidden.map { .string($0) }))
        }
        if !included.isEmpty {
            writer.key("_expanded")
            writer.beginObject()
            for (name, record) in included.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                record.write(to: &writer)
            }
            writer.endObject()
        }
        writer.endObject()
    }

    /// The same text as `json(_:)` gives, without the value in between.
    private func write(_ index: Int, _ form: FieldOutline.Form, to writer: inout JSONWriter) {
        switch (form, values[object.offsets[index]]) {
        case (_, .null): writer.null()
        case (.plain, .text(let text)): writer.value(text)
        case (.plain, .int(let int)): writer.value(int)
        case (.key, .int(let id)): writer.value(AnyKey(id).text)
        case (.instant, .int(let microseconds)): writer.value(Instant(microseconds: microseconds).description)
        default: writer.value(json(index))
        }
    }
}
