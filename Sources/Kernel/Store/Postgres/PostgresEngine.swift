#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import CPostgres
import Probe

/// PostgreSQL behind libpq: one thread a connection, prepared statements, retries where they are safe.
final class PostgresEngine: Engine {
    private static let attemptLimit = 5

    private let workers: PostgresWorkers
    private let options: StoreOptions

    private init(_ url: String, schema: String, _ options: StoreOptions) {
        self.options = options
        workers = PostgresWorkers(limit: options.connections, waitingLimit: options.waitingLimit) {
            PostgresConnection(url, schema: schema, options)
        }
    }

    static func open(_ url: String, schema: String, _ options: StoreOptions) async throws(StoreError) -> PostgresEngine {
        guard !schema.isEmpty, schema.utf8.count <= 63, !schema.utf8.contains(0), !url.utf8.contains(0) else {
            throw .refused(host: "", reason: "the name of a schema has 1 to 63 bytes, and no NUL")
        }
        let engine = PostgresEngine(url, schema: schema, options)
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            do throws(StoreError) {
                try engine.workers.submit { connection in
                    continuation.resume(returning: Result { () throws(StoreError) in
                        try connection.connect()
                        try connection.createSchema()
                        try PostgresFormat.check(connection, schema, options)
                    })
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        do throws(StoreError) { try result.get() } catch {
            await engine.close()
            throw error
        }
        return engine
    }

    func close() async { await workers.close() }

    deinit {
        // The threads keep the queue alive; without this they would wait for ever.
        let workers = workers
        Task { await workers.close() }
    }

    // MARK: Reading

    func read<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        let cancellation = PostgresCancellation()
        return try await withTaskCancellationHandler {
            try await onConnection { connection in
                do {
                    return try PostgresEngine.read(connection, cancellation, trace, body)
                } catch let error as StoreError where error.isLost || error.isStaleStatement {
                    connection.forgetStatements()
                    return try PostgresEngine.read(connection, cancellation, trace, body)
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private static func read<T>(
        _ connection: PostgresConnection, _ cancellation: PostgresCancellation, _ trace: Trace?, _ body: (Reader) throws -> T
    ) throws -> T {
        if cancellation.isCancelled { throw StoreError.cancelled }
        try begin(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let reader = Reader(PostgresSession(connection), trace: trace)
        connection.cancellation = cancellation
        defer {
            reader.end()
            cancellation.finish()
            connection.cancellation = nil
            connection.rollBack()
        }
        try cancellation.begin(connection.handle)
        let result = Result { try body(reader) }
        cancellation.finish()
        connection.cancellation = nil
        if let failure = reader.failure, failure.isLost || failure.isStaleStatement { throw failure }
        let value = try result.get()
        if connection.isHealthy { try connection.control("COMMIT") }
        return value
    }

    // MARK: Writing

    func write<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Writer) throws -> T) async throws -> T {
        let cancellation = PostgresCancellation()
        let isSerializable = options.serializableWrites
        return try await withTaskCancellationHandler {
            try await onConnection { connection in
                if cancellation.isCancelled { throw StoreError.cancelled }
                let begin = isSerializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN ISOLATION LEVEL READ COMMITTED"
                return try PostgresEngine.write(connection, begin, trace, body)
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private static func write<T>(
        _ connection: PostgresConnection, _ begin: String, _ trace: Trace?, _ body: (Writer) throws -> T
    ) throws -> T {
        var attempt = 1
        while true {
            do {
                return try writeOnce(connection, begin, trace, body)
            } catch let error as StoreError where error.isConflict || error.isStaleStatement {
                if error.isStaleStatement { connection.forgetStatements() }
                guard attempt < attemptLimit else { throw error.isConflict ? StoreError.conflict(attempts: attempt) : error }
                usleep(UInt32.random(in: 500...(2_000 << UInt32(attempt))))
                attempt += 1
            }
        }
    }

    private static func writeOnce<T>(
        _ connection: PostgresConnection, _ text: String, _ trace: Trace?, _ body: (Writer) throws -> T
    ) throws -> T {
        try begin(connection, text)
        let writer = Writer(PostgresSession(connection), trace: trace)
        let result = Result { try body(writer) }
        writer.end()
        do {
            // What the server said decides, also when the body hid it or threw something else instead.
            if let failure = writer.failure, failure.isConflict || failure.isLost || failure.isStaleStatement { throw failure }
            let value = try result.get()
            if let failure = writer.failure { throw failure }
            guard connection.isHealthy else { throw StoreError.aborted(earlier: "the transaction had already failed") }
            try commit(connection)
            writer.afterCommit.forEach { $0() }
            return value
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private static func commit(_ connection: PostgresConnection) throws(StoreError) {
        do throws(StoreError) { try connection.control("COMMIT") } catch {
            // The server may have committed before the connection broke.
            guard case .unreachable(_, _, let reason) = error else { throw error }
            throw .outcomeUnknown(reason: reason)
        }
    }

    /// Connects if needed and begins. An idle connection may have died since its last use: then once more.
    private static func begin(_ connection: PostgresConnection, _ text: String) throws(StoreError) {
        try connection.connect()
        do throws(StoreError) { try connection.begin(text) } catch {
            guard error.isLost else { throw error }
            try connection.connect()
            try connection.begin(text)
        }
    }

    private func onConnection<T: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            do throws(StoreError) {
                try workers.submit { connection in continuation.resume(with: Result { try body(connection) }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
