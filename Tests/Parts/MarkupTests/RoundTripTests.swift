import Foundation
import Markup
import Testing

private let python = program("python3")
private let swiftc = program("swiftc")

private func program(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}

@Suite("HTML against other readers")
struct RoundTripTests {
    @Test(
        "Any text comes back from Python's parser as it went in, in text and in attributes",
        .enabled(if: python != nil, "python3 is not installed"))
    func roundTrip() throws {
        var generator = SeededGenerator(state: 7)
        let alphabet = Array("<>&\"'=;# /!-?abcXY09é漢😀\t\n`").map(String.init) + ["&amp;", "&lt", "<!--", "]]>", "</p>", "&#60;"]
        let texts = (0..<500).map { _ in
            (0..<Int.random(in: 0...24, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
        }
        let pages = texts.map { text in ("<p\(attribute: "title", text)>\(text)</p>" as HTML).text }
        let script = """
            import sys, json
            from html.parser import HTMLParser
            class Reader(HTMLParser):
                def __init__(self):
                    super().__init__(convert_charrefs=True); self.found = []; self.data = ''
                def handle_starttag(self, tag, attributes): self.found.append([tag, attributes])
                def handle_data(self, data): self.data += data
            answers = []
            for page in json.load(sys.stdin):
                reader = Reader(); reader.feed(page); reader.close()
                answers.append([len(reader.found), reader.found[0][1][0][1], reader.data])
            json.dump([[str(part) for part in answer] for answer in answers], sys.stdout)
            """
        let output = try run(python ?? "", ["-c", script], input: JSONEncoder().encode(pages))
        let answers = try JSONDecoder().decode([[String]].self, from: output.data)
        #expect(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) { #expect(answer == ["1", text, text]) }
    }

    @Test(
        "A value without a chosen reading does not compile",
        .enabled(if: swiftc != nil, "swiftc is not installed"),
        arguments: ["1.5", "Date", "Optional<Int>.none", "[1, 2]", "true", "URL", "StaticString", "String"])
    func refusals(kind: String) throws {
        let source = try #require(markupSources())
        let folder = FileManager.default.temporaryDirectory.appending(path: "markup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let value =
            switch kind {
            case "Date": "struct Date: CustomStringConvertible { var description = \"\" }\nlet value = Date()"
            case "URL": "struct URL { }\nlet value = URL()"
            case "StaticString": "let value: StaticString = \"x\""
            case "String": "let value = \"x\""
            default: "let value = \(kind)"
            }
        let probe = folder.appending(path: "main.swift")
        try "\(value)\nlet page: HTML = \"<p>\\(value)</p>\"\n".write(to: probe, atomically: true, encoding: .utf8)
        let files = ["HTML", "HTMLInterpolation", "Escaping", "SafeURL"].map { source.appending(path: "\($0).swift").path }
        let result = try run(swiftc ?? "", ["-typecheck"] + files + [probe.path], input: Data())
        #expect((result.status == 0) == (kind == "String"), "\(kind)")
    }

    /// Found by walking up, since the package may see this folder through a link.
    private func markupSources() -> URL? {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path.count > 1 {
            let candidate = folder.appending(path: "Sources/Parts/Markup")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    private func run(_ program: String, _ arguments: [String], input: Data) throws -> (status: Int32, data: Data) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (into, out) = (Pipe(), Pipe())
        process.standardInput = into
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let writer = Thread { into.fileHandleForWriting.write(input); into.fileHandleForWriting.closeFile() }
        writer.start()
        let data = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }
}
