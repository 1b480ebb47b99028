/// ISO 4217, list one, as of amendment 179 (Bulgaria's lev left on 2026-01-01).
enum CurrencyTable {
    static let active = split(
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF \
        CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
        HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
        MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
        PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD \
        TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        """)

    /// Withdrawn since 2015: still on documents that must be kept.
    static let withdrawn = split("ANG BGN BYR CUC HRK LTL MRO SLL STD VEF ZWL")

    static func exponent(of code: String) -> Int {
        if withoutMinorUnit.contains(code) { return 0 }
        if withThousandths.contains(code) { return 3 }
        return withTenThousandths.contains(code) ? 4 : 2
    }

    private static let withoutMinorUnit: Set<String> = Set(
        split("BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"))
    private static let withThousandths: Set<String> = Set(split("BHD IQD JOD KWD LYD OMR TND"))
    private static let withTenThousandths: Set<String> = Set(split("CLF UYW"))

    private static func split(_ codes: String) -> [String] {
        codes.split(separator: " ").map(String.init)
    }
}
