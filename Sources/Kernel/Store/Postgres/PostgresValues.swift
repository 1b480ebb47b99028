import CPostgres

/// The parameters of one statement in the form libpq wants: texts end with NUL, bytes go as they are.
struct PostgresParameters {
    /// One letter a parameter; statements prepared for other types are other statements.
    private(set) var signature = ""
    private(set) var types: [Oid] = []
    private var formats: [Int32] = []
    private var lengths: [Int32] = []
    private var starts: [Int?] = []
    private var bytes: [UInt8] = []

    init(_ values: [SQLValue]) throws(StoreError) {
        guard values.count <= 65_535 else { throw .tooBig(reason: "\(values.count) values in one statement; PostgreSQL takes 65535") }
        types.reserveCapacity(values.count)
        for value in values {
            try value.checkStorable()
            try append(value)
        }
    }

    private mutating func append(_ value: SQLValue) throws(StoreError) {
        switch value {
        case .null: add("n", 0, nil)
        case .int(let value): add("i", 20, String(value).utf8)
        case .double(let value): add("d", 701, (value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : value.description).utf8)
        case .bool(let value): add("b", 16, (value ? "t" : "f").utf8)
        case .text(let value):
            guard value.utf8.count < 256 << 20 else { throw .tooBig(reason: "a text of \(value.utf8.count) bytes") }
            add("t", 25, value.utf8)
        case .blob(let value):
            guard value.count < 256 << 20 else { throw .tooBig(reason: "\(value.count) bytes in one value") }
            signature += "x"
            types.append(17)
            formats.append(1)
            lengths.append(Int32(value.count))
            starts.append(bytes.count)
            bytes += value
            bytes.append(0)
        }
    }

    private mutating func add(_ letter: Character, _ type: Oid, _ text: String.UTF8View?) {
        signature.append(letter)
        types.append(type)
        formats.append(0)
        lengths.append(0)
        starts.append(text == nil ? nil : bytes.count)
        guard let text else { return }
        bytes.append(contentsOf: text)
        bytes.append(0)
    }

    /// Calls `body` with count, types, values, lengths and formats as libpq's functions take them.
    func withPointers<T>(
        _ body: (Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                let values = starts.map { start in start.flatMap { start in buffer.baseAddress.map { $0 + start } } }
                return types.withUnsafeBufferPointer { types in
                    values.withUnsafeBufferPointer { values in
                        lengths.withUnsafeBufferPointer { lengths in
                            formats.withUnsafeBufferPointer { formats in
                                body(Int32(starts.count), types.baseAddress, values.baseAddress, lengths.baseAddress, formats.baseAddress)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension SQLValue {
    /// One value of a result in text format, by the type of its column. Whole `numeric` values (a SUM of
    /// bigint) become integers, as on SQLite; others stay exact as text.
    init(_ result: OpaquePointer, row: Int32, column: Int32, type: Oid) {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
            self = .null
            return
        }
        let count = Int(PQgetlength(result, row, column))
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case 20, 21, 23, 26: self = Int64(text).map(SQLValue.int) ?? .text(text)
        case 1700: self = Int64(text).map(SQLValue.int) ?? .text(text)
        case 700, 701: self = Double(text).map(SQLValue.double) ?? .text(text)
        case 16: self = .bool(text == "t")
        case 17: self = SQLValue.bytes(hex: bytes).map(SQLValue.blob) ?? .text(text)
        default: self = .text(text)
        }
    }

    /// `\x0aff`.
    private static func bytes(hex text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x") else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            result.append(high << 4 | low)
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
