import CPostgres
import Probe

final class PostgresEngine: Engine {
    static func open(_ url: String, schema: String, _ options: StoreOptions) async throws(StoreError) -> PostgresEngine {
        throw .unreachable(host: "", port: "", reason: "not built yet")
    }
    func read<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T { throw StoreError.closed }
    func write<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Writer) throws -> T) async throws -> T { throw StoreError.closed }
    func close() async {}
}
