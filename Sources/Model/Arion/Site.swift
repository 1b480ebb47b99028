import Kernel

/// A public web site of the workspace.
public enum Site: ObjectType {
    public static let object = Object("site", owner: .arion, title: "Site", columns: ["name", "slug", "host", "tagline"])

    public static let name = Field<String>("name", searchable: true)
    public static let slug = Field<String>("slug", unique: true)
    public static let host = Field<String?>("host", unique: true, help: "The host name it answers to; without one it stands at /sites/{slug}/.")
    public static let tagline = Field<String?>("tagline", kind: .text(max: 200))
    public static let navigation = Field<String>("navigation", kind: .longText, default: "", help: "One link a line: Title | /path. The last one is the main action.")

    public static var fields: [any AnyField] { [name, slug, host, tagline, navigation] }
}
