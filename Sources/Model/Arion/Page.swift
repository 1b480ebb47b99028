import Kernel

/// A page of a site: a headline, its text, and the form it leads to.
public enum Page: ObjectType {
    public static let object = Object("page", owner: .arion, title: "Page", titleField: "title", unique: [["site", "slug"]], columns: ["title", "site", "slug", "status", "updated_at"])

    public static let site = Field<Key<Site>>("site", onDelete: .cascade)
    public static let title = Field<String>("title", searchable: true)
    public static let slug = Field<String>("slug", help: "Its path; empty for the front page.")
    public static let lead = Field<String?>("lead", kind: .text(max: 400), help: "The sentence under the headline.")
    public static let body = Field<String>("body", kind: .markdown, default: "", searchable: true)
    public static let form = Field<Key<Form>?>("form", onDelete: .setNull)
    public static let status = Field<String>("status", kind: .choice([.init("draft", "Draft"), .init("published", "Published", color: "good")]), default: "draft", indexed: true)

    public static var fields: [any AnyField] { [site, title, slug, lead, body, form, status] }
}
