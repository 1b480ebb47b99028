import Kernel

/// A figure of the business, defined once: a tile, an API answer, an alert and a report line.
public enum MetricDefinition: ObjectType {
    public static let object = Object("metric", owner: .stella, title: "Metric", titleField: "title", columns: ["title", "name", "object", "measure", "field", "group_by"])

    public static let name = Field<String>("name", unique: true)
    public static let title = Field<String>("title", searchable: true)
    public static let on = Field<String>("object")
    public static let measure = Field<String>("measure", kind: .choice([.init("count", "Count"), .init("sum", "Sum"), .init("average", "Average"), .init("distinct", "Distinct")]))
    public static let field = Field<String?>("field")
    public static let filter = Field<String?>("filter", kind: .code(language: "cel"))
    public static let groupBy = Field<String?>("group_by", help: "A field, or month(field).")

    public static var fields: [any AnyField] { [name, title, on, measure, field, filter, groupBy] }
}

/// Figures that belong together.
public enum Dashboard: ObjectType {
    public static let object = Object("dashboard", owner: .stella, title: "Dashboard", titleField: "title", columns: ["title", "slug", "updated_at"])

    public static let title = Field<String>("title", searchable: true)
    public static let slug = Field<String>("slug", unique: true)

    public static var fields: [any AnyField] { [title, slug] }
}

/// One figure on a dashboard.
public enum Tile: ObjectType {
    public static let object = Object("tile", owner: .stella, title: "Tile", titleField: "title", parent: "dashboard", columns: ["title", "dashboard", "metric", "chart", "width"])

    public static let dashboard = Field<Key<Dashboard>>("dashboard", onDelete: .cascade)
    public static let metric = Field<Key<MetricDefinition>>("metric", onDelete: .cascade)
    public static let title = Field<String>("title")
    public static let chart = Field<String>("chart", kind: .choice([.init("figure", "Figure"), .init("bars", "Bars"), .init("rows", "Ranked bars"), .init("table", "Table")]), default: "figure")
    public static let width = Field<Int>("width", default: 4, check: "width BETWEEN 2 AND 12", help: "Columns out of twelve.")
    public static let position = Field<Int>("position", default: 0)

    public static var fields: [any AnyField] { [dashboard, metric, title, chart, width, position] }
}
