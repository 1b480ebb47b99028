extension SQLTranslator {
    func call(_ function: Function, _ terms: [SQLTerm], at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let constants = terms.compactMap(\.constant)
        if constants.count == terms.count {
            return try computed(.call(function, constants.map { literal($0, at: plan) }), kind(of: function), at: plan)
        }
        if terms.contains(where: { $0.kind == .null }) { return failure(kind(of: function)) }
        for term in terms {
            if case .key = term.kind {
                throw refusal("\(function.rawValue)() of a reference", at: plan, use: "Use == or 'in' with a key in quotes.")
            }
        }
        let first = terms.first?.kind, sql = terms.first?.sql ?? "NULL"
        switch (function, first, terms.count) {
        case (.size, .string, 1): return .computed("\(sql: dialect == .sqlite ? "length" : "char_length")(\(sql))", .int, from: terms[0])
        case (.size, .bytes, 1): return .computed("\(sql: dialect == .sqlite ? "length" : "octet_length")(\(sql))", .int, from: terms[0])
        case (.contains, .string, 2), (.startsWith, .string, 2), (.endsWith, .string, 2):
            return .computed(partOf(function, terms[0], terms[1]), .bool, from: terms[0], terms[1])
        case (.lowerAscii, .string, 1): return .computed(cased("lower", sql), .string, from: terms[0])
        case (.upperAscii, .string, 1): return .computed(cased("upper", sql), .string, from: terms[0])
        case (.trim, .string, 1):
            let name = dialect == .sqlite ? "trim" : "btrim"
            return .computed("\(sql: name)(\(sql), \(bound(.string(Function.blanks))))", .string, from: terms[0])
        case (.int, _, 1), (.double, _, 1), (.string, _, 1), (.timestamp, _, 1): return try conversion(function, terms[0], at: plan)
        case (_, .timestamp, 1): if let term = part(function, ofInstant: terms[0]) { return term }
        case (_, .timestamp, 2): throw refusal("\(function.rawValue)() with a time zone", at: plan, use: "Compare with timestamp(\"…\") instead.")
        case (_, .duration, 1): if let term = part(function, ofDuration: terms[0]) { return term }
        default: break
        }
        throw refusal("\(function.rawValue)()", at: plan)
    }

    private func kind(of function: Function) -> SQLTerm.Kind {
        switch function {
        case .contains, .startsWith, .endsWith, .matches, .bool: .bool
        case .double: .double
        case .string, .lowerAscii, .upperAscii, .trim, .substring, .replace, .charAt, .join, .reverse, .format, .quote: .string
        case .timestamp: .timestamp
        case .duration: .duration
        default: .int
        }
    }

    // MARK: Text

    /// Never LIKE: it folds case in SQLite and gives % and _ a meaning.
    private func partOf(_ function: Function, _ text: SQLTerm, _ part: SQLTerm) -> SQLFragment {
        switch (function, dialect) {
        case (.contains, .sqlite): return "(instr(\(text.sql), \(part.sql)) > 0)"
        case (.contains, .postgres): return "(strpos(\(text.sql), \(part.sql)) > 0)"
        case (.startsWith, .sqlite):
            // All texts between the part and its successor, and no others: an index can serve this.
            if case .string(let prefix)? = part.constant, let next = prefix.successorOfPrefix {
                return "(\(text.sql) >= \(part.sql) AND \(text.sql) < \(bound(.string(next))))"
            }
            return "(substr(\(text.sql), 1, length(\(part.sql))) = \(part.sql))"
        case (.startsWith, .postgres): return "starts_with(\(text.sql), \(part.sql))"
        case (_, .sqlite): return "(substr(\(text.sql), length(\(text.sql)) - length(\(part.sql)) + 1) = \(part.sql))"
        case (_, .postgres): return "(right(\(text.sql), char_length(\(part.sql))) = \(part.sql))"
        }
    }

    private func cased(_ name: String, _ sql: SQLFragment) -> SQLFragment {
        "\(sql: name)(\(sql)\(sql: dialect == .postgres ? " COLLATE \"C\"" : ""))"
    }

    // MARK: Conversions

    private func conversion(_ function: Function, _ term: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let isSQLite = dialect == .sqlite
        switch (function, term.kind) {
        case (.int, .int), (.double, .double), (.string, .string), (.timestamp, .timestamp): return .computed(term.sql, term.kind, from: term)
        case (.double, .int): return .computed(double(term).sql, .double, from: term)
        case (.int, .timestamp): return .computed(seconds(term.sql), .int, from: term)
        case (.int, .double):
            let limit = bound(.double(0x1p63))
            let value: SQLFragment = isSQLite ? "CAST(_v AS INTEGER)" : "CAST(trunc(_v) AS bigint)"
            return .computed(named(term.sql, "CASE WHEN _v > - \(limit) AND _v < \(limit) THEN \(value) END"), .int, from: term, fails: true)
        case (.string, .int): return .computed("CAST(\(term.sql) AS TEXT)", .string, from: term)
        case (.string, .bool):
            return .computed("(CASE \(term.sql) WHEN \(truth(true)) THEN 'true' WHEN \(truth(false)) THEN 'false' END)", .string, from: term)
        case (.timestamp, .int):
            let range = CELTimestamp.secondsRange
            let sql = named(term.sql, "CASE WHEN _v BETWEEN \(sql: String(range.lowerBound)) AND \(sql: String(range.upperBound)) THEN _v * 1000000 END")
            return .computed(sql, .timestamp, from: term, fails: true)
        default: throw refusal("\(function.rawValue)() of this value", at: plan)
        }
    }

    /// `result` may say `_v` for `sql` as often as it likes.
    private func named(_ sql: SQLFragment, _ result: SQLFragment) -> SQLFragment {
        switch dialect {
        case .sqlite: "(SELECT \(result) FROM (SELECT \(sql) AS _v))"
        case .postgres: "(SELECT \(result) FROM (SELECT \(sql) AS _v OFFSET 0) AS _t)"
        }
    }

    // MARK: Time

    /// Whole seconds, rounded down also before 1970.
    private func seconds(_ microseconds: SQLFragment) -> SQLFragment {
        named(microseconds, "_v / 1000000 - CASE WHEN _v % 1000000 < 0 THEN 1 ELSE 0 END")
    }

    private func part(_ function: Function, ofInstant term: SQLTerm) -> SQLTerm? {
        let seconds = seconds(term.sql)
        if function == .getMilliseconds {
            return .computed(named(term.sql, "((_v % 1000000 + 1000000) % 1000000) / 1000"), .int, from: term)
        }
        let (format, field, minus): (String, String, Int)
        switch function {
        case .getFullYear: (format, field, minus) = ("%Y", "year", 0)
        case .getMonth: (format, field, minus) = ("%m", "month", 1)
        case .getDate: (format, field, minus) = ("%d", "day", 0)
        case .getDayOfMonth: (format, field, minus) = ("%d", "day", 1)
        case .getDayOfWeek: (format, field, minus) = ("%w", "dow", 0)
        case .getDayOfYear: (format, field, minus) = ("%j", "doy", 1)
        case .getHours: (format, field, minus) = ("%H", "hour", 0)
        case .getMinutes: (format, field, minus) = ("%M", "minute", 0)
        case .getSeconds: (format, field, minus) = ("%S", "second", 0)
        default: return nil
        }
        let number: SQLFragment = dialect == .sqlite
            ? "CAST(strftime('\(sql: format)', \(seconds), 'unixepoch') AS INTEGER)"
            : "CAST(extract(\(sql: field) FROM to_timestamp(\(seconds)) AT TIME ZONE 'UTC') AS bigint)"
        return .computed("(\(number) - \(sql: String(minus)))", .int, from: term)
    }

    private func part(_ function: Function, ofDuration term: SQLTerm) -> SQLTerm? {
        switch function {
        case .getHours: .computed("(\(term.sql) / 3600000000)", .int, from: term)
        case .getMinutes: .computed("(\(term.sql) / 60000000)", .int, from: term)
        case .getSeconds: .computed("(\(term.sql) / 1000000)", .int, from: term)
        case .getMilliseconds: .computed("(\(term.sql) / 1000 % 1000)", .int, from: term)
        default: nil
        }
    }
}

extension String {
    /// The first text after all texts that begin with this one, in code point order; nil if there is none.
    fileprivate var successorOfPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // U+D800…U+DFFF are no code points of text.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars + [scalar])
            return String(view)
        }
        return nil
    }
}
