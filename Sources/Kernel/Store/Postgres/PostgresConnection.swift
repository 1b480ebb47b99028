import CPostgres
import Probe

/// One connection to PostgreSQL, used by one thread: connects when needed, prepares, executes.
final class PostgresConnection {
    private let url: String
    private let schema: String
    private let options: StoreOptions
    private var connection: OpaquePointer?
    private var prepared = StatementCache<String>(limit: 512)
    private var nextName = 0
    /// Evicted statements; forgotten before the next transaction, because an aborted one would refuse.
    private var forgotten: [String] = []
    private(set) var server: PostgresServer
    private var attemptAfter: ContinuousClock.Instant?
    private var pause = Duration.milliseconds(50)
    private var lastFailure: StoreError?
    /// Set while a read runs that may be cancelled.
    var cancellation: PostgresCancellation?

    init(_ url: String, schema: String, _ options: StoreOptions) {
        self.url = url
        self.schema = schema
        self.options = options
        server = PostgresServer(host: "", port: "")
    }

    // Without this a thread that ends early would leave the server a session.
    deinit { close() }

    func close() {
        if let connection { PQfinish(connection) }
        connection = nil
        _ = prepared.removeAll()
        forgotten = []
    }

    var handle: OpaquePointer? { connection }

    /// Whether the last command has left a transaction open.
    var isInTransaction: Bool {
        guard let connection else { return false }
        let status = PQtransactionStatus(connection)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Whether the open transaction takes further commands.
    var isHealthy: Bool { connection.map { PQtransactionStatus($0) == PQTRANS_INTRANS } ?? false }

    // MARK: Connecting

    /// Connects unless connected. After failures it pauses between attempts, doubling up to a second, and
    /// meanwhile answers at once with the last failure.
    func connect() throws(StoreError) {
        if let connection {
            if PQstatus(connection) == CONNECTION_OK { return }
            close()
        }
        if let attemptAfter, let lastFailure, ContinuousClock.now < attemptAfter { throw lastFailure }
        do throws(StoreError) {
            try open()
            (attemptAfter, lastFailure, pause) = (nil, nil, .milliseconds(50))
        } catch {
            close()
            lastFailure = error
            attemptAfter = ContinuousClock.now + pause
            pause = min(pause * 2, .seconds(1))
            throw error
        }
    }

    private func open() throws(StoreError) {
        // libpq's own message would repeat the address, and with it the password.
        guard let parsed = PQconninfoParse(url, nil) else {
            throw .refused(host: "", reason: "the address is not a connection URI, such as postgres://user@host:5432/database")
        }
        PQconninfoFree(parsed)
        let seconds = max(2, (options.connectTimeout.wholeNanoseconds + 999_999_999) / 1_000_000_000)
        // What stands before dbname the address may override; what stands after it is ours.
        let settings: [(String, String)] = [
            ("connect_timeout", "\(seconds)"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            ("dbname", url), ("client_encoding", "UTF8"), ("application_name", "sextant"),
        ]
        connection = CStrings(settings.map(\.0)).with { names in
            CStrings(settings.map(\.1)).with { values in PQconnectdbParams(names, values, 1) }
        }
        guard let connection else { throw .other(code: "0", message: "libpq has no memory for a connection", sql: "") }
        server = PostgresServer(
            host: PQhost(connection).map { String(cString: $0) } ?? "", port: PQport(connection).map { String(cString: $0) } ?? "")
        guard PQstatus(connection) == CONNECTION_OK else { throw connectFailure(connection) }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        try prepareSession()
    }

    private func connectFailure(_ connection: OpaquePointer) -> StoreError {
        let message = PostgresConnection.oneLine(PQerrorMessage(connection))
        let passing = ["starting up", "shutting down", "recovery mode", "too many clients", "connection slots"]
        guard message.firstRange(of: "FATAL") != nil, !passing.contains(where: { message.firstRange(of: $0) != nil }) else {
            return .unreachable(host: server.host, port: server.port, reason: message)
        }
        return .refused(host: server.host, reason: message)
    }

    private func prepareSession() throws(StoreError) {
        let statement = max(0, options.statementTimeout.wholeNanoseconds / 1_000_000)
        let lock = max(0, options.lockTimeout.wholeNanoseconds / 1_000_000)
        var path: SQL = "SET search_path TO "
        path.append(name: schema)
        for command in [
            path.text, "SET statement_timeout = \(statement)", "SET lock_timeout = \(lock)",
            "SET idle_in_transaction_session_timeout = \(statement)", "SET standard_conforming_strings = on",
            "SET bytea_output = 'hex'", "SET extra_float_digits = 1", "SET timezone = 'UTC'",
            "SET datestyle = 'ISO'", "SET cursor_tuple_fraction = 1",
            // An answered commit has reached the disk, whatever the server's default; stronger settings stay.
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
        ] { try control(command) }
    }

    /// Creates the schema unless it is there.
    func createSchema() throws(StoreError) {
        let find: SQL = "SELECT 1 FROM pg_namespace WHERE nspname = \(schema)"
        if try !rows(find, find.text(for: .postgres)).isEmpty { return }
        var create: SQL = "CREATE SCHEMA IF NOT EXISTS "
        create.append(name: schema)
        do throws(StoreError) { try control(create.text) } catch {
            // Two programs that create it at once collide in the catalog; then it is there.
            if try rows(find, find.text(for: .postgres)).isEmpty { throw error }
        }
    }

    // MARK: Executing

    /// Runs one of the store's own commands.
    func control(_ text: String) throws(StoreError) {
        let result = try checked(connection.flatMap { PQexec($0, text) }, sql: text)
        PQclear(result)
    }

    /// Starts a transaction; before it, forgets evicted statements.
    func begin(_ text: String) throws(StoreError) {
        while let name = forgotten.popLast() { try control("DEALLOCATE \(name)") }
        try control(text)
    }

    /// Ends a transaction that is not kept. A connection that cannot do that is closed, which ends it too.
    func rollBack() {
        guard isInTransaction else { return }
        do throws(StoreError) { try control("ROLLBACK") } catch { close() }
    }

    /// Drops all prepared statements.
    func forgetStatements() {
        forgotten += prepared.removeAll()
    }

    /// All rows of the answer.
    func rows(_ sql: SQL, _ text: String, limit: Int = .max) throws(StoreError) -> [Row] {
        let result = try execute(sql, text)
        defer { PQclear(result) }
        return PostgresConnection.rows(of: result, limit: limit)
    }

    /// The next rows of a cursor.
    func fetch(_ text: String) throws(StoreError) -> [Row] {
        let result = try checked(connection.flatMap { PQexec($0, text) }, sql: text)
        defer { PQclear(result) }
        return PostgresConnection.rows(of: result)
    }

    /// How many rows the statement touched.
    func run(_ sql: SQL, _ text: String) throws(StoreError) -> Int {
        let result = try execute(sql, text)
        defer { PQclear(result) }
        let tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: { tag.hasPrefix($0) }) else { return 0 }
        return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// Runs a statement with values without keeping it prepared.
    func executeOnce(_ sql: SQL, _ text: String) throws(StoreError) -> OpaquePointer {
        let parameters = try PostgresParameters(sql.values)
        let result = parameters.withPointers { count, types, values, lengths, formats in
            connection.flatMap { PQexecParams($0, text, count, types, values, lengths, formats, 0) }
        }
        return try checked(result, sql: text)
    }

    private func execute(_ sql: SQL, _ text: String) throws(StoreError) -> OpaquePointer {
        if cancellation?.isCancelled == true { throw .cancelled }
        let parameters = try PostgresParameters(sql.values)
        let key = parameters.signature + " " + text
        var name = prepared.find(key)
        if name == nil { name = try prepare(key, text, parameters) }
        guard let name else { return try executeOnce(sql, text) }
        let result = parameters.withPointers { count, _, values, lengths, formats in
            connection.flatMap { PQexecPrepared($0, name, count, values, lengths, formats, 0) }
        }
        return try checked(result, sql: text)
    }

    /// nil for what is not worth preparing.
    private func prepare(_ key: String, _ text: String, _ parameters: PostgresParameters) throws(StoreError) -> String? {
        let kind = StatementKind(text)
        if let refusal = kind.refusal { throw .syntax(sql: text, message: refusal) }
        guard !text.utf8.contains(0) else { throw .syntax(sql: text, message: "it contains a NUL character") }
        guard kind.isQuery else { return nil }
        nextName += 1
        let name = "s\(nextName)"
        let result = parameters.withPointers { count, types, _, _, _ in
            connection.flatMap { PQprepare($0, name, text, count, types) }
        }
        PQclear(try checked(result, sql: text))
        if let evicted = prepared.insert(key, name) { forgotten.append(evicted) }
        return name
    }

    /// The result, or what its error means. Owns the result when it throws.
    private func checked(_ result: OpaquePointer?, sql: String) throws(StoreError) -> OpaquePointer {
        guard let connection else { throw .unreachable(host: server.host, port: server.port, reason: "the connection is closed") }
        guard let result else { throw lost(connection) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return result
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            close()
            throw .syntax(sql: sql, message: "COPY cannot run in a transaction of the store")
        default:
            defer { PQclear(result) }
            if PQstatus(connection) == CONNECTION_BAD { throw lost(connection) }
            let error = StoreError.postgres(result, sql: sql, server: server, isCancelled: cancellation?.isCancelled == true)
            if error.isLost { close() }
            throw error
        }
    }

    private func lost(_ connection: OpaquePointer) -> StoreError {
        let reason = PostgresConnection.oneLine(PQerrorMessage(connection))
        close()
        return .unreachable(host: server.host, port: server.port, reason: reason.isEmpty ? "the connection was lost" : reason)
    }

    static func rows(of result: OpaquePointer, limit: Int = .max) -> [Row] {
        let rowCount = min(PQntuples(result), Int32(clamping: limit))
        let columnCount = PQnfields(result)
        guard rowCount > 0 else { return [] }
        let header = Row.Header((0..<columnCount).map { PQfname(result, $0).map { String(cString: $0) } ?? "" })
        let types = (0..<columnCount).map { PQftype(result, $0) }
        var values: [SQLValue] = []
        values.reserveCapacity(Int(rowCount) * Int(columnCount))
        for row in 0..<rowCount {
            var column: Int32 = 0
            for type in types {
                values.append(SQLValue(result, row: row, column: column, type: type))
                column += 1
            }
        }
        return (0..<Int(rowCount)).map { Row(header, values, from: $0 * Int(columnCount)) }
    }

    private static func oneLine(_ message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "" }
        return String(cString: message).split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// Texts as the NULL-ended arrays of C strings that libpq takes.
private struct CStrings {
    private let bytes: [CChar]
    private let starts: [Int]

    init(_ texts: [String]) {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for text in texts {
            starts.append(bytes.count)
            bytes += text.utf8.map { CChar(bitPattern: $0) }
            bytes.append(0)
        }
        (self.bytes, self.starts) = (bytes, starts)
    }

    func with<T>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
        bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
