import Foundation
@testable import Records
import Store
import Testing

@Suite("Access is a maximum of grants under a minimum of ceilings")
struct AccessAlgebraTests {
    private static let objects = ["deal", "invoice"], fields = ["title", "amount"]

    private static func matrix(_ random: inout SeededGenerator) -> AccessMatrix {
        AccessMatrix((0..<Int.random(in: 0...6, using: &random)).map { _ in
            Grant(
                object: (objects + ["*"]).randomElement(using: &random) ?? "*", verb: (Verb.allCases.map(\.rawValue) + ["*"]).randomElement(using: &random) ?? "*",
                field: (fields + ["*"]).randomElement(using: &random) ?? "*", scope: Scope.allCases.randomElement(using: &random) ?? .none)
        })
    }

    private static func everyCell(_ body: (String, Verb, String) -> Void) {
        for object in objects { for verb in Verb.allCases { for field in fields + ["*"] { body(object, verb, field) } } }
    }

    @Test("Roles combine whatever their order and number, and one more never takes anything away", arguments: 0..<200)
    func union(seed: Int) {
        var random = SeededGenerator(UInt64(seed))
        let a = Self.matrix(&random), b = Self.matrix(&random)
        #expect(a.union(a) == a)
        #expect(a.union(b) == b.union(a))
        Self.everyCell { object, verb, field in
            #expect(a.union(b).scope(object, verb, field: field) == max(a.scope(object, verb, field: field), b.scope(object, verb, field: field)))
        }
    }

    @Test("A token never exceeds its owner nor its ceiling", arguments: 0..<200)
    func ceiling(seed: Int) {
        var random = SeededGenerator(UInt64(seed))
        let owner = Self.matrix(&random), ceiling = Self.matrix(&random)
        let token = Access(.token(9, user: 1), matrix: owner, ceiling: ceiling)
        Self.everyCell { object, verb, field in
            #expect(token.scope(object, verb, field: field) == min(owner.scope(object, verb, field: field), ceiling.scope(object, verb, field: field)))
        }
    }

    @Test("However many roles and teams, the condition on rows has at most three terms")
    func terms() throws {
        let catalog = Catalog(people + [ObjectDefinition(Object("deal", owner: .spark, title: "Deal"), fields: [FieldDefinition(name: "name", kind: .text)])])
        let deal = try catalog.require("deal")
        let access = Access(.user(1), teams: Array(10...40), matrix: AccessMatrix((0..<50).map { Grant("deal", .read, field: "f\($0)", .team) }))
        let rows = try #require(access.rows(.team, of: deal, alias: "t", catalog: catalog))
        #expect(rows.text(for: .sqlite).components(separatedBy: " OR ").count == 3)
        #expect(access.rows(.all, of: deal, alias: "t", catalog: catalog) == nil)
        #expect(access.rows(.none, of: deal, alias: "t", catalog: catalog)?.text(for: .sqlite) == "1 = 0")
    }

    @Test("A visitor sees nothing that is somebody's own")
    func anonymous() throws {
        let catalog = Catalog(people)
        let visitor = Access(.anonymous, matrix: AccessMatrix([Grant(scope: .team)]))
        #expect(visitor.rows(.team, of: try catalog.require("team"), alias: "t", catalog: catalog)?.text(for: .sqlite) == "1 = 0")
    }
}
