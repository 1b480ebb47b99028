import Kernel
import Liquid

/// What a run knows: the event, the record it is about, and what the steps so far have made.
struct RunValues: Sendable, Equatable {
    private(set) var json: JSONObject

    init(_ json: JSONObject = JSONObject()) { self.json = json }

    init(parsing text: String) throws {
        json = try JSON(parsing: text).objectValue ?? JSONObject()
    }

    var text: String { JSON.object(json).description }

    subscript(_ name: String) -> JSON? {
        get { json[name] }
        set { json[name] = newValue }
    }

    /// Whether a condition holds. Blank holds always.
    func satisfy(_ condition: String, at now: Instant) throws(SettingError) -> Bool {
        guard condition.contains(where: { !$0.isWhitespace }) else { return true }
        guard case .bool(let holds) = try evaluate(condition, at: now) else { throw SettingError("The condition is neither true nor false.") }
        return holds
    }

    /// The value of one setting of a step; lists and objects are resolved inside.
    func resolve(_ setting: JSON, at now: Instant) throws(SettingError) -> JSON {
        switch setting {
        case .string(let text): return try resolve(text, at: now)
        case .array(let items):
            var resolved: [JSON] = []
            for item in items { resolved.append(try resolve(item, at: now)) }
            return .array(resolved)
        case .object(let members):
            var resolved = JSONObject()
            for (name, value) in members { resolved[name] = try resolve(value, at: now) }
            return .object(resolved)
        default: return setting
        }
    }

    private func resolve(_ text: String, at now: Instant) throws(SettingError) -> JSON {
        if let expression = Setting.expression(text) { return try value(of: expression, at: now) }
        guard Setting.isTemplate(text) else { return .string(text) }
        return .string(try render(text, at: now))
    }

    private func value(of expression: String, at now: Instant) throws(SettingError) -> JSON {
        // A plain path hands the value on as it is: money keeps its currency.
        if let path = Setting.path(expression), json[path[0]] != nil { return try follow(path) }
        return try evaluate(expression, at: now).json
    }

    private func follow(_ path: [String]) throws(SettingError) -> JSON {
        var value = JSON.object(json)
        for (depth, name) in path.enumerated() {
            if value.isNull { return .null }
            guard let next = value[name] else { throw SettingError("“\(path.prefix(max(1, depth)).joined(separator: "."))” has no “\(name)”.") }
            value = next
        }
        return value
    }

    private func evaluate(_ source: String, at now: Instant) throws(SettingError) -> CELValue {
        let checked: CheckedExpression
        do throws(ExpressionError) {
            checked = try Expression(parsing: source).check(in: Setting.environment(json.keys))
        } catch { throw SettingError(error.description) }
        do throws(EvaluationError) {
            return try checked.evaluate(BindingClosure { name in
                name == "now" ? CELTimestamp(microseconds: now.microseconds).map { .timestamp($0) } : json[name]?.cel
            })
        } catch { throw SettingError(error.description) }
    }

    private func render(_ template: String, at now: Instant) throws(SettingError) -> String {
        do throws(LiquidError) {
            let context = LiquidValue.object(LiquidObject(json.map { ($0.key, $0.value.liquid) }))
            return try Template(parsing: template).render(context, options: RenderOptions(escape: .none, undefined: .strict, now: now.seconds))
        } catch { throw SettingError(error.description) }
    }
}

/// Why a setting has no value.
struct SettingError: Error, Sendable, Equatable {
    let says: String

    init(_ says: String) { self.says = says }
}
