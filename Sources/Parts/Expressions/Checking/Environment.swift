/// The variables an expression may use, and their types.
///
/// Nested variables are declared with dotted names (`company.name`) or as one variable of an
/// ``CELType/object(_:fields:)`` type. Either way the expression asks its ``Bindings`` for the
/// longest declared dotted name.
public struct Environment: Sendable {
    private var declared: [String: CELType]
    private let resolve: (@Sendable (String) -> CELType?)?

    public init(_ variables: [String: CELType] = [:]) {
        declared = variables
        resolve = nil
    }

    /// - Parameters:
    ///   - names: what to suggest for a misspelt name; need not be complete.
    ///   - resolve: the type of a dotted name, nil if there is none. Called while checking, so it
    ///     must be quick; it lets a catalog with cycles (`company.owner.company`) be an environment.
    public init(suggesting names: [String], resolve: @escaping @Sendable (String) -> CELType?) {
        declared = [:]
        for name in names { declared[name] = resolve(name) }
        self.resolve = resolve
    }

    public mutating func declare(_ name: String, _ type: CELType) { declared[name] = type }

    /// The type of a dotted name, through the fields of object types.
    public func type(of name: String) -> CELType? {
        if let type = declared[name] ?? resolve?(name) { return type }
        guard let dot = name.lastIndex(of: "."), let owner = type(of: String(name[..<dot])) else { return nil }
        guard case .object(_, let fields) = owner.present, let field = fields[String(name[name.index(after: dot)...])] else { return nil }
        return owner.isNullable && !field.isNullable ? .nullable(field) : field
    }

    /// The declared name nearest to a misspelt one, nil if none is near.
    func suggestion(for name: String) -> String? {
        var names = Array(declared.keys)
        for (owner, type) in declared {
            if case .object(_, let fields) = type.present { names += fields.keys.map { owner + "." + $0 } }
        }
        return Spelling.nearest(to: name, among: names)
    }
}
