import Amounts
import Records
import Timekeeping

enum TestUser: ObjectType {
    static let object = Object("user", owner: .account, title: "User")
    static let name = Field<String>("name", searchable: true)
    static var fields: [any AnyField] { [name] }
}

enum TestTeam: ObjectType {
    static let object = Object("team", owner: .account, title: "Team")
    static let name = Field<String>("name", searchable: true)
    static var fields: [any AnyField] { [name] }
}

/// A bean with a field of every kind.
enum Bean: ObjectType {
    static let object = Object("bean", owner: .oliver, title: "Bean", unique: [["farm", "lot"]])

    static let name = Field<String>("name", searchable: true)
    static let story = Field<String?>("story", kind: .longText)
    static let email = Field<String?>("email", kind: .email, unique: true)
    static let roast = Field<String>("roast", kind: .choice([.init("light", "Light"), .init("dark", "Dark")]), default: "light")
    static let bags = Field<Int>("bags", default: 1, check: "bags >= 0")
    static let score = Field<Double?>("score")
    static let moisture = Field<FixedDecimal?>("moisture")
    static let organic = Field<Bool>("organic", default: false)
    static let harvested = Field<LocalDate?>("harvested")
    static let tastedAt = Field<Instant?>("tasted_at")
    static let price = Field<Money?>("price")
    static let farm = Field<Key<Farm>?>("farm", onDelete: .restrict)
    static let backup = Field<Key<Farm>?>("backup", onDelete: .setNull)
    static let lot = Field<String?>("lot")
    static let extra = Field<String?>("extra", kind: .json)

    static var fields: [any AnyField] { [name, story, email, roast, bags, score, moisture, organic, harvested, tastedAt, price, farm, backup, lot, extra] }
}

enum Farm: ObjectType {
    static let object = Object("farm", owner: .oliver, title: "Farm")
    static let name = Field<String>("name", searchable: true)
    static var fields: [any AnyField] { [name] }
}

/// Goes with its bean.
enum Cupping: ObjectType {
    static let object = Object("cupping", owner: .oliver, title: "Cupping", titleField: "remark", parent: "bean")
    static let bean = Field<Key<Bean>>("bean", onDelete: .cascade)
    static let remark = Field<String?>("remark")
    static var fields: [any AnyField] { [bean, remark] }
}

let roastery = Catalog([TestUser.self, TestTeam.self, Farm.self, Bean.self, Cupping.self, CustomObject.self, CustomField.self])
