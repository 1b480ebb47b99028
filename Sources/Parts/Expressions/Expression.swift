/// A parsed expression of the Common Expression Language (https://cel.dev, cel-spec),
/// not yet checked against an ``Environment``.
///
/// Parsing costs O(length). Sources longer than ``maximumLength`` or nested deeper than
/// ``maximumDepth`` are refused, so a parsed expression is always safe to walk recursively
/// (512 KB of stack suffice in a release build, 2 MB in a debug build; both are tested).
public struct Expression: Sendable {
    public let source: String
    let root: Node

    /// UTF-8 bytes.
    public static let maximumLength = 32_768
    public static let maximumDepth = 64

    /// - Throws: what is wrong, where, and what would be right.
    public init(parsing source: String) throws(ExpressionError) {
        self.source = source
        var parser = try Parser(source)
        root = try parser.parseAll()
    }
}

extension Expression: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.source.hasSameCodePoints(as: b.source) }
    public func hash(into hasher: inout Hasher) { ExactString(source).hash(into: &hasher) }
}

/// `Expression` for files that also import Foundation, which has a type of that name.
public typealias CELExpression = Expression
