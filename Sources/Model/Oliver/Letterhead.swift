import Kernel

/// Who we are on paper: what stands on top of our invoices and how they are paid.
public enum Letterhead: ObjectType {
    public static let object = Object("letterhead", owner: .oliver, title: "Letterhead", columns: ["name", "address", "updated_at"])

    public static let name = Field<String>("name", help: "The business, as it stands in the register.")
    public static let address = Field<String>("address", kind: .longText, help: "Street, place, country; one a line.")
    public static let email = Field<String?>("email", "E-mail", kind: .email)
    public static let taxNumber = Field<String?>("tax_number", "VAT number")
    public static let account = Field<String?>("account", "Bank account", help: "The IBAN that customers pay to.")
    public static let terms = Field<String?>("terms", "Payment terms", kind: .longText)

    public static var fields: [any AnyField] { [name, address, email, taxNumber, account, terms] }
}
