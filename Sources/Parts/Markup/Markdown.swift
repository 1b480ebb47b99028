import CMarkGFM

/// A text in GitHub Flavored Markdown (CommonMark 0.29 with tables, strikethrough, autolinks and
/// task lists), parsed by cmark-gfm.
///
/// ``html`` is safe to show, whoever wrote the source: raw HTML inside and everything cmark makes of
/// it go through the ``Sanitiser``. Values are computed on each call; keep what you need twice.
public struct Markdown: Sendable, Hashable {
    public let source: String

    public init(_ source: String) { self.source = source }

    /// The rendered text. Headings carry an `id` made of their words, unique in the document.
    public var html: HTML { html(policy: .richText) }

    /// The rendered text as far as `policy` allows it.
    public func html(policy: SanitiserPolicy) -> HTML {
        Sanitiser(policy).sanitise(unsafeHTML, identifyHeadings: true)
    }

    /// The words without any markup, one space between them.
    public var plainText: String { Markup.plainText(ofHTML: unsafeHTML) }

    /// Words separated by white space; each Chinese or Japanese character counts as one.
    public var wordCount: Int { Markdown.words(in: plainText) }

    /// Minutes an adult reads at 230 words a minute (Brysbaert 2019: 238), at least 1.
    public var readingMinutes: Int { max(1, (wordCount + 115) / 230) }

    private static func words(in text: String) -> Int {
        var count = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
                count += 1
                isInWord = false
            case _ where scalar.properties.isWhitespace: isInWord = false
            case _ where !isInWord && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil):
                count += 1
                isInWord = true
            default: break
            }
        }
        return count
    }

    /// cmark's rendering with raw HTML left in. Must not leave this file unsanitised.
    private var unsafeHTML: String {
        _ = Self.areExtensionsRegistered
        let options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8
        guard let parser = cmark_parser_new(options) else { return "" }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink", "tasklist"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var source = source
        source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        guard let rendered = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser))
        else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
        return String(cString: rendered)
    }

    /// The registry of cmark is process-wide and not thread-safe; a static is set up once.
    private static let areExtensionsRegistered: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()
}
