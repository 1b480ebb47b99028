import Amounts
import Look
import Markup
@_spi(Kernel) import Records
import Timekeeping

/// How the value of a field looks: in a table, among the facts, in a form.
struct Showing {
    let visit: Visit
    let zone: Zone

    init(_ visit: Visit) {
        self.visit = visit
        zone = visit.zone
    }

    func cell(_ record: AnyRecord, _ field: FieldDefinition, isTitle: Bool = false) -> Cell {
        if isTitle { return .link(record.title, to: visit.url(record)) }
        guard record.isVisible(field.name) else { return .soft("hidden") }
        let text = text(record, field)
        guard !text.isEmpty else { return .none }
        switch field.kind {
        case .choice(let choices):
            let choice = choices.first { $0.value == record.text(field.name) }
            return .chip(choice?.title ?? text, Tone(choice?.color))
        case .reference(let target, _):
            guard let other = record.included(field.name) else { return .soft("–") }
            return .link(text, to: visit.url(target, other.id))
        case .instant, .date: return .soft(text)
        case .integer, .number, .decimal, .money: return .number(text)
        default: return .text(text)
        }
    }

    /// The value as a person reads it; empty where there is none.
    func text(_ record: AnyRecord, _ field: FieldDefinition) -> String {
        switch field.kind {
        case .money: return (record[field.name] as Money?)?.formatted() ?? ""
        case .instant: return (record[field.name] as Instant?)?.formatted(in: zone, .relative(to: visit.now)) ?? ""
        case .date: return (record[field.name] as LocalDate?)?.formatted() ?? ""
        case .boolean: return (record[field.name] as Bool?).map { $0 ? "yes" : "no" } ?? ""
        case .integer: return (record[field.name] as Int?).map(Self.grouped) ?? ""
        case .choice(let choices):
            let value = record.text(field.name)
            return choices.first { $0.value == value }?.title ?? value
        case .reference: return record.included(field.name)?.title ?? ""
        default: return record.text(field.name)
        }
    }

    func html(_ record: AnyRecord, _ field: FieldDefinition) -> HTML {
        let text = text(record, field)
        guard !text.isEmpty else { return "" }
        switch field.kind {
        case .choice(let choices):
            let choice = choices.first { $0.value == record.text(field.name) }
            return Chip(text, Tone(choice?.color)).html
        case .reference(let target, _):
            guard let other = record.included(field.name) else { return "" }
            return "<a\(attribute: "href", visit.url(target, other.id))>\(text)</a>"
        case .email: return "<a\(attribute: "href", "mailto:" + text)>\(text)</a>"
        case .url: return "<a\(attribute: "href", text) rel=noopener>\(text)</a>"
        case .longText: return "<span class=lines>\(text)</span>"
        case .markdown: return "\(Markdown(text).html)"
        case .code, .json: return "<code>\(text)</code>"
        default: return "\(text)"
        }
    }

    /// The question of a form about a field.
    func question(_ field: FieldDefinition, value: String, title: String = "", error: String?, name: String? = nil, hasFocus: Bool = false) -> FormField {
        var value = value
        let kind: FormField.Kind = switch field.kind {
        case .text: .text
        case .longText: .longText(rows: 5)
        case .markdown: .markdown(rows: 12)
        case .email: .email
        case .phone: .phone
        case .url: .url
        case .choice(let choices): .choice(choices.map { .init($0.value, $0.title) })
        case .code(let language): .source(language: language, rows: 3)
        case .json: .source(language: "json", rows: 6)
        case .integer: .number(step: "1", min: nil, max: nil)
        case .number, .decimal: .number(step: "any", min: nil, max: nil)
        case .boolean: .checkbox
        case .date: .date
        case .instant: .text
        case .money: .money(currency: Self.currency(value), currencies: ["CHF", "EUR", "USD", "GBP"])
        case .reference(let target, _): .reference(object: target, title: title)
        }
        if field.kind == .money, let space = value.firstIndex(of: " ") { value = String(value[value.index(after: space)...]) }
        return FormField(
            name ?? field.name, label: field.title, kind, value: value, help: field.help, error: error, isRequired: (field.isRequired || field.isDemanded) && field.kind != .boolean,
            width: field.kind == .longText || field.kind == .markdown || field.kind == .json ? .full : .half, hasFocus: hasFocus)
    }

    private static func currency(_ value: String) -> String {
        let code = value.prefix { $0 != " " }
        return code.count == 3 && Currency(String(code)) != nil ? String(code) : "CHF"
    }

    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var index = digits.endIndex
        while digits.distance(from: digits.startIndex, to: index) > 3 {
            index = digits.index(index, offsetBy: -3)
            digits.insert(",", at: index)
        }
        return number < 0 ? "−" + digits : digits
    }
}

extension Tone {
    /// The tone that a choice names.
    init(_ name: String?) {
        self = switch name {
        case "good": .good
        case "warn": .warn
        case "bad": .bad
        case "accent": .accent
        case let name?: PlatformBrand(rawValue: name).map { .platform($0) } ?? .neutral
        case nil: .neutral
        }
    }
}

extension Visit {
    /// The time zone that times are shown in.
    public var zone: Zone {
        if let known = try? Zone("Europe/Zurich") { return known }
        return .utc
    }
}
