/// Where an evaluation finds the values of variables, so that records need not be copied.
public protocol Bindings {
    /// The value under a (dotted) name; nil if there is no such variable.
    func value(named name: String) -> CELValue?
}

extension Dictionary: Bindings where Key == String, Value == CELValue {
    public func value(named name: String) -> CELValue? { self[name] }
}

/// Bindings by a closure.
public struct BindingClosure: Bindings {
    private let find: (String) -> CELValue?

    public init(_ find: @escaping (String) -> CELValue?) { self.find = find }

    public func value(named name: String) -> CELValue? { find(name) }
}
