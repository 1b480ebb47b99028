/// The type of an expression or a variable.
public indirect enum CELType: Hashable, Sendable {
    /// Known only when evaluated; fits everywhere.
    case dyn
    case null, bool, int, uint, double, string, bytes, timestamp, duration
    case list(CELType)
    case map(CELType, CELType)
    /// The type of a type, as in `type(1) == int`.
    case type
    case optional(CELType)
    /// A value that may be missing: `null`, or the type inside.
    case nullable(CELType)
    /// Named fields. A field of `company` is the variable `company.name`; see ``Environment``.
    case object(String, fields: [String: CELType])

    /// The type inside `nullable`, or the type itself.
    public var present: CELType {
        if case .nullable(let inner) = self { inner.present } else { self }
    }

    public var isNullable: Bool {
        switch self {
        case .nullable, .null, .dyn: true
        default: false
        }
    }

    var isNumeric: Bool {
        switch present {
        case .int, .uint, .double, .dyn: true
        default: false
        }
    }

    /// The name that CEL's `type()` gives, without parameters.
    var runtimeName: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .optional: "optional_type"
        case .nullable(let inner): inner.runtimeName
        case .object(let name, _): name
        }
    }

    /// Whether a value of this type may stand where `wanted` is asked for.
    func fits(_ wanted: CELType) -> Bool {
        switch (self, wanted) {
        case (.dyn, _), (_, .dyn): true
        case (.nullable(let inner), .nullable(let other)): inner.fits(other)
        case (.null, .nullable): true
        case (_, .nullable(let other)): fits(other)
        case (.nullable(let inner), _): inner.fits(wanted)
        case (.list(let a), .list(let b)): a.fits(b)
        case (.map(let ka, let va), .map(let kb, let vb)): ka.fits(kb) && va.fits(vb)
        case (.optional(let a), .optional(let b)): a.fits(b)
        case (.object(let a, _), .object(let b, _)): a == b
        case (.object, .map(let key, _)): CELType.string.fits(key)
        default: self == wanted
        }
    }

    /// The type of a list that holds both, or of a ternary's result; nil if they have nothing in common.
    func joined(with other: CELType) -> CELType? {
        if self == other { return self }
        switch (self, other) {
        case (.dyn, _), (_, .dyn): return .dyn
        case (.null, .nullable), (.nullable, .null): return self == .null ? other : self
        case (.null, _): return .nullable(other)
        case (_, .null): return .nullable(self)
        case (.nullable(let a), _): return a.joined(with: other.present).map { .nullable($0.present) }
        case (_, .nullable(let b)): return joined(with: b).map { .nullable($0.present) }
        case (.list(let a), .list(let b)): return .list(a.joined(with: b) ?? .dyn)
        case (.map(let ka, let va), .map(let kb, let vb)):
            return .map(ka.joined(with: kb) ?? .dyn, va.joined(with: vb) ?? .dyn)
        case (.optional(let a), .optional(let b)): return .optional(a.joined(with: b) ?? .dyn)
        default: return nil
        }
    }
}

extension CELType: CustomStringConvertible {
    /// The type as people read it in an error: `list(string)`, `int or null`.
    public var description: String {
        switch self {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let inner): "optional(\(inner))"
        case .nullable(let inner): "\(inner) or null"
        default: runtimeName
        }
    }
}
