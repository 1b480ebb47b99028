#if canImport(Glibc)
import Glibc
#endif
import Records

/// Folders of the data directory.
enum Folder {
    /// Makes the folder and those above it, readable by its owner alone.
    static func make(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made == "/" ? "" : "/") + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw FolderError(path: made, reason: String(cString: strerror(errno)))
            }
        }
    }
}

struct FolderError: Explained {
    let path: String
    let reason: String

    var explanation: Explanation {
        Explanation(.unavailable, says: "The folder \(path) cannot be made: \(reason).", advice: "Choose another with --data, or correct its rights.")
    }
}
