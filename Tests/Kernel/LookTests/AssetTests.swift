import Look
import Testing

@Suite("Assets")
struct AssetTests {
    @Test("Every asset is found at its hashed address and nowhere else")
    func addresses() throws {
        #expect(Asset.all.count > 15)
        for asset in Asset.all {
            #expect(Asset.at(asset.path)?.name == asset.name)
            #expect(asset.bytes.count > 100, "\(asset.name) is empty")
            #expect(asset.path.hasPrefix("/assets/"))
        }
        #expect(Asset.at("/assets/sextant.00000000.css") == nil)
        #expect(Asset.at("/assets/sextant.css") == nil)
    }

    @Test("The address of an asset carries the first eight digits of its FNV-1a hash")
    func hash() throws {
        let asset = try #require(Asset.named("sextant.css"))
        var hash: UInt64 = 0xcbf29ce484222325
        for byte in asset.bytes { hash = (hash ^ UInt64(byte)) &* 0x100000001b3 }
        #expect(asset.hash == hash)
        let digits = String(hash, radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        #expect(asset.path == "/assets/sextant.\(padded.prefix(8)).css")
    }

    @Test("The font sheet names the hashed fonts")
    func fonts() throws {
        let sheet = try #require(Asset.named("fonts.css"))
        let text = String(decoding: sheet.bytes, as: UTF8.self)
        for name in ["inter-regular.woff2", "inter-medium.woff2", "inter-semibold.woff2"] {
            #expect(text.contains(try #require(Asset.named(name)).path))
        }
        #expect(text.contains("font-display: swap"))
    }

    @Test("The visit tracker stays small and stores nothing on the device")
    func tracker() throws {
        let tracker = try #require(Asset.named("tracker.js"))
        let text = String(decoding: tracker.bytes, as: UTF8.self)
        #expect(tracker.bytes.count < 1_500)
        #expect(!text.contains("localStorage") && !text.contains("cookie") && !text.contains("indexedDB"))
    }
}
