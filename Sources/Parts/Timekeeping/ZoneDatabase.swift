#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// A directory of compiled time zones (TZif files), such as `/usr/share/zoneinfo`.
///
/// Tables are read once and kept for the life of the process; an updated package counts after a restart.
public final class ZoneDatabase: Sendable {
    /// The computer's database: the directory `TZDIR` names, else `/usr/share/zoneinfo`.
    public static let system = ZoneDatabase(directory: environmentDirectory ?? "/usr/share/zoneinfo")

    public let directory: String
    private let cache = Mutex(Cache())

    public init(directory: String) {
        self.directory = directory
    }

    /// The release, such as `2026a`, from `tzdata.zi` or `+VERSION`; nil when neither says.
    public var version: String? {
        if let known = cache.withLock({ $0.version }) { return known }
        let version = firstVersion()
        cache.withLock { $0.version = .some(version) }
        return version
    }

    /// Every zone of the directory, sorted; walks it on first use (about 600 files).
    public var identifiers: [String] {
        if let known = cache.withLock({ $0.identifiers }) { return known }
        let identifiers = zones(under: "", depth: 0).sorted()
        cache.withLock { $0.identifiers = identifiers }
        return identifiers
    }

    func table(_ identifier: String) throws(ZoneError) -> ZoneTable {
        if identifier == "UTC" { return .utc }
        if let known = cache.withLock({ $0.tables[identifier] }) { return known }
        guard Self.isPlausible(identifier) else { throw .invalidIdentifier(identifier) }
        let path = "\(directory)/\(identifier)"
        let table = try ZoneTable(tzif: bytes(of: identifier, at: path), path: path)
        return cache.withLock {
            // Two threads may have read the same file; all shall share the first.
            if let first = $0.tables[identifier] { return first }
            $0.tables[identifier] = table
            return table
        }
    }

    /// Names stay inside the directory, and away from the variants that count leap seconds.
    static func isPlausible(_ identifier: String) -> Bool {
        guard (1...64).contains(identifier.utf8.count) else { return false }
        let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if let first = parts.first, parts.count > 1, ["right", "posix"].contains(String(Substring(first))) { return false }
        if ["localtime", "posixrules"].contains(identifier) { return false }
        return parts.allSatisfy { part in
            part.first.map { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") } == true
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                        true
                    default: false
                    }
                }
        }
    }

    private func bytes(of identifier: String, at path: String) throws(ZoneError) -> [UInt8] {
        switch FileBytes.whole(path, limit: FileBytes.largestZone) {
        case .success(let bytes): return bytes
        case .failure(let failure):
            if failure.code == ENOENT || failure.code == ENOTDIR || failure.code == EISDIR { throw .unknown(identifier: identifier) }
            throw .unreadable(path: path, reason: failure.reason)
        }
    }
}

extension ZoneDatabase {
    private struct Cache {
        var tables: [String: ZoneTable] = [:]
        /// The outer nil says: not looked for yet.
        var version: String??
        var identifiers: [String]?
    }

    private static var environmentDirectory: String? {
        guard let value = getenv("TZDIR") else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private func firstVersion() -> String? {
        if case .success(let bytes) = FileBytes.head("\(directory)/tzdata.zi", count: 64) {
            let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
            if line.hasPrefix("# version ") { return String(line.dropFirst(10)) }
        }
        if case .success(let bytes) = FileBytes.head("\(directory)/+VERSION", count: 64) {
            let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
            if !line.isEmpty { return line }
        }
        return nil
    }

    private func zones(under folder: String, depth: Int) -> [String] {
        guard depth < 4, let handle = opendir("\(directory)/\(folder)") else { return [] }
        defer { closedir(handle) }
        var found: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let identifier = folder.isEmpty ? name : "\(folder)/\(name)"
            guard Self.isPlausible(identifier) else { continue }
            let path = "\(directory)/\(identifier)"
            switch FileBytes.head(path, count: 4) {
            case .success(let magic): if magic == Array("TZif".utf8) { found.append(identifier) }
            case .failure(let failure): if failure.code == EISDIR { found += zones(under: identifier, depth: depth + 1) }
            }
        }
        return found
    }
}
