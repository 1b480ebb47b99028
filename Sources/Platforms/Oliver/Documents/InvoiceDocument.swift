import Kernel
import Model

/// An invoice as the customer sees it on paper.
struct InvoiceDocument: Sendable {
    struct Line: Sendable {
        let description: String
        let quantity: FixedDecimal
        let unitPrice: FixedDecimal
        let amount: Money
    }

    let number: String?
    let isCancelled: Bool
    let seller: [String]
    let recipient: [String]
    let issuedOn: LocalDate?
    let dueOn: LocalDate?
    let lines: [Line]
    let total: Money
    let paid: Money
    let terms: [String]
    let note: String?

    /// Five statements at most: the invoice, its contact, its company, its lines, and the letterhead of a draft.
    static func load(_ key: Key<Invoice>, in db: Database) throws -> InvoiceDocument? {
        guard let invoice = try db.find(key, including: ["contact", "company"]) else { return nil }
        let lines = try Invoices.lines(of: key, in: db)
        // What was frozen at the issue counts, whatever changed since.
        let letterhead = invoice[Invoice.status] == "draft" ? try Invoices.letterhead(in: db) : nil
        return InvoiceDocument(
            number: invoice[Invoice.number], isCancelled: invoice[Invoice.status] == "cancelled",
            seller: invoice[Invoice.issuedBy]?.textLines ?? letterhead?.lines ?? [],
            recipient: invoice[Invoice.issuedTo]?.textLines ?? invoice.recipientLines,
            issuedOn: invoice[Invoice.issuedOn], dueOn: invoice[Invoice.dueOn],
            lines: lines.map { Line(description: $0[InvoiceLine.description], quantity: $0[InvoiceLine.quantity], unitPrice: $0[InvoiceLine.unitPrice], amount: $0[InvoiceLine.amount]) },
            total: invoice[Invoice.total] ?? .zero(invoice.money), paid: invoice[Invoice.paid] ?? .zero(invoice.money),
            terms: invoice[Invoice.terms]?.textLines ?? letterhead?.termsLines ?? [], note: invoice[Invoice.note])
    }

    enum Medium { case print, screen }

    /// A whole page. On paper the few styles stand inside; on the screen our sheets do, since inline ones are forbidden there.
    func html(_ medium: Medium) -> HTML {
        let title = number.map { "Invoice \($0)" } ?? "Draft invoice"
        let look: HTML = switch medium {
        case .print: "<style>\(PDFRenderer.fonts)\(raw: Self.paper)</style>"
        case .screen: Asset.productSheets.html { "<link rel=stylesheet href=\"\($0.path)\">" }
        }
        return """
            <!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>\(title)</title>\(look)</head><body><main class=paper>
            <header class=parties><address>\(block(recipient))</address><address class=seller>\(block(seller))</address></header>
            <h1>\(title)\(if: isCancelled, " – cancelled")</h1>
            <dl class=facts>\(fact("Date", issuedOn?.formatted()))\(fact("Due", dueOn?.formatted()))</dl>
            \(table)
            \(note.map { "<p class=note>\($0)</p>" })
            <footer class="soft small">\(block(terms))</footer>
            </main></body></html>
            """
    }

    private var table: HTML {
        let open: HTML
        if paid.isZero || paid == total { open = "" } else {
            open = "<tr><td colspan=3>Paid</td><td class=number>\(paid.formattedAmount())</td></tr><tr class=total><td colspan=3>Open</td><td class=number>\(rest.formatted())</td></tr>"
        }
        return """
            <table><thead><tr><th>Description</th><th class=number>Quantity</th><th class=number>Unit price</th><th class=number>Amount</th></tr></thead>
            <tbody>\(lines, { line in
                "<tr><td>\(line.description)</td><td class=number>\(line.quantity.normalized.description)</td><td class=number>\(line.unitPrice.price(in: total.currency))</td><td class=number>\(line.amount.formattedAmount())</td></tr>"
            })</tbody>
            <tfoot><tr class=total><td colspan=3>Total</td><td class=number>\(total.formatted())</td></tr>\(open)</tfoot></table>
            """
    }

    private var rest: Money { do { return try total - paid } catch { return total } }

    private func block(_ lines: [String]) -> HTML { lines.map { HTML(escaping: $0) }.joined(separator: "<br>") }

    private func fact(_ name: String, _ value: String?) -> HTML { value.map { "<dt>\(name)</dt><dd>\($0)</dd>" } ?? "" }

    /// A4, calm: the paper, ink and soft of the look, as sRGB, because PDF viewers do not know OKLCH.
    private static let paper = """
        @page{size:A4;margin:22mm 20mm 24mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt Inter;color:#5c6370}}
        body{font:400 9.5pt/1.5 Inter,sans-serif;color:#1d2433;margin:0}
        .parties{display:flex;justify-content:space-between;margin-bottom:18mm;min-height:26mm}
        address{font-style:normal}.seller{text-align:right;color:#5c6370}
        h1{font-weight:600;font-size:17pt;letter-spacing:-.01em;margin:0 0 4mm}
        dl{display:grid;grid-template-columns:auto auto;width:60mm;margin:0 0 9mm}dt{color:#5c6370;float:left;width:22mm;clear:left}dd{margin:0 0 0 22mm}
        table{width:100%;border-collapse:collapse}th{font-weight:600;font-size:8.5pt;color:#5c6370;text-align:left;border-bottom:.6pt solid #1d2433;padding:2mm 0}
        td{padding:2.2mm 0;border-bottom:.4pt solid #e3e0da;vertical-align:top}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-left:6mm}
        tfoot td{border-bottom:0}.total td{font-weight:600;font-size:11pt;border-top:.6pt solid #1d2433}
        tr{break-inside:avoid}.note{margin-top:8mm}footer{margin-top:12mm;color:#5c6370;font-size:8.5pt}
        """
}

extension FixedDecimal {
    /// At least the decimals of the currency, more where the price is finer.
    func price(in currency: Currency) -> String {
        let short = normalized
        guard short.scale < currency.exponent, let full = try? short.rounded(toScale: currency.exponent) else { return short.formatted() }
        return full.formatted()
    }
}

extension String {
    var textLines: [String] { split(separator: "\n").map(String.init) }
}

extension Record<Invoice> {
    /// The company, the person, and the address of either; contact and company are included.
    var recipientLines: [String] {
        let company = included(Invoice.company), person = included(Invoice.contact)
        let place = company.map { [$0[Company.address], [$0[Company.postalCode], $0[Company.city]].spaced, $0[Company.country]] }
        let home = person.map { [$0[Contact.address], [$0[Contact.postalCode], $0[Contact.city]].spaced, $0[Contact.country]] }
        let address = [place, home].compactMap { $0?.compactMap { $0 } }.first { !$0.isEmpty } ?? []
        return [company?.title, person?.title].compactMap { $0 } + address
    }
}

extension Record<Letterhead> {
    var lines: [String] {
        [self[Letterhead.name]] + self[Letterhead.address].textLines + [self[Letterhead.email], self[Letterhead.taxNumber].map { "VAT \($0)" }].compactMap { $0 }
    }

    var termsLines: [String] { (self[Letterhead.terms]?.textLines ?? []) + (self[Letterhead.account].map { ["Please pay to \($0)."] } ?? []) }
}

extension [String?] {
    fileprivate var spaced: String? {
        let words = compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
