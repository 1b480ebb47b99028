import Kernel
import Liquid

/// How the settings of steps are written, and what can be said of them before anything runs.
enum Setting {
    /// Names that every run has.
    static let always = ["event", "trigger", "now"]

    /// What follows the `=`; `nil` for templates and plain text.
    static func expression(_ text: String) -> String? {
        text.hasPrefix("=") ? String(text.dropFirst()) : nil
    }

    static func isTemplate(_ text: String) -> Bool { text.contains("{{") || text.contains("{%") }

    /// `deal.contact` as its names; `nil` for anything that is more than a path.
    static func path(_ expression: String) -> [String]? {
        let names = expression.split(whereSeparator: \.isWhitespace).joined(separator: " ").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return !names.isEmpty && names.allSatisfy(isName) ? names : nil
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F }

    static func environment(_ names: some Sequence<String>) -> Environment {
        Environment(Dictionary((Array(names) + always).map { ($0, $0 == "now" ? CELType.timestamp : .dyn) }, uniquingKeysWith: { first, _ in first }))
    }

    /// What is wrong with a setting when runs know `names`; `nil` when nothing is.
    static func problem(in setting: JSON, knowing names: [String]) -> String? {
        switch setting {
        case .string(let text): problem(in: text, knowing: names)
        case .array(let items): items.lazy.compactMap { problem(in: $0, knowing: names) }.first
        case .object(let members): members.lazy.compactMap { problem(in: $0.value, knowing: names) }.first
        default: nil
        }
    }

    static func problem(in text: String, knowing names: [String]) -> String? {
        if let expression = expression(text) { return problem(inExpression: expression, knowing: names) }
        return isTemplate(text) ? problem(inTemplate: text, knowing: names) : nil
    }

    static func problem(inExpression source: String, knowing names: [String]) -> String? {
        do throws(ExpressionError) {
            _ = try Expression(parsing: source).check(in: environment(names))
            return nil
        } catch { return error.description }
    }

    static func problem(inCondition source: String, knowing names: [String]) -> String? {
        do throws(ExpressionError) {
            let type = try Expression(parsing: source).check(in: environment(names)).type.present
            return type == .bool || type == .dyn ? nil : "A condition must be true or false, but this is \(type)."
        } catch { return error.description }
    }

    private static func problem(inTemplate source: String, knowing names: [String]) -> String? {
        do throws(LiquidError) {
            let template = try Template(parsing: source)
            let known = Set(names + always)
            guard let stranger = template.variables.first(where: { !known.contains($0.segments.first ?? "*") && $0.segments.first != "*" }) else { return nil }
            return "Line \(stranger.line): a run of this workflow knows nothing called “\(stranger.segments.first ?? "")”."
        } catch { return error.description }
    }
}
