private import LookAssets

/// A file of the look, compiled into the binary.
///
/// Its address carries the hash of its content, so it is served with
/// `Cache-Control: public, max-age=31536000, immutable`. Looking one up is a
/// dictionary access; the bytes are never copied.
public struct Asset: Sendable {
    /// `/assets/<name>.<8 hex digits>.<extension>`.
    public let path: String
    /// "sextant.css".
    public let name: String
    /// With charset where it is text.
    public let contentType: String
    /// 64-bit FNV-1a of the content.
    public let hash: UInt64
    /// The content, never copied: valid as long as the process.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    // Constant data: nobody writes it after the start, so sharing it is safe.
    nonisolated(unsafe) private let start: UnsafeRawPointer?
    private let count: Int

    private init(_ name: String, _ content: UnsafeRawBufferPointer) {
        start = content.baseAddress
        count = content.count
        hash = fowlerNollVo(content)
        self.name = name
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let digits = String(hash, radix: 16)
        let short = String(repeating: "0", count: 16 - digits.count) + digits
        path = "/assets/\(name[..<dot]).\(short.prefix(8))\(name[dot...])"
        contentType = mediaType(of: name[dot...])
    }

    /// Every asset.
    public static let all: [Asset] = {
        let embedded = (0..<look_asset_count()).map { index in
            let file = look_asset(index)
            return Asset(String(cString: file.name), UnsafeRawBufferPointer(start: file.bytes, count: file.length))
        }
        return embedded + [Asset("fonts.css", kept(fontSheet(of: embedded)))]
    }()

    /// The asset served at `path`; nil for any other hash, so that an old address never serves new content.
    public static func at(_ path: String) -> Asset? { byPath[path] }

    /// The asset of this name, for pages that need a script of their own.
    public static func named(_ name: String) -> Asset? { byName[name] }

    /// The sheets of the product.
    public static let productSheets: [Asset] = named(["fonts.css", "sextant.css"])
    /// The sheets of the public site.
    public static let siteSheets: [Asset] = named(["fonts.css", "sextant.css", "site.css"])
    /// The modules of the product.
    public static let productScripts: [Asset] = named([
        "navigate.js", "palette.js", "keys.js", "menu.js", "form.js", "lookup.js", "list.js", "filter.js", "board.js", "steps.js", "toast.js",
        "live.js",
    ])
    /// The modules of the public site.
    public static let siteScripts: [Asset] = named(["menu.js", "form.js", "tracker.js"])

    static let icon = required("sextant.svg")
    static let textFont = required("inter-regular.woff2")

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byPath = Dictionary(all.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })

    private static func named(_ names: [String]) -> [Asset] { names.map(required) }

    private static func required(_ name: String) -> Asset {
        guard let asset = byName[name] else { preconditionFailure("The look has no asset \(name); add it to LookAssets.c.") }
        return asset
    }
}

/// Text copied to memory that stays for the life of the process.
private func kept(_ text: String) -> UnsafeRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    copy.copyBytes(from: text.utf8)
    return UnsafeRawBufferPointer(copy)
}

/// FNV-1a, 64 bits (RFC 9923): names content, protects nothing.
private func fowlerNollVo(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

private func mediaType(of ending: Substring) -> String {
    switch ending {
    case ".css": "text/css; charset=utf-8"
    case ".js": "text/javascript; charset=utf-8"
    case ".woff2": "font/woff2"
    case ".svg": "image/svg+xml"
    case ".png": "image/png"
    default: "application/octet-stream"
    }
}
