/// Keeps spreadsheets from running a text as a formula (OWASP, "CSV injection"): an apostrophe is put before it.
///
/// Texts that already are apostrophes followed by such a beginning get one more, so that taking
/// one away always gives back exactly what was written.
enum FormulaGuard {
    /// Whether a spreadsheet might run the text, or would take it for a guarded one.
    static func needsGuard(_ text: some Collection<UInt8>) -> Bool {
        isTrigger(text.drop { $0 == Byte.apostrophe })
    }

    static func isGuarded(_ text: some Collection<UInt8>) -> Bool {
        text.first == Byte.apostrophe && needsGuard(text)
    }

    private static func isTrigger(_ text: some Collection<UInt8>) -> Bool {
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        case 0xEF: fullWidth.contains(Array(text.prefix(3)))
        default: false
        }
    }

    /// ＝ ＋ － ＠, which Excel in East Asian locales reads as the narrow ones.
    private static let fullWidth: [[UInt8]] = ["＝", "＋", "－", "＠"].map { (sign: String) in Array(sign.utf8) }
}
