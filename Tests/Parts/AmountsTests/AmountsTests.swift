import Foundation
import Testing

@testable import Amounts

@Suite("Money")
struct MoneyTests {
    @Test("Currencies have the exponents of ISO 4217")
    func currencies() throws {
        #expect(Currency.active.count == 165)
        #expect(Set(Currency.active.map(\.code)).count == Currency.active.count)
        for (code, exponent) in [("CHF", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("HUF", 2), ("UYW", 4), ("TND", 3), ("MGA", 2)] {
            #expect(Currency(code)?.exponent == exponent)
            #expect(Currency(code)?.code == code)
        }
        #expect(Currency("chf") == nil)
        #expect(Currency("XAU") == nil)
        #expect(Currency("HRK") != nil)
        for (known, code) in [(Currency.chf, "CHF"), (.eur, "EUR"), (.usd, "USD"), (.gbp, "GBP")] { #expect(known == Currency(code)) }
        #expect(Currency.chf.minorPerMajor == 100)
    }

    @Test("Sums are checked for overflow and currency")
    func arithmetic() throws {
        let ten = Money(minor: 1000, .chf)
        #expect(try ten + ten == Money(minor: 2000, .chf))
        #expect(throws: AmountError.currencyMismatch(.chf, .eur)) { try ten + Money(minor: 1, .eur) }
        #expect(throws: AmountError.overflow) { try Money(minor: .max, .chf) + Money(minor: 1, .chf) }
        #expect(throws: AmountError.overflow) { try Money(minor: .min, .chf).negated() }
        #expect(throws: AmountError.overflow) { try Money(minor: .max, .chf).multiplied(by: FixedDecimal("1.01")) }
        #expect(throws: AmountError.overflow) { try Money(major: .max, .chf) }
        #expect(try Money.sum([ten, ten, ten], .chf).minor == 3000)
        #expect(try Money(minor: .min, .chf).multiplied(by: FixedDecimal("0.5")).minor == .min / 2)
    }

    @Test("Products are rounded once, by the stated rule")
    func rounding() throws {
        let cases: [(Int64, Rounding, Int64)] = [
            (25, .halfEven, 12), (25, .halfUp, 13), (25, .down, 12), (25, .up, 13), (35, .halfEven, 18), (-25, .halfEven, -12),
            (-25, .halfUp, -13), (-25, .up, -13), (-25, .down, -12), (26, .halfEven, 13),
        ]
        for (minor, rounding, expected) in cases {
            #expect(try Money(minor: minor, .chf).multiplied(by: FixedDecimal("0.5"), rounding: rounding).minor == expected, "\(minor) \(rounding)")
        }
        #expect(try Money.of(quantity: FixedDecimal("3.75"), unitPrice: FixedDecimal("0.1234"), .chf).minor == 46)
        #expect(try Money.of(quantity: FixedDecimal("3"), unitPrice: FixedDecimal("19.90"), #require(Currency("KWD"))).minor == 59_700)
        #expect(try Money(minor: 1283, .chf).rounded(toMultipleOf: 5).minor == 1285)
        #expect(try Money(minor: -1282, .chf).rounded(toMultipleOf: 5).minor == -1280)
        #expect(throws: AmountError.stepNotPositive(0)) { try Money(minor: 1, .chf).rounded(toMultipleOf: 0) }
    }

    @Test("Shares add up to the whole, whatever the weights")
    func allocation() throws {
        #expect(try Money(minor: 100, .chf).allocated(into: 3).map(\.minor) == [34, 33, 33])
        #expect(try Money(minor: -100, .chf).allocated(into: 3).map(\.minor) == [-34, -33, -33])
        #expect(try Money(minor: 5, .chf).allocated(byWeights: [3, 7]).map(\.minor) == [2, 3])
        #expect(try Money(minor: 7, .chf).allocated(byWeights: [0, 1, 0]).map(\.minor) == [0, 7, 0])
        #expect(throws: AmountError.noWeight) { try Money(minor: 1, .chf).allocated(byWeights: [0, 0]) }
        #expect(throws: AmountError.noWeight) { try Money(minor: 1, .chf).allocated(into: 0) }
        #expect(throws: AmountError.negativeWeight) { try Money(minor: 1, .chf).allocated(byWeights: [2, -1]) }
        for minor in [Int64.max, .min, 1, 0, -1, 999_999_937] {
            for weights in [[Int64.max, .max, .max], [1, 2, 3, 4, 5], [1, .max]] {
                let parts = try Money(minor: minor, .chf).allocated(byWeights: weights)
                #expect(parts.reduce(Int128(0)) { $0 + Int128($1.minor) } == Int128(minor))
            }
        }
    }

    @Test("Amounts line up: code first, groups of three, the currency's digits")
    func formatting() throws {
        #expect(Money(minor: 128_450, .chf).formatted() == "CHF 1,284.50")
        #expect(Money(minor: 5, .chf).formatted() == "CHF 0.05")
        #expect(Money(minor: 0, .chf).formatted() == "CHF 0.00")
        #expect(Money(minor: -123_456_789, .eur).formatted(.swiss) == "EUR -1'234'567.89")
        #expect(Money(minor: 1234, try #require(Currency("JPY"))).formatted() == "JPY 1,234")
        #expect(Money(minor: .min, .chf).formattedAmount(.plain) == "-92233720368547758.08")
        #expect(Money(minor: 100_000, .chf).formattedAmount() == "1,000.00")
    }

    @Test("Money is a pair of minor units and code in JSON")
    func coding() throws {
        let decoded = try JSONDecoder().decode(Money.self, from: Data(#"{"minor":128450,"currency":"CHF"}"#.utf8))
        #expect(decoded == Money(minor: 128_450, .chf))
        #expect(try JSONDecoder().decode(Money.self, from: JSONEncoder().encode(decoded)) == decoded)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Money.self, from: Data(#"{"minor":1,"currency":"XYZ"}"#.utf8)) }
        #expect(try JSONDecoder().decode(FixedDecimal.self, from: Data(#""1.50""#.utf8)).description == "1.50")
    }
}

@Suite("Decimals")
struct FixedDecimalTests {
    @Test("Numbers are read exactly, with the separators that were stated")
    func parsing() throws {
        #expect(try FixedDecimal("1'284.50", .swiss) == FixedDecimal(coefficient: 128_450, scale: 2))
        #expect(try FixedDecimal("1’284.50", .swiss).description == "1284.50")
        #expect(try FixedDecimal("1,284.50", .english).description == "1284.50")
        #expect(try FixedDecimal("1.284,50", .continental).description == "1284.50")
        #expect(try FixedDecimal("1\u{202F}284\u{A0}000,5", .french).description == "1284000.5")
        #expect(try FixedDecimal("-0.001").coefficient == -1)
        #expect(try FixedDecimal("−5").coefficient == -5)
        #expect(try FixedDecimal(".5").description == "0.5")
        #expect(try FixedDecimal("9223372036854775807").coefficient == .max)
        #expect(try FixedDecimal("-9223372036854775808").coefficient == .min)
        #expect(try FixedDecimal("1.500000000000000000000").scale == 18)
        #expect(try FixedDecimal("0.0000000000000000000000") == .zero)
    }

    @Test(
        "What is no number is refused",
        arguments: ["", "-", "1,2", "1.", "1.2.3", "1 000", "abc", "1e5", "0x10", "１", "1-", "+-1", ",", "NaN", "1,284.50", String(repeating: "9", count: 400)])
    func refused(text: String) {
        #expect(throws: AmountError.self) { try FixedDecimal(text) }
    }

    @Test("Groups that are not of three digits are refused", arguments: ["1,28.50", "12,84", "1284,500", ",284", "1,,284", "1,2845", "1,284,", "1,284.5,00"])
    func groups(text: String) {
        #expect(throws: AmountError.self) { try FixedDecimal(text, .english) }
    }

    @Test("Digits that cannot be kept are an error, not rounded away")
    func tooLong() {
        #expect(throws: AmountError.overflow) { try FixedDecimal("9223372036854775808") }
        #expect(throws: AmountError.tooPrecise(text: "0.1234567890123456789")) { try FixedDecimal("0.1234567890123456789") }
    }

    @Test("The printed form of a binary fraction becomes cents by one exact rounding")
    func printed() throws {
        #expect(try Money(printed: "2765.89990234375", .usd).minor == 276_590)
        #expect(try FixedDecimal(printed: "2765.89990234375").description == "2765.89990234375")
        #expect(try Money(printed: "0.125", .usd, rounding: .halfEven).minor == 12)
        #expect(try Money(printed: "0.125", .usd, rounding: .halfUp).minor == 13)
        #expect(try Money(printed: "0.12500000000000000000000000000000000000001", .usd).minor == 13)
        #expect(try Money(printed: "1e-07", .usd, rounding: .up).minor == 1)
        #expect(try Money(printed: "1e-07", .usd).minor == 0)
        #expect(try Money(printed: "1.5e3", .usd).minor == 150_000)
        #expect(try Money(printed: "-0.0", .usd).minor == 0)
        #expect(try Money(printed: "0e999999999999", .usd).minor == 0)
        #expect(throws: AmountError.overflow) { try Money(printed: "1e300", .usd) }
        #expect(throws: AmountError.self) { try Money(printed: "nan", .usd) }
        #expect(throws: AmountError.self) { try Money(printed: "1e", .usd) }
    }

    @Test("Equal numbers are equal whatever their scale")
    func equality() throws {
        #expect(try FixedDecimal("1.5") == FixedDecimal("1.50"))
        #expect(try Set([FixedDecimal("1.5"), FixedDecimal("1.50")]).count == 1)
        #expect(try FixedDecimal("1.49") < FixedDecimal("1.5"))
        #expect(try FixedDecimal("1.50") + FixedDecimal("0.005") == FixedDecimal("1.505"))
        #expect(throws: AmountError.overflow) { try FixedDecimal(.max) + FixedDecimal("0.1") }
        #expect(try FixedDecimal("2.345").rounded(toScale: 2).description == "2.34")
        #expect(try FixedDecimal("2.5").multiplied(by: FixedDecimal("2.5"), toScale: 1, .halfUp).description == "6.3")
    }
}

@Suite("Taxes")
struct TaxTests {
    @Test("Tax is rounded on every line, and the total is the sum of the lines")
    func perLine() throws {
        let standard = try #require(TaxRate(basisPoints: 810))
        let reduced = try #require(TaxRate(basisPoints: 260))
        let lines = [(net: Money(minor: 105, .chf), rate: standard), (Money(minor: 105, .chf), standard), (Money(minor: 1000, .chf), reduced)]
        let total = try TaxTotal(lines, .chf)
        // 105 × 8.1 % = 8.505, rounded to 9 on each of two lines.
        #expect(total.tax.minor == 9 + 9 + 26)
        #expect(try total.gross.minor == 1210 + 44)
        #expect(total.byRate.map(\.rate) == [reduced, standard])
        #expect(total.byRate.last?.tax.minor == 18)
        #expect(standard.description == "8.1 %")
    }

    @Test("Gross splits into net and tax that add up")
    func split() throws {
        let rate = try #require(TaxRate(basisPoints: 770))
        for gross in Int64(0)..<500 {
            let (net, tax) = try rate.split(gross: Money(minor: gross, .chf))
            #expect(net.minor + tax.minor == gross)
            #expect(abs(try rate.tax(onNet: net).minor - tax.minor) <= 1)
        }
        #expect(TaxRate(basisPoints: -1) == nil)
    }
}
