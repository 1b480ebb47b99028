import FoundationEssentials
import JSON
@_spi(Kernel) import Records
import Store

/// Something that can be done: one definition for the button, the palette, `POST /api/v1/actions/…`, the step in ARGUS and the CLI.
///
/// Its stored properties are its input; `parameters` describes them to forms and programs.
public protocol Action: Codable, Sendable {
    /// `platform.object.verb`.
    static var name: String { get }
    /// Two or three words, as on a button.
    static var title: String { get }
    static var parameters: [Parameter] { get }
    /// What the caller must be allowed to do.
    static var permission: Permission { get }

    /// Runs with the suite's access on the caller's behalf; the kernel has checked the permission, and that every record
    /// among the parameters is visible to the caller.
    func run(in tx: Transaction) throws -> Outcome
}

extension Action {
    public static var parameters: [Parameter] { [] }
}

/// The right to do `verb` with an object.
public struct Permission: Sendable, Hashable {
    public let object: String
    public let verb: Verb

    public init<O: ObjectType>(_ verb: Verb, _: O.Type) {
        object = O.object.name
        self.verb = verb
    }

    public init(_ verb: Verb, _ object: String) {
        self.object = object
        self.verb = verb
    }
}

/// One input of an action.
public struct Parameter: Sendable {
    public let field: FieldDefinition

    public init(_ name: String, _ title: String? = nil, _ kind: FieldKind = .text, required: Bool = true, help: String? = nil) {
        field = FieldDefinition(name: name, title: title, kind: kind, isRequired: required, help: help)
    }

    public static func record<O: ObjectType>(_ name: String, _: O.Type, required: Bool = true) -> Parameter {
        Parameter(name, O.object.title, .reference(to: O.object.name, onDelete: .restrict), required: required)
    }
}

/// What an action did, said in a sentence, and the record it leads to.
public struct Outcome: Sendable {
    public let says: String
    public let record: Subject?
    public let values: JSONObject

    public init(_ says: String, record: Subject? = nil, values: JSONObject = JSONObject()) {
        self.says = says
        self.record = record
        self.values = values
    }
}

/// An action whose type has been forgotten.
public struct AnyAction: Sendable {
    public let name: String
    public let title: String
    public let parameters: [Parameter]
    public let permission: Permission
    public let fileID: String
    public let line: Int
    private let decodeAndRun: @Sendable (JSONObject, Transaction) throws -> Outcome

    public init<A: Action>(_: A.Type, fileID: String = #fileID, line: Int = #line) {
        name = A.name
        title = A.title
        parameters = A.parameters
        permission = A.permission
        self.fileID = fileID
        self.line = line
        decodeAndRun = { input, tx in
            let action: A
            do {
                action = try JSONDecoder().decode(A.self, from: Data(JSON.object(input).bytes))
            } catch let error as DecodingError {
                throw RecordError.invalid([FieldProblem(error.path, error.sentence)])
            }
            return try action.run(in: tx)
        }
    }

    /// The parameter that names the record whose page shows the button: the first reference.
    public var subject: Parameter? { parameters.first { $0.field.kind.target != nil } }

    /// Checks permission and input, then runs the action in `tx`.
    ///
    /// - Parameter input: JSON values from programs, strings from forms.
    /// - Throws: `RecordError` `.forbidden`, `.notFound`, or `.invalid` naming each parameter that is wrong.
    public func run(_ input: JSONObject, in tx: Transaction) throws -> Outcome {
        let object = try tx.catalog.require(permission.object)
        guard tx.access.allows(permission.verb, object, in: tx.catalog) else { throw RecordError.forbidden(verb: permission.verb, object: object.name) }
        let checked = try check(input)
        for parameter in parameters {
            guard let target = parameter.field.kind.target, let text = checked[parameter.field.name]?.stringValue, let key = AnyKey(text) else { continue }
            _ = try tx.require(target, key.id)
            if target == permission.object, permission.verb != .read, permission.verb != .create, !(try tx.allows(permission.verb, target, key.id)) {
                throw RecordError.forbidden(verb: permission.verb, object: target)
            }
        }
        return try decodeAndRun(checked, tx.system)
    }

    /// Runs the action without asking for permission: what follows from an act that was permitted.
    func runUnasked(_ input: JSONObject, in tx: Transaction) throws -> Outcome { try decodeAndRun(try check(input), tx.system) }

    private func check(_ input: JSONObject) throws -> JSONObject {
        var problems: [FieldProblem] = []
        var checked = JSONObject()
        for name in input.keys where !parameters.contains(where: { $0.field.name == name }) {
            problems.append(FieldProblem(name, "“\(self.name)” has no parameter “\(name)”."))
        }
        for parameter in parameters {
            let field = parameter.field
            do {
                let value = input[field.name] ?? .null
                let stored = if case .string(let text) = value, field.kind != .json { try field.parse(text) } else { try field.parse(value) }
                if stored.0 != .null { checked[field.name] = field.coded(stored) } else if field.isRequired { problems.append(FieldProblem(field.name, "\(field.title) is required.")) }
            } catch { problems.append(error) }
        }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return checked
    }
}

/// The actions of the suite, kept with each workspace so that transactions find them by name.
public struct ActionTable: Sendable {
    private let byName: [String: AnyAction]

    public init(_ actions: [AnyAction]) { byName = Dictionary(actions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) }

    public subscript(_ name: String) -> AnyAction? { byName[name] }
}

extension Transaction {
    /// Runs an action of any platform in this transaction, by name, as what follows from a permitted act: the one way to
    /// write another platform's objects.
    ///
    /// - Throws: `RecordError.unknownAction`; what the action throws.
    public func act(_ name: String, _ input: JSONObject) throws -> Outcome {
        guard let action = (attachment as? ActionTable)?[name] else { throw RecordError.unknownAction(name) }
        return try action.runUnasked(input, in: self)
    }
}

extension DecodingError {
    fileprivate var path: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath.map(\.stringValue).joined(separator: ".")
        case .keyNotFound(let key, _): key.stringValue
        @unknown default: ""
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.debugDescription
        case .keyNotFound(let key, _): "\(key.stringValue) is required."
        @unknown default: "The input cannot be read."
        }
    }
}

extension FieldDefinition {
    /// A value as the Swift type of its kind decodes itself: money both as programs write it and as `Money` does.
    fileprivate func coded(_ stored: (SQLValue, SQLValue)) -> JSON {
        guard kind == .money, let minor = stored.0.int, var object = json(stored).objectValue else { return json(stored) }
        object["minor"] = .int(minor)
        return .object(object)
    }
}
