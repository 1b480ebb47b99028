import Expressions

/// SplitMix64: the same seed gives the same run everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The small world of the property test: a table, its variables and random typed expressions over it.
struct RandomExpressions {
    var random: SeededGenerator

    static let ints: [Int64] = [0, 1, -1, 2, 3, 7, -8, 42, 1000, 86_400, .max, .min, .max - 1, 9_007_199_254_740_993]
    static let doubles: [Double] = [0, 1, -1, 0.5, -2.5, 3, 7, 1e160, 1e-160, 1e150, -3e200, 9_007_199_254_740_992, 0.1]
    static let strings = ["", "a", "A", "ab", "abc", "b", "é", "e\u{301}", "%", "_x", "😀", " pad\u{A0}", "\u{FFFD}z", "null", "it's", "ÀÉ"]
    static let instants: [Int64] = [0, 1, -1, -1_500_000, 1_234_567_890_123_456, 1_700_000_000_000_000, -62_135_596_800_000_000, 253_402_300_799_999_999]
    static let days: [Int64] = [0, -1, 1, 14_288, 19_675, -719_162]
    static let keys: [Int64] = [1, 2, 3]

    static let environment = Environment([
        "i": .nullable(.int), "j": .int, "d": .nullable(.double), "e": .double, "s": .nullable(.string), "t": .string,
        "b": .nullable(.bool), "c": .bool, "w": .nullable(.timestamp), "x": .timestamp, "day": .nullable(.timestamp),
        "owner.key": .nullable(.string), "now": .timestamp,
    ])

    static let now = CELTimestamp(microseconds: 1_700_000_000_000_001).map { CELValue.timestamp($0) } ?? .null

    static func decodeKey(_ text: String) -> Int64? { text.hasPrefix("k") ? Int64(text.dropFirst()).flatMap { (0...9).contains($0) && text.utf8.count == 2 ? $0 : nil } : nil }

    static let columns: [String: Column] = [
        "i": Column(sql: "r.\"i\"", type: .int, nullable: true), "j": Column(sql: "r.\"j\"", type: .int, nullable: false),
        "d": Column(sql: "r.\"d\"", type: .double, nullable: true), "e": Column(sql: "r.\"e\"", type: .double, nullable: false),
        "s": Column(sql: "r.\"s\"", type: .string, nullable: true), "t": Column(sql: "r.\"t\"", type: .string, nullable: false),
        "b": Column(sql: "r.\"b\"", type: .bool, nullable: true), "c": Column(sql: "r.\"c\"", type: .bool, nullable: false),
        "w": Column(sql: "r.\"w\"", type: .timestamp, nullable: true, kind: .instant),
        "x": Column(sql: "r.\"x\"", type: .timestamp, nullable: false, kind: .instant),
        "day": Column(sql: "r.\"day\"", type: .timestamp, nullable: true, kind: .day),
        "owner.key": Column(sql: "r.\"owner\"", type: .string, nullable: true, kind: .key(space: "person", decode: decodeKey)),
        "now": .constant(now),
    ]

    /// The names of a row's stored columns, in order, with their SQL types for SQLite and PostgreSQL.
    static let stored: [(name: String, sqlite: String, postgres: String)] = [
        ("i", "INTEGER", "bigint"), ("j", "INTEGER", "bigint"), ("d", "REAL", "double precision"), ("e", "REAL", "double precision"),
        ("s", "TEXT", "text COLLATE \"en-x-icu\""), ("t", "TEXT", "text COLLATE \"en-x-icu\""), ("b", "INTEGER", "boolean"), ("c", "INTEGER", "boolean"),
        ("w", "INTEGER", "bigint"), ("x", "INTEGER", "bigint"), ("day", "INTEGER", "bigint"), ("owner", "INTEGER", "bigint"),
    ]

    /// A row as it is stored, and as expressions see it.
    struct Row {
        let stored: [CELValue]
        var bindings: [String: CELValue] {
            func instant(_ value: CELValue, _ scale: Int64 = 1) -> CELValue {
                if case .int(let number) = value { CELTimestamp(microseconds: number * scale).map { .timestamp($0) } ?? .null } else { .null }
            }
            var result: [String: CELValue] = ["now": RandomExpressions.now]
            for (column, value) in zip(RandomExpressions.stored, stored) { result[column.name] = value }
            result["w"] = instant(stored[8])
            result["x"] = instant(stored[9])
            result["day"] = instant(stored[10], 86_400_000_000)
            if case .int(let key) = stored[11] { result["owner.key"] = .string("k\(key)") } else { result["owner.key"] = .null }
            return result
        }
    }

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func maybe(_ value: CELValue) -> CELValue { chance(25) ? .null : value }

    mutating func row() -> Row {
        Row(stored: [
            maybe(.int(pick(Self.ints))), .int(pick(Self.ints)), maybe(.double(pick(Self.doubles))), .double(pick(Self.doubles)),
            maybe(.string(pick(Self.strings))), .string(pick(Self.strings)), maybe(.bool(chance(50))), .bool(chance(50)),
            maybe(.int(pick(Self.instants))), .int(pick(Self.instants)), maybe(.int(pick(Self.days))), maybe(.int(pick(Self.keys))),
        ])
    }

    // MARK: Expressions

    mutating func bool(_ depth: Int) -> String {
        if depth <= 0 { return pick(["b", "c", "true", "false", "b", "c"]) }
        let d = depth - 1
        switch Int.random(in: 0..<22, using: &random) {
        case 0, 1: return "(\(bool(d)) && \(bool(d)))"
        case 2, 3: return "(\(bool(d)) || \(bool(d)))"
        case 4, 5: return "!(\(bool(d)))"
        case 6: return "(\(bool(d)) ? \(bool(d)) : \(bool(d)))"
        case 7: return "(\(int(d)) \(comparison()) \(chance(50) ? int(d) : double(d)))"
        case 8: return "(\(double(d)) \(comparison()) \(double(d)))"
        case 9, 10: return "(\(string(d)) \(comparison()) \(string(d)))"
        case 11: return "(\(timestamp(d)) \(comparison()) \(timestamp(d)))"
        case 12: return "(\(duration(d)) \(comparison()) \(duration(d)))"
        case 13: return "(\(bool(d)) \(pick(["==", "!=", "<", ">="])) \(bool(d)))"
        case 14: return "(\(pick([int(d), double(d), string(d), timestamp(d), bool(d), "owner.key"])) \(pick(["==", "!="])) null)"
        case 15: return "(\(int(d)) in [\(pick(["1, 2, 3", "", "null, 7", "0, 1.5, 2.0, 42u"]))])"
        case 16: return "(\(string(d)) in [\(pick(["'a', 'é', 'ab'", "", "null, 'b'"]))])"
        case 17: return "\(string(d)).\(pick(["contains", "startsWith", "endsWith"]))(\(string(chance(60) ? 0 : d)))"
        case 18: return pick(["(owner.key == 'k1')", "(owner.key != 'k2')", "(owner.key in ['k1', 'zz'])", "('nope' == owner.key)", "has(owner.key)", "(owner.key == owner.key)"])
        case 19: return "['a', 'b', '']\(pick([".exists", ".all"]))(p, \(string(d)).contains(p))"
        case 20: return "(day \(comparison()) \(timestamp(0)))"
        default: return "(\(pick(["i", "d", "s", "w", "day", "b"])) \(pick(["==", "!="])) \(pick(["null", "null"])))"
        }
    }

    private mutating func comparison() -> String { pick(["==", "!=", "<", "<=", ">", ">="]) }

    mutating func int(_ depth: Int) -> String {
        if depth <= 0 { return pick(["i", "j", "(\(pick(Self.ints)))"]) }
        let d = depth - 1
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: return "(\(int(d)) \(pick(["+", "-", "*", "/", "%"])) \(int(d)))"
        case 5: return "-(\(int(d)))"
        case 6: return "size(\(string(d)))"
        case 7: return "(\(bool(d)) ? \(int(d)) : \(int(d)))"
        case 8: return "int(\(double(d)))"
        case 9: return "\(timestamp(d)).\(pick(["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"]))()"
        case 10: return "int(\(timestamp(d)))"
        default: return "\(duration(d)).\(pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"]))()"
        }
    }

    mutating func double(_ depth: Int) -> String {
        if depth <= 0 { return pick(["d", "e", "(\(pick(Self.doubles)))"]) }
        let d = depth - 1
        switch Int.random(in: 0..<7, using: &random) {
        case 0...3: return "(\(double(d)) \(pick(["+", "-", "*", "/"])) \(double(d)))"
        case 4: return "-(\(double(d)))"
        case 5: return "double(\(int(d)))"
        default: return "(\(bool(d)) ? \(double(d)) : \(double(d)))"
        }
    }

    mutating func string(_ depth: Int) -> String {
        if depth <= 0 { return pick(["s", "t", CELValue.string(pick(Self.strings)).source]) }
        let d = depth - 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return "(\(string(d)) + \(string(d)))"
        case 2: return "\(string(d)).\(pick(["lowerAscii", "upperAscii", "trim"]))()"
        case 3: return "(\(bool(d)) ? \(string(d)) : \(string(d)))"
        case 4: return "string(\(pick([int(d), bool(d), string(d)])))"
        default: return string(0)
        }
    }

    mutating func timestamp(_ depth: Int) -> String {
        if depth <= 0 { return pick(["w", "x", "day", "now", "timestamp('2009-02-13T00:00:00Z')", "timestamp('1969-12-31T23:59:59.999999Z')"]) }
        let d = depth - 1
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1: return "(\(timestamp(d)) \(pick(["+", "-"])) \(duration(d)))"
        case 2: return "(\(bool(d)) ? \(timestamp(d)) : \(timestamp(d)))"
        case 3: return "timestamp(\(int(d)))"
        default: return timestamp(0)
        }
    }

    mutating func duration(_ depth: Int) -> String {
        if depth <= 0 { return pick(["duration('1h')", "duration('-90m')", "duration('1ms')", "duration('2500000h')", "duration('0s')"]) }
        let d = depth - 1
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "(\(timestamp(d)) - \(timestamp(d)))"
        case 1: return "(\(duration(d)) \(pick(["+", "-"])) \(duration(d)))"
        default: return duration(0)
        }
    }

    /// A random expression of a random type.
    mutating func any(_ depth: Int) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: int(depth)
        case 1: double(depth)
        case 2: string(depth)
        case 3: timestamp(depth)
        default: bool(depth)
        }
    }
}
