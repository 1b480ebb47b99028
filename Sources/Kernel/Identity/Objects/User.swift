import Records

/// Somebody who works in this workspace, or a service that does. The account behind it lives in the house.
public enum User: ObjectType {
    public static let object = Object("user", owner: .account, title: "User", indexes: [["account"]], columns: ["name", "email", "active", "service"])

    public static let name = Field<String>("name", searchable: true)
    public static let email = Field<String>("email", "E-mail", kind: .email, unique: true, searchable: true)
    public static let account = Field<Int?>("account", readOnly: true, hidden: true)
    public static let active = Field<Bool>("active", default: true)
    public static let service = Field<Bool>("service", default: false, readOnly: true, help: "No person: acts through tokens only.")
    public static let zone = Field<String>("zone", "Time zone", default: "Europe/Zurich")

    public static var fields: [any AnyField] { [name, email, account, active, service, zone] }
}

/// People who share records.
public enum Team: ObjectType {
    public static let object = Object("team", owner: .account, title: "Team")

    public static let name = Field<String>("name", unique: true, searchable: true)

    public static var fields: [any AnyField] { [name] }
}

/// A user's place in a team.
public enum TeamMember: ObjectType {
    public static let object = Object("team_member", owner: .account, title: "Team member", titleField: "id", parent: "team_id", unique: [["team_id", "user_id"]])

    public static let team = Field<Key<Team>>("team_id", "Team", onDelete: .cascade)
    public static let user = Field<Key<User>>("user_id", "User", onDelete: .cascade)

    public static var fields: [any AnyField] { [team, user] }
}
