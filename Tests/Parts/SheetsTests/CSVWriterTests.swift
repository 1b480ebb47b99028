import Testing

@testable import Sheets

@Suite("Writing tables")
struct CSVWriterTests {
    @Test("Cells are quoted where RFC 4180 asks for it, and numbers stay numbers")
    func quoting() throws {
        #expect(try written([["a", "b,c", "d\"e", "f\ng", .empty, .integer(-5), .number("-1.50"), ""]]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",,-5,-1.50,\r\n")
        #expect(try written([[""], [.empty]]) == "\"\"\r\n\"\"\r\n")
        #expect(try written([["a;b"]], delimiter: UInt8(ascii: ";")) == "\"a;b\"\r\n")
    }

    @Test("Texts that a spreadsheet would run get an apostrophe, also behind a number's mask")
    func guarding() throws {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "＋1", "－1", "＠x", "'=1", "''-1"] {
            #expect(try written([[.text(text)]]) == "'\(text)\r\n")
        }
        #expect(try written([[.text("\rx")]]) == "\"'\rx\"\r\n")
        #expect(try written([[.number("=1+1"), .number("1e5"), .number("1-1")]]) == "'=1+1,1e5,1-1\r\n")
        #expect(try written([["'tis", "a=b"]]) == "'tis,a=b\r\n")
    }

    @Test("What is written reads back byte for byte")
    func roundTrip() throws {
        var random = Numbers(state: 11)
        let pieces = ["=", "'", "\"", ",", "\r", "\n", "\t", "-", "＝", "é", "a", " ", "@", "\u{FEFF}", ";"]
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "'")] {
            var rows: [[String]] = []
            for _ in 0..<1000 {
                rows.append((0..<3).map { _ in (0..<random.next(5)).map { _ in pieces[random.next(pieces.count)] }.joined() })
            }
            let text = try written(rows.map { $0.map { .text($0) } }, delimiter: delimiter)
            let dialect = CSVDialect(delimiter: delimiter, hasHeader: false, removesFormulaGuard: true)
            let (records, problems) = try read(Array(text.utf8), dialect)
            #expect(problems.isEmpty)
            #expect(records.map { $0.fields.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
        }
    }

    @Test("The sink gets pieces, and its error comes out")
    func sink() throws {
        struct Full: Error {}
        var writer = try CSVWriter { _ in throw Full() }
        #expect(throws: Full.self) { for _ in 0..<10_000 { try writer.write([.text("0123456789")]) } }
    }

    private func written(_ rows: [[CSVCell]], delimiter: UInt8 = UInt8(ascii: ",")) throws -> String {
        let pieces = Pieces()
        var writer = try CSVWriter(delimiter: delimiter) { pieces.bytes += $0 }
        for row in rows { try writer.write(row) }
        try writer.finish()
        return String(decoding: pieces.bytes, as: UTF8.self)
    }

    private final class Pieces {
        var bytes: [UInt8] = []
    }
}
