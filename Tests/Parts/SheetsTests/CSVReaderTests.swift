import Testing

@testable import Sheets

@Suite("Reading tables")
struct CSVReaderTests {
    @Test("Rows come out the same, however the bytes are cut into chunks", arguments: [1, 2, 3, 7, 64, 100_000])
    func chunks(size: Int) throws {
        let text = "a,b\r\n1,\"x \"\"y\"\"\r\nz\"\n\n2,é😀\r3,\"\"\n4,"
        let (rows, problems) = try read(text, chunkSize: size)
        #expect(rows.map(\.fields) == [["1", "x \"y\"\r\nz"], ["2", "é😀"], ["3", ""], ["4", ""]])
        #expect(rows.map(\.line) == [2, 5, 6, 7])
        #expect(problems.isEmpty)
    }

    @Test("A quote within an unquoted field is text")
    func literalQuote() throws {
        #expect(try read("a,b\n5\" pipe,x").rows.map(\.fields) == [["5\" pipe", "x"]])
    }

    @Test("A row with the wrong number of columns names its line, and reading goes on")
    func columnCount() throws {
        let (rows, problems) = try read("a,b\n1,2\n3\n4,5,6\n7,8\n")
        #expect(rows.map { $0[0] } == ["1", "7"])
        #expect(problems == [.columnCount(line: 3, expected: 2, found: 1), .columnCount(line: 4, expected: 2, found: 3)])
    }

    @Test("An unclosed quote names the place where it was opened", arguments: [1, 1000])
    func unclosedQuote(size: Int) throws {
        let error = try #require(throws: CSVError.self) { try read("a,b\n1,2\n3,\"4\n5,6\n7,8\n", chunkSize: size) }
        #expect(error.description.hasPrefix("Line 3, column 2: a quote is opened"))
        let large = try #require(throws: CSVError.self) {
            try read("a,b\n1,\"2\n" + String(repeating: "3,4\n", count: 100), chunkSize: size, limits: CSVLimits(fieldSize: 100))
        }
        #expect(large.description == "Line 2, column 2: the field is larger than 100 bytes. The quote it begins with may not be closed.")
    }

    @Test("Damaged UTF-8 names line, column and byte, and reading goes on", arguments: [1, 5, 1000])
    func damaged(size: Int) throws {
        var bytes = Array("\u{FEFF}a,b\n1,2\né,\"x\"\"\ny".utf8)
        let offset = bytes.count
        bytes += [0xE9] + Array("z\"\n3,4\n".utf8)
        let (rows, problems) = try read(bytes, chunkSize: size)
        #expect(problems == [.invalidText(line: 4, column: 2, byteOffset: offset)])
        #expect(rows.map { $0[0] } == ["1", "3"])
        // A lead byte at the end of one field and its tail at the start of the next are two damages, not a character.
        #expect(try read([0x61, 0x2C, 0x62, 0x0A, 0xC3, 0x2C, 0xA9], chunkSize: size).problems == [.invalidText(line: 2, column: 1, byteOffset: 4)])
    }

    @Test("Text behind a closing quote is a problem of its row")
    func textAfterQuote() throws {
        let (rows, problems) = try read("a,b\n\"x\"y,1\nz,2\n")
        #expect(problems == [.textAfterQuote(line: 2, column: 1)])
        #expect(rows.map { $0[0] } == ["z"])
    }

    @Test("Limits on columns, rows and fields stop the reading with the line")
    func limits() throws {
        #expect(try #require(throws: CSVError.self) { try read("a\n" + String(repeating: ",", count: 20), limits: CSVLimits(columns: 10)) }.description.hasPrefix("Line 2: the row has more than 10"))
        #expect(try #require(throws: CSVError.self) { try read("a\n1,2,3,4,5,6,7", limits: CSVLimits(rowSize: 5)) }.description == "Line 2: the row is larger than 5 bytes.")
        #expect(throws: CSVError.self) { try CSVReader(ByteSource([]), CSVDialect(delimiter: 0x0A)) }
    }

    @Test("UTF-16 and Windows-1252 are read as UTF-8", arguments: [1, 3, 1000])
    func encodings(size: Int) throws {
        let text = "name;city\nÉloïse €;Zürich 😀\n"
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        for (bytes, encoding) in [(little, SheetEncoding.utf16LittleEndian), (big, .utf16BigEndian)] {
            #expect(CSVGuess.sniff(bytes, isWhole: true).dialect.encoding == encoding)
            let dialect = CSVDialect(delimiter: UInt8(ascii: ";"), encoding: encoding)
            #expect(try read(bytes, chunkSize: size, dialect).rows.map(\.fields) == [["Éloïse €", "Zürich 😀"]])
            #expect(try read(Array(bytes.dropLast(5)), chunkSize: size, dialect).problems.first?.line == 2)
        }
        let latin: [UInt8] = Array("name;city\n".utf8) + [0xC9, 0x20, 0x80, 0x3B, 0x5A, 0xFC, 0x0A]
        let guess = CSVGuess.sniff(latin, isWhole: true)
        #expect(guess.isEncodingAssumed)
        #expect(try read(latin, chunkSize: size, guess.dialect).rows.map(\.fields) == [["É €", "Zü"]])
    }

    @Test("Nothing, a lone mark and a lone header are tables without rows", arguments: ["", "\u{FEFF}", "a,b", "\n\n", "\r\n"])
    func empty(text: String) throws {
        #expect(try read(text).rows.isEmpty)
    }

    @Test("The delimiter, the header and the encoding are guessed from the beginning")
    func sniffing() {
        let cases: [(String, Character, Int, Bool)] = [
            ("name,city\nA,B\nC,D\n", ",", 2, true), ("1;a@b.ch;\"x,y\"\n2;c@d.ch;\"z,z\"\n", ";", 3, false), ("a\tb\n1\t2", "\t", 2, true),
            ("1|A, B|x\n2|C|y, z\n", "|", 3, false), ("just\nwords\n", ",", 1, true), ("", ",", 1, false),
        ]
        for (text, delimiter, columns, hasHeader) in cases {
            let guess = CSVGuess.sniff(Array(text.utf8), isWhole: true)
            #expect(guess.dialect.delimiter == delimiter.asciiValue, "\(text)")
            #expect(guess.columns == columns, "\(text)")
            #expect(guess.dialect.hasHeader == hasHeader, "\(text)")
            #expect(guess.dialect.encoding == .utf8)
        }
        #expect(CSVGuess.sniff(Array("a,é".utf8.dropLast()), isWhole: false).dialect.encoding == .utf8)
    }

    @Test("Mutated files are read or refused, never trap, and alike in every chunking")
    func mutations() throws {
        let seed = Array("\u{FEFF}a;b,\"c\"\r\n\"x\"\"y\";é,1\r2,\"3\n4\"\n'=1,\t\n".utf8)
        var random = Numbers(state: 3)
        let tokens = Array("\",;\r\n'=| a\0".utf8) + [0xFF, 0xC3, 0xA9]
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0...random.next(5) {
                let position = random.next(bytes.count)
                if random.next(2) == 0 { bytes[position] = tokens[random.next(tokens.count)] } else { bytes.insert(tokens[random.next(tokens.count)], at: position) }
            }
            let encoding: SheetEncoding = [.utf8, .utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252][random.next(5)]
            let dialect = CSVDialect(hasHeader: random.next(2) == 0, encoding: encoding, removesFormulaGuard: true)
            let limits = CSVLimits(fieldSize: 30, rowSize: 60, columns: 8)
            let whole = outcome(bytes, 10_000, dialect, limits)
            #expect(outcome(bytes, 1, dialect, limits) == whole)
            _ = CSVGuess.sniff(bytes, isWhole: random.next(2) == 0)
        }
    }

    private func outcome(_ bytes: [UInt8], _ size: Int, _ dialect: CSVDialect, _ limits: CSVLimits) -> String {
        do {
            let (rows, problems) = try read(bytes, chunkSize: size, dialect, limits: limits)
            return "\(rows.map(\.fields)) \(problems)"
        } catch {
            return "\(error)"
        }
    }
}

func read(_ text: String, chunkSize: Int = 1000, limits: CSVLimits = CSVLimits()) throws -> (rows: [CSVRecord], problems: [CSVProblem]) {
    try read(Array(text.utf8), chunkSize: chunkSize, limits: limits)
}

func read(
    _ bytes: [UInt8], chunkSize: Int = 1000, _ dialect: CSVDialect = CSVDialect(), limits: CSVLimits = CSVLimits()
) throws -> (rows: [CSVRecord], problems: [CSVProblem]) {
    var reader = try CSVReader(ByteSource(bytes, chunkSize: chunkSize), dialect, limits: limits)
    var rows: [CSVRecord] = []
    var problems: [CSVProblem] = []
    while let row = try reader.next() {
        switch row {
        case .record(let record): rows.append(record)
        case .problem(let problem, _): problems.append(problem)
        }
    }
    return (rows, problems)
}

/// Numbers that are the same in every run.
struct Numbers {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
    }
}
