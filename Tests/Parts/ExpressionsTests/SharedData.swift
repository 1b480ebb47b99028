import FoundationEssentials

enum SharedData {
    /// `shared` beside the checkout, or where SEXTANT_SHARED says.
    static func bytes(_ path: String) -> [UInt8]? {
        var candidates: [String] = []
        if let root = ProcessInfo.processInfo.environment["SEXTANT_SHARED"] { candidates.append(root + "/" + path) }
        var folder = #filePath.split(separator: "/").dropLast()
        while !folder.isEmpty {
            candidates.append("/" + folder.joined(separator: "/") + "/shared/" + path)
            folder = folder.dropLast()
        }
        for candidate in candidates {
            if let data = try? Data(contentsOf: URL(filePath: candidate)) { return Array(data) }
        }
        return nil
    }
}
