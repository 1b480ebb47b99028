public import Kernel
import Sheets
import Yams

extension ImportMapping {
    /// Reads a mapping file. Whatever is not understood is an error that names the line.
    ///
    /// - Parameters:
    ///   - name: the file's name, for messages.
    ///   - catalog: the objects of the workspace, with the customer's own.
    /// - Throws: `ImportError.mapping`.
    public init(yaml: String, name: String, catalog: Catalog) throws(ImportError) {
        self = try MappingReader(file: name, catalog: catalog).read(yaml)
    }
}

private struct MappingReader {
    let file: String
    let catalog: Catalog

    typealias Entries = [(key: String, node: Node)]

    func read(_ yaml: String) throws(ImportError) -> ImportMapping {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw .mapping(place: file, sentence: "This is not YAML: \(error)") }
        guard let root else { throw .mapping(place: file, sentence: "The mapping is empty.") }
        let top = try entries(root, "the mapping", ["source", "checks", "records"])
        guard let records = top["records"] else { throw wrong(root, "The mapping has no “records”.") }
        guard case .sequence(let list) = records, !list.isEmpty else { throw wrong(records, "“records” is a list with at least one record.") }
        let source = try top["source"].map { node throws(ImportError) in try entries(node, "“source”", ["delimiter", "encoding", "header", "columns"]) } ?? []
        var rules: [RecordRule] = []
        let names = try list.map { node throws(ImportError) in try self.name(of: node) }
        for node in list { rules.append(try record(node, before: rules, names: names, all: Array(list))) }
        return ImportMapping(dialect: try dialect(source), columns: try source["columns"].map { node throws(ImportError) in try texts(node) },
                             checks: try checks(top["checks"]), records: rules)
    }

    // MARK: The file

    private func dialect(_ source: Entries) throws(ImportError) -> CSVDialect {
        var dialect = CSVDialect()
        dialect.removesFormulaGuard = true
        if let node = source["delimiter"] {
            let text = try self.text(node)
            let delimiter = text == "tab" ? "\t" : text
            guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first else { throw wrong(node, "A delimiter is one character, or “tab”.") }
            dialect.delimiter = byte
        }
        if let node = source["encoding"] {
            let known: [String: SheetEncoding] = ["utf-8": .utf8, "utf-16le": .utf16LittleEndian, "utf-16be": .utf16BigEndian, "windows-1252": .windows1252]
            guard let encoding = known[try text(node).lowercased()] else { throw wrong(node, "Known encodings: \(known.keys.sorted().joined(separator: ", ")).") }
            dialect.encoding = encoding
        }
        dialect.hasHeader = source["columns"] == nil
        if let node = source["header"] {
            guard let header = node.bool else { throw wrong(node, "“header” is true or false.") }
            dialect.hasHeader = header
        }
        return dialect
    }

    private func checks(_ node: Node?) throws(ImportError) -> [String: ColumnCheck] {
        guard let node else { return [:] }
        var checks: [String: ColumnCheck] = [:]
        for (column, value) in try entries(node, "“checks”", nil) {
            guard let check = ColumnCheck(rawValue: try text(value)) else { throw wrong(value, "A column can be checked as \(ColumnCheck.allCases.map(\.rawValue).joined(separator: ", ")).") }
            checks[column] = check
        }
        return checks
    }

    // MARK: Records

    private func name(of node: Node) throws(ImportError) -> String {
        let entries = try entries(node, "a record", ["object", "as", "key", "when", "fields"])
        guard let name = entries["as"] ?? entries["object"] else { throw wrong(node, "A record needs its “object”.") }
        return try text(name)
    }

    private func record(_ node: Node, before: [RecordRule], names: [String], all: [Node]) throws(ImportError) -> RecordRule {
        let entries = try entries(node, "a record", ["object", "as", "key", "when", "fields"])
        let name = names[before.count]
        guard !before.contains(where: { $0.name == name }) else { throw wrong(node, "Two records are called “\(name)”; tell them apart with “as”.") }
        let definition = try object(entries["object"], node)
        guard let fieldNode = entries["fields"] else { throw wrong(node, "“\(name)” has no “fields”.") }
        var fields: [FieldRule] = []
        for (field, value) in try self.entries(fieldNode, "“fields”", nil) {
            guard let known = definition.field(field), !known.isHidden, !ObjectDefinition.standard.contains(where: { $0.name == field && $0.isReadOnly }) else {
                throw wrong(value, "“\(definition.name)” has no field “\(field)”.\(Self.suggestion(field, definition.ownFields.map(\.name)))")
            }
            fields.append(FieldRule(definition: known, sources: try sources(value, known, before: before, names: names, all: all)))
        }
        let key = try key(entries["key"], node, fields)
        let missing = definition.ownFields.filter { field in field.isRequired && field.standard == nil && !fields.contains { $0.definition.name == field.name } }
        guard missing.isEmpty else { throw wrong(fieldNode, "“\(definition.name)” also needs: \(missing.map(\.name).joined(separator: ", ")).") }
        return RecordRule(name: name, definition: definition, key: key, condition: try entries["when"].map { node throws(ImportError) in try text(node) }, fields: fields)
    }

    private func object(_ node: Node?, _ record: Node) throws(ImportError) -> ObjectDefinition {
        guard let node else { throw wrong(record, "A record needs its “object”.") }
        let name = try text(node)
        guard let object = catalog[name], !object.object.isInternal, object.object.owner != .account else {
            throw wrong(node, "There is no object “\(name)” to import.\(Self.suggestion(name, catalog.objects.map(\.name)))")
        }
        return object
    }

    private func key(_ node: Node?, _ record: Node, _ fields: [FieldRule]) throws(ImportError) -> [Int] {
        guard let node else { throw wrong(record, "A record needs a “key”: the field, or list of fields, by which it is found again.") }
        let names = node.sequence == nil ? [try text(node)] : try texts(node)
        var key: [Int] = []
        for name in names {
            guard let index = fields.firstIndex(where: { $0.definition.name == name }) else { throw wrong(node, "The key “\(name)” is not among the fields.") }
            key.append(index)
        }
        guard !key.isEmpty else { throw wrong(node, "A record needs a “key”.") }
        return key
    }

    // MARK: Values

    private static let valueKeys: Set<String> = ["column", "constant", "template", "record", "quotient", "sum", "field", "when", "lower", "prefix", "date", "currency", "map"]

    private func sources(_ node: Node, _ field: FieldDefinition, before: [RecordRule], names: [String], all: [Node]) throws(ImportError) -> [ValueRule] {
        guard case .sequence(let list) = node else { return [try value(node, field, before: before, names: names, all: all)] }
        var rules: [ValueRule] = []
        for node in list { rules.append(try value(node, field, before: before, names: names, all: all)) }
        return rules
    }

    private func value(_ node: Node, _ field: FieldDefinition, before: [RecordRule], names: [String], all: [Node]) throws(ImportError) -> ValueRule {
        if case .scalar = node { return try checked(ValueRule(source: .column(try text(node))), node, field, before) }
        let entries = try entries(node, "the value of “\(field.name)”", Self.valueKeys)
        let kinds: Set<String> = ["column", "constant", "template", "record", "quotient", "sum", "field"]
        let given = entries.filter { kinds.contains($0.key) }
        guard given.count == 1, let (kind, source) = given.first else {
            throw wrong(node, "A value is exactly one of: \(kinds.sorted().joined(separator: ", ")).")
        }
        var rule = ValueRule(source: try self.source(kind, source, before: before, names: names, all: all))
        for (key, value) in entries where !kinds.contains(key) { try set(key, value, of: &rule) }
        return try checked(rule, node, field, before)
    }

    /// A value that its field can take.
    private func checked(_ rule: ValueRule, _ node: Node, _ field: FieldDefinition, _ before: [RecordRule]) throws(ImportError) -> ValueRule {
        if case .record(let index) = rule.source {
            guard field.kind.target == before[index].definition.name else { throw wrong(node, "“\(field.name)” does not refer to a “\(before[index].definition.name)”.") }
        } else if field.kind.target != nil {
            throw wrong(node, "“\(field.name)” refers to a record; fill it with {record: NAME}.")
        }
        switch rule.source {
        case .quotient:
            guard case .decimal = field.kind else { throw wrong(node, "“\(field.name)” is no decimal number, so it cannot take a quotient.") }
        case .sum, .field, .record: break
        case .column, .constant, .template:
            if field.kind == .money, rule.currency == nil { throw wrong(node, "“\(field.name)” is an amount, so say its “currency”.") }
        }
        return rule
    }

    private func source(_ kind: String, _ node: Node, before: [RecordRule], names: [String], all: [Node]) throws(ImportError) -> ValueRule.Source {
        switch kind {
        case "column": return .column(try text(node))
        case "constant": return .constant(try text(node))
        case "template": return .template(try template(node))
        case "quotient":
            let columns = try texts(node)
            guard columns.count == 2 else { throw wrong(node, "A quotient names two columns: [what is divided, by what].") }
            return .quotient(columns[0], by: columns[1])
        case "record":
            let name = try text(node)
            guard let index = before.firstIndex(where: { $0.name == name }) else { throw wrong(node, "No record above is called “\(name)”.") }
            return .record(index)
        case "sum":
            let (rule, field) = try path(node, names)
            guard rule > before.count, let position = try fieldNames(of: all[rule]).firstIndex(of: field) else { throw wrong(node, "A sum is over a field of a record further down.") }
            return .sum(rule: rule, field: position)
        default:
            let (rule, field) = try path(node, names)
            guard rule < before.count, let position = before[rule].position(of: field) else { throw wrong(node, "No record above has the field “\(try text(node))”.") }
            return .field(rule: rule, field: position)
        }
    }

    private func set(_ key: String, _ node: Node, of rule: inout ValueRule) throws(ImportError) {
        switch key {
        case "when": rule.condition = try text(node)
        case "prefix": rule.prefix = try text(node)
        case "lower":
            guard let lowercases = node.bool else { throw wrong(node, "“lower” is true or false.") }
            rule.lowercases = lowercases
        case "date":
            guard let format = DateFormat(try text(node)) else { throw wrong(node, "A date is written with yyyy, MM and dd, and HH, mm, ss, SSS for what is skipped.") }
            rule.dateFormat = format
        case "currency":
            guard let currency = Currency(try text(node)) else { throw wrong(node, "“\(try text(node))” is not a currency code such as USD.") }
            rule.currency = currency
        default:
            var words: [String: String] = [:]
            for (word, other) in try entries(node, "“map”", nil) { words[word] = try text(other) }
            rule.words = words
        }
    }

    /// `{first_name} {last_name}`
    private func template(_ node: Node) throws(ImportError) -> [ValueRule.Piece] {
        var pieces: [ValueRule.Piece] = []
        var rest = try text(node)[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { throw wrong(node, "A “{” of the template is not closed.") }
            if open > rest.startIndex { pieces.append(.literal(String(rest[..<open]))) }
            pieces.append(.column(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.literal(String(rest))) }
        return pieces
    }

    /// `line.amount`
    private func path(_ node: Node, _ names: [String]) throws(ImportError) -> (rule: Int, field: String) {
        let parts = try text(node).split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let rule = names.firstIndex(of: parts[0]) else { throw wrong(node, "Write RECORD.FIELD, with the name of another record here.") }
        return (rule, parts[1])
    }

    private func fieldNames(of node: Node) throws(ImportError) -> [String] {
        guard let fields = try entries(node, "a record", nil)["fields"] else { return [] }
        return try entries(fields, "“fields”", nil).map(\.key)
    }

    // MARK: Nodes

    private func entries(_ node: Node, _ what: String, _ known: Set<String>?) throws(ImportError) -> Entries {
        guard case .mapping(let mapping) = node else { throw wrong(node, "Here \(what) should be a list of “name: value”.") }
        var entries: Entries = []
        for (key, value) in mapping {
            let name = try text(key)
            if let known, !known.contains(name) { throw wrong(key, "“\(name)” is not known in \(what).\(Self.suggestion(name, known.sorted()))") }
            entries.append((name, value))
        }
        return entries
    }

    private func text(_ node: Node) throws(ImportError) -> String {
        guard let scalar = node.scalar else { throw wrong(node, "Here should be a single value.") }
        return scalar.string
    }

    private func texts(_ node: Node) throws(ImportError) -> [String] {
        guard case .sequence(let list) = node else { throw wrong(node, "Here should be a list.") }
        return try list.map { node throws(ImportError) in try text(node) }
    }

    private func wrong(_ node: Node, _ sentence: String) -> ImportError {
        .mapping(place: node.mark.map { "\(file), line \($0.line)" } ?? file, sentence: sentence)
    }

    static func suggestion(_ name: String, _ known: [String]) -> String { known.isEmpty ? "" : " Known: \(known.joined(separator: ", "))." }
}

extension [(key: String, node: Node)] {
    fileprivate subscript(_ key: String) -> Node? { first { $0.key == key }?.node }
}
