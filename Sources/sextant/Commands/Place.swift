import ArgumentParser
import Kernel

/// Where the data is: the options that every command takes.
struct Place: ParsableArguments {
    @Option(help: "The folder of the data, for SQLite.")
    var data = "./data"

    @Option(help: "A PostgreSQL database instead, as postgres://user:password@host:port/name.")
    var database: String?

    var house: House.Place { database.map { .postgres($0) } ?? .folder(data) }
}
