/// Where a person may be sent on to: only a path of ours, whatever the request asks for.
enum LocalPath {
    /// - Returns: `nil` for anything with a scheme, a host, a backslash or a control character.
    static func checked(_ path: String?) -> String? {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"), !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return path
    }
}
