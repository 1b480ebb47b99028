import Foundation
import Kernel
import Model
import Testing

@testable import Arion

@Suite("Feeds")
struct FeedTests {
    private let feed: Feed = {
        let published = Instant(seconds: 1_795_352_731)
        let lines = [
            ArticleLine(key: Key(5), title: "Cups & <saucers> \"ünder\" ]]>", slug: "cups", category: "Craft", tags: ["R&D"], summary: "A \u{7} bell", author: "Mia Röth", published: published),
            ArticleLine(key: Key(4), title: "Older", slug: "older", published: published + .days(-3)),
        ]
        return Feed(
            title: "Signal · Harbour & Co", description: "Words", page: "https://harbour.test/signal", address: "https://harbour.test/signal/feed.xml",
            entries: lines.map { Feed.Entry(line: $0, url: "https://harbour.test\($0.path)", content: "<p>Fish &amp; chips</p>") })
    }()

    @Test("XML feeds are well formed, whatever the titles hold", arguments: [Feed.Format.rss, .atom])
    func wellFormed(format: Feed.Format) throws {
        let document = try XMLReader.read(feed.text(format).text)
        #expect(document.errors.isEmpty)
        #expect(document.texts["title"]?.contains("Cups & <saucers> \"ünder\" ]]>") == true)
    }

    @Test("A feed reader finds nothing to complain about", .enabled(if: FeedReader.isInstalled, "needs python3 with feedparser"), arguments: [Feed.Format.rss, .atom])
    func feedparser(format: Feed.Format) throws {
        let answer = try FeedReader.read(feed.text(format).text)
        #expect(answer == "0|Signal · Harbour & Co|urn:sextant:article:0000000000005,urn:sextant:article:0000000000004|Mia Röth|Craft,R&D\n")
    }

    @Test("The JSON feed holds the same")
    func json() throws {
        let json = try JSON(parsing: Array(feed.text(.json).text.utf8))
        #expect(json["version"] == "https://jsonfeed.org/version/1.1")
        #expect(json[path: "items", 0, "title"]?.stringValue == "Cups & <saucers> \"ünder\" ]]>")
        #expect(json[path: "items", 0, "id"] == "urn:sextant:article:0000000000005")
    }

    @Test("Dates of mail carry two digits and the right weekday")
    func dates() {
        #expect(Instant("2026-11-22T09:05:07Z")?.mailDate == "Sun, 22 Nov 2026 09:05:07 GMT")
        #expect(Instant("2026-03-02T00:00:00Z")?.mailDate == "Mon, 02 Mar 2026 00:00:00 GMT")
    }
}

/// feedparser, an independent reader of feeds.
enum FeedReader {
    static let isInstalled = (try? run("import feedparser", "")) != nil

    static func read(_ feed: String) throws -> String {
        try run(
            """
            import sys, feedparser
            feed = feedparser.parse(sys.stdin.buffer.read())
            first = feed.entries[0]
            print(int(feed.bozo), feed.feed.title, ",".join(e.id for e in feed.entries), first.author, ",".join(t.term for t in first.tags), sep="|")
            """, feed)
    }

    private static func run(_ script: String, _ input: String) throws -> String {
        let process = Process(), into = Pipe(), out = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONIOENCODING": "utf-8"]) { _, new in new }
        process.standardInput = into
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        into.fileHandleForWriting.write(Data(input.utf8))
        into.fileHandleForWriting.closeFile()
        let output = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: output, as: UTF8.self)
    }
}
