extension Reader {
    /// The format number that `Writer.setFormat` left in the store; 0 for a new one.
    public func format() throws(StoreError) -> Int {
        switch dialect {
        case .sqlite: return Int(try value("PRAGMA user_version")?.int ?? 0)
        case .postgres:
            guard try value("SELECT to_regclass('store_format') IS NOT NULL")?.bool == true else { return 0 }
            return Int(try value("SELECT max(format) FROM store_format")?.int ?? 0)
        }
    }
}

extension Writer {
    /// Marks the store as having `format`; programs whose `StoreOptions.newestFormat` is smaller refuse it from then on.
    public func setFormat(_ format: Int) throws(StoreError) {
        guard let format = Int32(exactly: format), format >= 0 else {
            throw .invalidValue(reason: "a format number is between 0 and \(Int32.max)")
        }
        switch dialect {
        case .sqlite: try run(SQL(raw: "PRAGMA user_version = \(format)"))
        case .postgres:
            try run("CREATE TABLE IF NOT EXISTS store_format (format bigint NOT NULL)")
            try run("DELETE FROM store_format")
            try run("INSERT INTO store_format (format) VALUES (\(Int(format)))")
        }
    }
}
