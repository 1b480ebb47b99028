import Kernel

/// What we sell.
public enum Product: ObjectType {
    public static let object = Object("product", owner: .oliver, title: "Product", columns: ["name", "sku", "line", "price", "updated_at"])

    public static let name = Field<String>("name", searchable: true)
    public static let sku = Field<String?>("sku", "Number", unique: true, searchable: true)
    public static let line = Field<String?>("line", "Product line")
    public static let price = Field<Money?>("price")

    public static var fields: [any AnyField] { [name, sku, line, price] }
}

/// A bill. A draft has no number; issuing gives it the next one of the series, without gaps, and freezes it.
public enum Invoice: ObjectType {
    public static let object = Object(
        "invoice", owner: .oliver, title: "Invoice", titleField: "number", indexes: [["status", "due_on"], ["issued_on"]],
        columns: ["number", "contact", "company", "status", "total", "due_on"],
        guards: [
            Guard(.update, while: "status == \"draft\"", says: "An issued invoice can no longer change. Cancel it and write a new one."),
            Guard(.delete, while: "status == \"draft\"", says: "An issued invoice cannot be deleted: its number would be missing. Cancel it instead."),
        ])

    public static let number = Field<String?>("number", unique: true, searchable: true, readOnly: true)
    public static let contact = Field<Key<Contact>?>("contact")
    public static let company = Field<Key<Company>?>("company")
    public static let deal = Field<Key<Deal>?>("deal", onDelete: .setNull)
    public static let project = Field<Key<Project>?>("project", onDelete: .setNull)
    public static let status = Field<String>("status", kind: .choice([
        .init("draft", "Draft"), .init("issued", "Issued", color: "warn"), .init("paid", "Paid", color: "good"), .init("cancelled", "Cancelled"),
    ]), default: "draft", readOnly: true)
    public static let currency = Field<String>("currency", default: "CHF", check: "length(currency) = 3")
    public static let total = Field<Money?>("total", readOnly: true)
    public static let paid = Field<Money?>("paid", readOnly: true)
    public static let issuedOn = Field<LocalDate?>("issued_on", "Issued", readOnly: true)
    public static let dueOn = Field<LocalDate?>("due_on", "Due")
    public static let paidOn = Field<LocalDate?>("paid_on", "Paid on", readOnly: true)
    /// What brought the customer, as it was known when the invoice was written.
    public static let firstSource = Field<String?>("first_source", "First touch", readOnly: true)
    public static let note = Field<String?>("note", kind: .longText)
    /// Both parties as they were on the day of issue.
    public static let issuedBy = Field<String?>("issued_by", kind: .longText, readOnly: true)
    public static let issuedTo = Field<String?>("issued_to", kind: .longText, readOnly: true)
    public static let terms = Field<String?>("terms", kind: .longText, readOnly: true)
    public static let externalID = Field<String?>("external_id", "Number elsewhere", unique: true, readOnly: true)

    public static var fields: [any AnyField] {
        [number, contact, company, deal, project, status, currency, total, paid, issuedOn, dueOn, paidOn, firstSource, note, issuedBy, issuedTo, terms, externalID]
    }
}

/// A position of an invoice.
public enum InvoiceLine: ObjectType {
    public static let object = Object(
        "invoice_line", owner: .oliver, title: "Invoice line", titleField: "description", parent: "invoice", unique: [["invoice", "position"]],
        columns: ["description", "invoice", "quantity", "unit_price", "amount"])

    public static let invoice = Field<Key<Invoice>>("invoice", onDelete: .cascade)
    public static let position = Field<Int>("position")
    public static let product = Field<Key<Product>?>("product", onDelete: .setNull)
    public static let description = Field<String>("description")
    public static let quantity = Field<FixedDecimal>("quantity")
    public static let unitPrice = Field<FixedDecimal>("unit_price", "Unit price")
    public static let amount = Field<Money>("amount")

    public static var fields: [any AnyField] { [invoice, position, product, description, quantity, unitPrice, amount] }
}

/// Money that came in for an invoice.
public enum Payment: ObjectType {
    public static let object = Object("payment", owner: .oliver, title: "Payment", titleField: "method", parent: "invoice", columns: ["invoice", "amount", "received_on", "method"])

    public static let invoice = Field<Key<Invoice>>("invoice", onDelete: .cascade)
    public static let amount = Field<Money>("amount")
    public static let receivedOn = Field<LocalDate>("received_on", "Received")
    public static let method = Field<String>("method", kind: .choice([.init("bank", "Bank transfer"), .init("card", "Card"), .init("cash", "Cash"), .init("import", "Imported")]), default: "bank")

    public static var fields: [any AnyField] { [invoice, amount, receivedOn, method] }
}
