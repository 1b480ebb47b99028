import FoundationEssentials

#if canImport(Glibc)
import Glibc
#endif

/// A database of its own in the test cluster, which is thrown away as a whole.
enum PostgresDatabase {
    static func create(named name: String, at url: String) async throws {
        // CREATE DATABASE cannot run in a transaction, and the store runs nothing else, so psql does it.
        var child = pid_t()
        let arguments = ["psql", "-q", "-X", "-d", url, "-c", "CREATE DATABASE \(name)"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        guard posix_spawnp(&child, "psql", nil, nil, &pointers, environ) == 0 else { throw WorldError("psql could not be started.") }
        var status: Int32 = 0
        guard waitpid(child, &status, 0) == child, status == 0 else { throw WorldError("The database \(name) could not be made.") }
    }
}
