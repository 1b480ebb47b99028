import Foundation
import Testing

@testable import JSON

@Suite("JSON")
struct JSONTests {
    @Test(
        "A text is read and written back unchanged",
        arguments: [
            #"null"#, #"true"#, #"[]"#, #"{}"#, #"[1,-2,0,9223372036854775807,-9223372036854775808]"#, #"[0.5,1e+100,-0.0]"#,
            #"{"b":1,"a":[{"x":null}],"":""}"#, #"["é","😀","\"\\\n\r\t\b\f\u0001"]"#,
        ])
    func roundTrip(text: String) throws {
        #expect(try JSON(parsing: text).description == text)
    }

    @Test("White space, escapes and numbers mean what RFC 8259 says")
    func reading() throws {
        #expect(try JSON(parsing: " \r\n\t[ 1 , 2 ] ") == [1, 2])
        #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\/\u0000""#) == "é😀/\0")
        #expect(try JSON(parsing: "1.0") == .double(1))
        #expect(try JSON(parsing: "-0") == .double(-0.0))
        #expect(try JSON(parsing: "9223372036854775808") == .double(9223372036854775808))
        #expect(try JSON(parsing: "0.1e1") == .double(1))
        #expect(try JSON(parsing: "123456789.123456789E-3").doubleValue == 123456.789123456789)
    }

    @Test(
        "What is not JSON is refused, with the place",
        arguments: [
            ("", 1, 1, .expected("a value")), ("[1,]", 1, 4, .expected("a value")), ("[1 2]", 1, 4, .expected("a comma or ]")),
            ("{\n  a: 1}", 2, 3, .expected("a key in quotes")), (#"{"a" 1}"#, 1, 6, .expected("a colon")),
            (#"{"a":1,}"#, 1, 8, .expected("a key in quotes")), (#"{"a":1,"a":2}"#, 1, 8, .duplicateKey("a")),
            ("01", 1, 2, .expected("no digit after a leading zero")), ("-", 1, 2, .expected("a digit")),
            ("1.", 1, 3, .expected("a digit")), ("1e", 1, 3, .expected("a digit")), ("1e999", 1, 1, .numberOutOfRange),
            ("nul", 1, 1, .expected("null")), ("NaN", 1, 1, .expected("a value")), ("1 1", 1, 3, .expected("the end of the text")),
            (#""abc"#, 1, 5, .expected("the closing quote")), ("\"a\nb\"", 1, 3, .controlCharacter),
            (#""\x""#, 1, 2, .invalidEscape), (#""\u12g4""#, 1, 2, .invalidEscape), (#""\ud800""#, 1, 2, .loneSurrogate),
            (#""\ud800\u0041""#, 1, 2, .loneSurrogate), (#""\udc00""#, 1, 2, .loneSurrogate), (#""\"#, 1, 2, .invalidEscape),
            ("\u{FEFF}1", 1, 1, .expected("a value")), ("\0", 1, 1, .expected("a value")), ("[1]\0", 1, 4, .expected("the end of the text")),
        ] as [(String, Int, Int, JSONError.Reason)])
    func refused(text: String, line: Int, column: Int, reason: JSONError.Reason) throws {
        let error = try #require(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error.reason == reason)
        #expect(error.line == line)
        #expect(error.column == column)
    }

    @Test("Invalid UTF-8 is refused at its byte")
    func invalidUTF8() throws {
        let error = try #require(throws: JSONError.self) { try JSON(parsing: [0x22, 0x61, 0xC3, 0xA9, 0xFF, 0x22]) }
        #expect(error.reason == .invalidUTF8)
        #expect(error.offset == 4)
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test("Depth and size have limits")
    func limits() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        #expect(throws: Never.self) { try JSON(parsing: deep(64)) }
        #expect(try #require(throws: JSONError.self) { try JSON(parsing: deep(65)) }.reason == .tooDeep(limit: 64))
        #expect(try #require(throws: JSONError.self) { try JSON(parsing: deep(100_000), limits: .init(depth: 1 << 20)) }.reason == .tooDeep(limit: 512))
        #expect(try #require(throws: JSONError.self) { try JSON(parsing: "[1,2]", limits: .init(size: 4)) }.reason == .tooLarge(limit: 4))
    }

    @Test("Objects keep the order of their keys and find them, small or large", arguments: [3, 16, 17, 18, 1000])
    func objects(count: Int) throws {
        var object = JSONObject()
        for number in (0..<count).reversed() { object["k\(number)"] = .int(Int64(number)) }
        #expect(object.keys.first == "k\(count - 1)")
        #expect((0..<count).allSatisfy { object["k\($0)"] == .int(Int64($0)) })
        #expect(object["other"] == nil)
        object["k1"] = nil
        #expect(object.count == count - 1)
        #expect(object["k2"] == 2)
        #expect(object["k1"] == nil)
        let turned = JSONObject(object.reversed().map { ($0.key, $0.value) })
        #expect(turned == object)
        #expect(turned.hashValue == object.hashValue)
        #expect(try JSON(parsing: JSON.object(object).bytes) == .object(object))
    }

    @Test("Values are reached by key, index and path, and changed in place")
    func access() {
        var order: JSON = ["lines": [["sku": "A", "count": 2]], "paid": true, "total": 3.5, "none": nil]
        #expect(order[path: "lines", 0, "sku"]?.stringValue == "A")
        #expect(order["lines"]?[1] == nil)
        #expect(order["lines"]?[-1] == nil)
        #expect(order[path: "lines", 0, "count"]?.intValue == 2)
        #expect(JSON.double(1e300).intValue == nil)
        order["paid"] = false
        order["none"] = .some(nil)
        #expect(order["paid"]?.boolValue == false)
        order["total"] = nil
        #expect(order.objectValue?.keys == ["lines", "paid", "none"])
    }

    @Test("The writer sets the commas")
    func writer() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("rows")
        writer.beginArray()
        for number in 0..<2 {
            writer.beginObject()
            writer.key("n")
            writer.value(number)
            writer.key("t")
            writer.value(String?.none)
            writer.endObject()
        }
        writer.endArray()
        writer.key("nan")
        writer.value(Double.nan)
        writer.key("raw")
        writer.raw("[1]".utf8)
        writer.endObject()
        #expect(writer.string == #"{"rows":[{"n":0,"t":null},{"n":1,"t":null}],"nan":null,"raw":[1]}"#)
    }

    @Test("Mutated texts are read or refused, never trap, and what is read survives a round trip")
    func mutations() throws {
        let seed = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":"é😀"},"d":9223372036854775807}"#.utf8)
        var state: UInt64 = 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % bound
        }
        let tokens = Array("{}[]\",:\\u0123dDeE+-. \n\0tfn".utf8) + [0xFF, 0xC3, 0xED]
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0...next(4) {
                switch next(3) {
                case 0: bytes[next(bytes.count)] = tokens[next(tokens.count)]
                case 1: bytes.insert(tokens[next(tokens.count)], at: next(bytes.count))
                default: bytes.removeSubrange(next(bytes.count)...)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            guard let value = try? JSON(parsing: bytes) else { continue }
            #expect(try JSON(parsing: value.bytes) == value)
        }
    }
}
