/// A currency of ISO 4217. One machine word, compares without looking anything up.
public struct Currency: Sendable, Hashable {
    /// Three letters in the low 24 bits, then the exponent.
    private let packed: UInt32

    /// Nil for codes that ISO 4217 does not list. Upper case only.
    ///
    /// Codes withdrawn since 2015 are known as well, so that old invoices can be read;
    /// metals, test codes and units without an exponent (XAU, XTS, XDR …) are not currencies to invoice in.
    public init?(_ code: String) {
        guard let packed = Self.known[code] else { return nil }
        self.packed = packed
    }

    fileprivate init(packed: UInt32) {
        self.packed = packed
    }

    /// Such as `CHF`.
    public var code: String {
        let letters = [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> $0) }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Digits after the point: 2 for CHF, 0 for JPY, 3 for KWD, 4 for CLF.
    public var exponent: Int { Int(packed >> 24) }

    /// Minor units in one major unit: 100 for CHF.
    public var minorPerMajor: Int64 { Int64(PowerOfTen.of(exponent)) }

    /// Every currency in use, by code.
    public static let active: [Currency] = CurrencyTable.active.sorted().compactMap { Currency($0) }

    private static let known: [String: UInt32] = {
        var known: [String: UInt32] = [:]
        for code in CurrencyTable.active + CurrencyTable.withdrawn {
            let letters = code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            known[code] = UInt32(CurrencyTable.exponent(of: code)) << 24 | letters
        }
        return known
    }()
}

extension Currency {
    public static let chf = Currency(packed: 0x02_43_48_46)
    public static let eur = Currency(packed: 0x02_45_55_52)
    public static let usd = Currency(packed: 0x02_55_53_44)
    public static let gbp = Currency(packed: 0x02_47_42_50)
}

extension Currency: Comparable {
    public static func < (left: Currency, right: Currency) -> Bool {
        left.packed & 0xFF_FFFF < right.packed & 0xFF_FFFF
    }
}

extension Currency: CustomStringConvertible, LosslessStringConvertible {
    public var description: String { code }
}

extension Currency: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let currency = Currency(code) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(code.prefix(8))” is not an ISO 4217 currency code such as CHF.")
        }
        self = currency
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
