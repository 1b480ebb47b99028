public import Markup

/// Light, dark, or as the device says.
public enum ColorScheme: String, Sendable, Hashable { case system, light, dark }

/// The whole document around a page: `<!doctype html>` to the end.
public struct PageDocument: Component {
    var title: String
    var body: HTML
    var nonce: String
    var forgery: Forgery?
    var language: String
    var theme: ColorScheme
    var sheets: [Asset]
    var scripts: [Asset]
    var head: HTML

    /// - Parameters:
    ///   - title: the thing first, then the house ("Contacts · Harbour Coffee").
    ///   - body: a ``Shell``, ``GateView``, ``ErrorView`` or ``SiteLayout``.
    ///   - nonce: the request's value of the Content-Security-Policy.
    ///   - forgery: printed as `<meta name=forgery>` for the scripts; nil where nobody is signed in.
    ///   - language: BCP 47, for `<html lang>`.
    ///   - sheets: ``Asset/productSheets`` or ``Asset/siteSheets``.
    ///   - scripts: ``Asset/productScripts``, ``Asset/siteScripts`` or fewer; modules, none needed.
    ///   - head: more for `<head>`: description, canonical address, feeds (see ``SiteMeta``).
    public init(
        title: String, body: some Component, nonce: String, forgery: Forgery? = nil, language: String = "en",
        theme: ColorScheme = .system, sheets: [Asset] = Asset.productSheets, scripts: [Asset] = Asset.productScripts,
        head: HTML = HTML()
    ) {
        self.title = title
        self.body = body.html
        self.nonce = nonce
        self.forgery = forgery
        self.language = language
        self.theme = theme
        self.sheets = sheets
        self.scripts = scripts
        self.head = head
    }

    public var html: HTML {
        """
        <!doctype html><html lang="\(language)"\(attribute: "data-theme", theme == .system ? nil : theme.rawValue)><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><meta name=color-scheme content="light dark"><title>\(title)</title>\(forgery.map { forgery -> HTML in "<meta name=forgery content=\"\(forgery.token)\">" })<link rel=icon href="\(Asset.icon.path)" type="image/svg+xml"><link rel=preload as=font type="font/woff2" crossorigin href="\(Asset.textFont.path)">\(sheets, { "<link rel=stylesheet href=\"\($0.path)\">" })\(scripts, { "<script type=module src=\"\($0.path)\" nonce=\"\(nonce)\"></script>" })\(head)</head><body>\(body)</body></html>
        """
    }
}
