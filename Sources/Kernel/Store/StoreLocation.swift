/// Where the data of one workspace is.
public enum StoreLocation: Sendable, Hashable {
    /// A file of SQLite. Created when absent; its folder must exist.
    case sqlite(path: String)
    /// A schema in a PostgreSQL database. `url` is a libpq connection URI or string; the schema is created when absent.
    case postgres(url: String, schema: String)

    /// A file of SQLite.
    public static func sqlite(_ path: String) -> StoreLocation { .sqlite(path: path) }
}
