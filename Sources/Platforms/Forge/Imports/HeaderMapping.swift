public import Kernel
import Sheets

extension ImportMapping {
    /// The mapping of a plain file: its name is that of an object (`contacts.csv`), its header names fields.
    ///
    /// - Throws: `ImportError.mapping` where the names are not those of the workspace.
    public init(headerOf path: String, catalog: Catalog) throws(ImportError) {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let name = file.split(separator: ".").first.map { $0.lowercased() } ?? ""
        guard let definition = catalog.object(atPath: name) ?? catalog[name], !definition.object.isInternal, definition.object.owner != .account else {
            throw .mapping(place: file, sentence: "“\(name)” is not an object of this workspace, so say with --mapping how its rows become records.")
        }
        let dialect: CSVDialect, header: [String]
        do {
            var source = try ByteSource(path: path)
            dialect = try CSVGuess.sniff(&source).dialect
            header = try CSVReader(source, dialect).header?.fields ?? []
        } catch { throw .file(path: path, sentence: "\(error)") }
        let fields = try header.map { column throws(ImportError) in try Self.field(column, of: definition, file) }
        guard let key = ["external_id", "sku", "email", "name"].lazy.compactMap({ name in fields.firstIndex { $0.definition.name == name } }).first else {
            throw .mapping(place: file, sentence: "No column tells one \(definition.object.title.lowercased()) from another; add external_id, or use a mapping.")
        }
        self.init(dialect: dialect, columns: nil, checks: [:], records: [RecordRule(name: name, definition: definition, key: [key], condition: nil, fields: fields)])
    }

    private static func field(_ column: String, of definition: ObjectDefinition, _ file: String) throws(ImportError) -> FieldRule {
        let known = definition.ownFields.filter { !$0.isHidden && !$0.isReadOnly && $0.kind != .money && $0.kind.target == nil }
        guard let field = known.first(where: { $0.name == column || $0.title.lowercased() == column.lowercased() }) else {
            throw .mapping(place: file, sentence: "“\(definition.name)” has no field for the column \(column.quoted). Known: \(known.map(\.name).joined(separator: ", ")).")
        }
        return FieldRule(definition: field, sources: [ValueRule(source: .column(column))])
    }
}
