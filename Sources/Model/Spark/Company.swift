import Kernel

/// A business we deal with.
public enum Company: ObjectType {
    public static let object = Object("company", owner: .spark, title: "Company", plural: "Companies", columns: ["name", "city", "country", "phone", "owner", "updated_at"])

    public static let name = Field<String>("name", indexed: true, searchable: true)
    public static let domain = Field<String?>("domain", searchable: true)
    public static let phone = Field<String?>("phone", kind: .phone)
    public static let address = Field<String?>("address")
    public static let postalCode = Field<String?>("postal_code")
    public static let city = Field<String?>("city", searchable: true)
    public static let state = Field<String?>("state")
    public static let country = Field<String?>("country", indexed: true)
    public static let externalID = Field<String?>("external_id", "Number elsewhere", unique: true)

    public static var fields: [any AnyField] { [name, domain, phone, address, postalCode, city, state, country, externalID] }
}
