import Events
import JSON
import Records

/// The description of this workspace's API (OpenAPI 3.1), made from the catalog as the caller may see it.
enum OpenAPI {
    static func answer(_ visit: Visit) async throws -> Answer { .json(document(visit)) }

    private static func document(_ visit: Visit) -> JSON {
        var paths = JSONObject(), schemas = JSONObject()
        schemas["Problem"] = problem
        for object in visit.catalog.objects where !object.object.isInternal && visit.allows(.read, object.name) {
            let fields = visit.visibleFields(of: object)
            let writable = Set(visit.access.writableFields(of: object, .update, in: visit.catalog).map(\.name)).subtracting(["id"])
            schemas[object.name] = schema(fields, required: [])
            schemas[object.name + "_input"] = schema(fields.filter { writable.contains($0.name) }, required: [])
            paths["/api/v1/\(object.object.path)"] = .object(collection(object, visit))
            paths["/api/v1/\(object.object.path)/{id}"] = .object(single(object, visit))
        }
        for action in visit.suite.actions where visit.allows(action.permission.verb, action.permission.object) {
            paths["/api/v1/actions/\(action.name)"] = ["post": operation(action)]
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": .string("\(visit.workspaceName) on Sextant"), "version": "1", "description": "One data model, as this token may see it."],
            "servers": [["url": .string(visit.publicURL)]],
            "security": [["bearer": []]],
            "paths": .object(paths),
            "components": ["securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]], "schemas": .object(schemas)],
        ]
    }

    private static func collection(_ object: ObjectDefinition, _ visit: Visit) -> JSONObject {
        func text(_ name: String, _ description: String) -> JSON { ["name": .string(name), "in": "query", "description": .string(description), "schema": ["type": "string"]] }
        var item = JSONObject()
        item["get"] = [
            "operationId": .string("list_\(object.object.path)"), "tags": [.string(object.object.owner.rawValue)], "summary": .string("List \(object.object.plural.lowercased())"),
            "parameters": [
                text("filter", "A condition in CEL."), text("sort", "Fields, comma separated; - before a field is descending."), text("fields", "Fields to answer, comma separated."),
                text("expand", "References to include, comma separated."), text("cursor", "The “next” of the page before."), text("q", "Words to search for."),
                ["name": "limit", "in": "query", "schema": ["type": "integer", "minimum": 1, "maximum": .int(Int64(AnyQuery.maxLimit)), "default": 50]],
                ["name": "count", "in": "query", "schema": ["type": "string", "enum": ["exact"]]],
            ],
            "responses": responses([("200", ["description": "One page.", "content": ["application/json": ["schema": [
                "type": "object", "required": ["data", "next"],
                "properties": ["data": ["type": "array", "items": reference(object.name)], "next": ["type": ["string", "null"]], "total": ["type": "integer"]],
            ]]]])]),
        ]
        if visit.allows(.create, object.name) {
            item["post"] = [
                "operationId": .string("create_\(object.name)"), "tags": [.string(object.object.owner.rawValue)], "summary": .string("Create a \(object.object.title.lowercased())"),
                "requestBody": body(object.name + "_input"), "responses": responses([("201", content(object.name, "Created."))]),
            ]
        }
        return item
    }

    private static func single(_ object: ObjectDefinition, _ visit: Visit) -> JSONObject {
        var item = JSONObject()
        item["parameters"] = [["name": "id", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{13}$"]]]
        item["get"] = [
            "operationId": .string("get_\(object.name)"), "tags": [.string(object.object.owner.rawValue)], "summary": .string("Read a \(object.object.title.lowercased())"),
            "responses": responses([("200", content(object.name, "The record."))]),
        ]
        if visit.allows(.update, object.name) {
            item["patch"] = [
                "operationId": .string("update_\(object.name)"), "tags": [.string(object.object.owner.rawValue)], "summary": .string("Change a \(object.object.title.lowercased())"),
                "requestBody": body(object.name + "_input"), "responses": responses([("200", content(object.name, "Changed."))]),
            ]
        }
        if visit.allows(.delete, object.name) {
            item["delete"] = [
                "operationId": .string("delete_\(object.name)"), "tags": [.string(object.object.owner.rawValue)], "summary": .string("Delete a \(object.object.title.lowercased())"),
                "responses": responses([("204", ["description": "Deleted."])]),
            ]
        }
        return item
    }

    private static func operation(_ action: AnyAction) -> JSON {
        [
            "operationId": .string(action.name.replacing(".", with: "_")), "tags": [.string(String(action.name.prefix { $0 != "." }))], "summary": .string(action.title),
            "requestBody": ["required": true, "content": ["application/json": ["schema": schema(action.parameters.map(\.field), required: action.parameters.filter(\.field.isRequired).map(\.field.name))]]],
            "responses": responses([("200", ["description": "Done.", "content": ["application/json": ["schema": [
                "type": "object", "required": ["says"],
                "properties": [
                    "says": ["type": "string"], "values": ["type": "object"],
                    "record": ["type": "object", "properties": ["object": ["type": "string"], "id": ["type": "string"]]],
                ],
            ]]]])]),
        ]
    }

    // MARK: Schemas

    private static func schema(_ fields: [FieldDefinition], required: [String]) -> JSON {
        var schema: JSONObject = ["type": "object", "properties": .object(JSONObject(fields.map { ($0.name, type($0)) }))]
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        return .object(schema)
    }

    private static func type(_ field: FieldDefinition) -> JSON {
        var type: JSONObject = switch field.kind {
        case .text, .longText, .markdown, .phone, .code: ["type": "string"]
        case .email: ["type": "string", "format": "email"]
        case .url: ["type": "string", "format": "uri-reference"]
        case .choice(let choices): choices.isEmpty ? ["type": "string"] : ["type": "string", "enum": .array(choices.map { .string($0.value) } + (field.isRequired ? [] : [.null]))]
        case .integer: ["type": "integer", "format": "int64"]
        case .number: ["type": "number"]
        case .decimal: ["type": "string", "format": "decimal"]
        case .boolean: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .instant: ["type": "string", "format": "date-time"]
        case .money: ["type": "object", "required": ["amount", "currency"], "properties": ["amount": ["type": "string"], "currency": ["type": "string"]]]
        case .reference: ["type": "string"]
        case .json: [:]
        }
        if !field.isRequired, let name = type["type"]?.stringValue { type["type"] = [.string(name), "null"] }
        type["title"] = .string(field.title)
        if let help = field.help { type["description"] = .string(help) }
        return .object(type)
    }

    private static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    private static func content(_ name: String, _ description: String) -> JSON {
        ["description": .string(description), "content": ["application/json": ["schema": reference(name)]]]
    }

    private static func body(_ name: String) -> JSON { ["required": true, "content": ["application/json": ["schema": reference(name)]]] }

    private static func responses(_ good: [(String, JSON)]) -> JSON {
        .object(JSONObject(good + [("default", ["description": "What is wrong, and what to do.", "content": ["application/problem+json": ["schema": reference("Problem")]]])]))
    }

    private static let problem: JSON = [
        "type": "object", "required": ["title", "status"],
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"], "detail": ["type": "string"],
            "errors": ["type": "array", "items": ["type": "object", "properties": ["field": ["type": "string"], "message": ["type": "string"]]]],
        ],
    ]
}
