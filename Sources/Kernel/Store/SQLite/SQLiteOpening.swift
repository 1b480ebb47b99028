#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import GRDB
import GRDBSQLite
import Probe

/// Opens the connections of SQLite and makes sure that the settings took.
enum SQLiteOpening {
    static func pool(_ path: String, _ options: StoreOptions) throws(StoreError) -> DatabasePool {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(options))
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL while opening, so FULL has to come after it. NORMAL loses commits at power loss.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
                // 32 MB at most, taken as it is used: a large import otherwise writes and reads the pages of its indexes again and again.
                try db.execute(sql: "PRAGMA cache_size = -32768")
                try check(db, path, options)
            }
            return pool
        } catch {
            throw .sqlite(error, path: path)
        }
    }

    private static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = max(1, options.readers)
        configuration.persistentReadOnlyConnections = true
        let seconds = Double(max(0, options.lockTimeout.wholeNanoseconds)) / 1e9
        configuration.busyMode = .timeout(seconds)
        // We end each transaction ourselves; GRDB's own check would trap.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA recursive_triggers = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try db.execute(sql: "PRAGMA mmap_size = 0")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, 256 << 20)
            sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_SQL_LENGTH, 4 << 20)
            sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
        }
        return configuration
    }

    private static func check(_ db: Database, _ path: String, _ options: StoreOptions) throws {
        for (pragma, wanted) in [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")] {
            let found = try String.fetchOne(db, sql: "PRAGMA \(pragma)") ?? "nothing"
            guard found == wanted else {
                throw StoreError.unsafeSetting(place: path, reason: "\(pragma) is \(found) and should be \(wanted)")
            }
        }
        let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if let newest = options.newestFormat, format > newest {
            throw StoreError.newerFormat(place: path, found: format, supported: newest)
        }
    }

    /// The path without symbolic links, so that two names of one file meet at one lock.
    static func resolved(_ path: String) throws(StoreError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0), path != ":memory:" else {
            throw .cannotOpen(path: path, reason: "it is not the name of a file")
        }
        if let whole = real(path) {
            var info = stat()
            guard stat(whole, &info) == 0, info.st_mode & S_IFMT != S_IFDIR else {
                throw .cannotOpen(path: path, reason: "it is a folder, not a file")
            }
            return whole
        }
        guard errno == ENOENT else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        let folder = folder(of: path)
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let folder = real(folder) else {
            throw .cannotOpen(path: path, reason: "the folder \(folder): " + String(cString: strerror(errno)))
        }
        guard !name.isEmpty else { throw .cannotOpen(path: path, reason: "it is not the name of a file") }
        return folder == "/" ? "/" + name : folder + "/" + name
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
