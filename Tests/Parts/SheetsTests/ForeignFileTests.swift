import Foundation
import Testing

@testable import Sheets

@Suite("Files that others wrote")
struct ForeignFileTests {
    @Test("The sales table has its rows and its total", .enabled(if: Shared.has("classicmodels_sales.csv"), "../shared/data is not here"))
    func sales() throws {
        var source = try ByteSource(path: Shared.path("classicmodels_sales.csv"))
        let guess = try CSVGuess.sniff(&source)
        #expect(guess.dialect == CSVDialect())
        #expect(guess.columns == 25)
        var reader = try CSVReader(source, guess.dialect)
        let column = try #require(reader.header?.fields.firstIndex(of: "sales"))
        var (count, total) = (0, 0.0)
        while let row = try reader.next() {
            guard case .record(let record) = row else {
                Issue.record("\(row)")
                continue
            }
            count += 1
            total += try #require(record[column].flatMap { Double($0) })
        }
        #expect(count == 2823)
        #expect(abs(total - 10_032_628.85) < 0.01)
    }

    @Test("The prospects have bars and no header", .enabled(if: Shared.has("prospects.psv"), "../shared/data is not here"))
    func prospects() throws {
        var source = try ByteSource(path: Shared.path("prospects.psv"))
        let guess = try CSVGuess.sniff(&source)
        #expect(guess.dialect == CSVDialect(delimiter: UInt8(ascii: "|"), hasHeader: false))
        #expect(guess.columns == 24)
        var reader = try CSVReader(source, guess.dialect)
        var mails: [String] = []
        while let row = try reader.next() {
            guard case .record(let record) = row else {
                Issue.record("\(row)")
                continue
            }
            mails.append(try #require(record[8]))
        }
        #expect(mails.count == 2059)
        #expect(mails.first == "aalexander@lucernepublishing.com")
    }

    @Test("A file that is not there says so")
    func missing() {
        #expect(throws: SheetFileError.self) { try ByteSource(path: "/nonexistent/table.csv") }
    }
}

/// The data beside the project.
enum Shared {
    static func has(_ name: String) -> Bool { FileManager.default.isReadableFile(atPath: path(name)) }

    static func path(_ name: String) -> String {
        if let folder = ProcessInfo.processInfo.environment["SEXTANT_SHARED"] { return "\(folder)/data/\(name)" }
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path() != "/" {
            let candidate = folder.appending(path: "shared/data/\(name)").path()
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return "/nonexistent/\(name)"
    }
}
