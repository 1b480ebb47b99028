/// The place in our sources that ran something.
public struct CallSite: Sendable, CustomStringConvertible {
    /// `Module/File.swift`.
    public let fileID: StaticString
    public let line: Int

    public init(fileID: StaticString = #fileID, line: Int = #line) {
        self.fileID = fileID
        self.line = line
    }

    /// `Module/File.swift:12`.
    public var description: String { "\(fileID):\(line)" }
}

extension CallSite: Hashable {
    public static func == (a: CallSite, b: CallSite) -> Bool {
        a.line == b.line && a.description == b.description
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(line)
    }
}

/// One executed SQL statement.
public struct StatementRecord: Sendable {
    /// The SQL text with placeholders. It never holds a value.
    public let shape: String
    /// From sending to the last row.
    public let nanoseconds: Int64
    public let callSite: CallSite
}

/// The same statement again and again in one trace, from one place: the mark of an N+1 query.
public struct RepeatedStatement: Sendable, Hashable {
    /// The SQL text with placeholders; lists of placeholders are folded to `(?…)`.
    public let shape: String
    public let count: Int
    public let callSite: CallSite

    /// Folds `(?, ?, ?)` and `($1, $2)` to `(?…)`, so that lists of different length count as the same statement.
    static func folded(_ sql: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(sql.utf8.count)
        var listStart: Int?
        for byte in sql.utf8 {
            result.append(byte)
            switch byte {
            case UInt8(ascii: "("):
                listStart = result.count
            case UInt8(ascii: ")"):
                if let start = listStart, result.count - 1 > start, result[start..<(result.count - 1)].contains(where: isMark) {
                    result.replaceSubrange(start..., with: "?…)".utf8)
                }
                listStart = nil
            case UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "0")...UInt8(ascii: "9"):
                break
            default:
                listStart = nil
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "?") || byte == UInt8(ascii: "$") }
}
