import Foundation
import Testing

/// The walls are worth what their reader sees, so each is tried on code that breaks it and on code that only looks so.
@Suite("What the walls see")
struct SwiftSourceTests {
    private func source(_ text: String, at path: String = "Sources/Platforms/Spark/Deals/Deals.swift") -> SwiftSource { SwiftSource(path, text) }

    @Test("Words in comments and literals are no code, and the code of interpolations is")
    func lexer() {
        let read = source(##"""
            // one! try!
            /* two! /* three! */ four! */ let a = "five! \(six("seven!")) eight!" // nine!
            let b = #"ten! \(eleven) \#(twelve)"#
            let c = """
                thirteen! "quoted" \(fourteen)
                """
            let d = ""; let e = "\\"; let f = fifteen
            let g = #/sixteen!/#
            let h = f(/seven(teen!"/, a / b, c/d)
            """##)
        #expect(read.words.map(\.text).filter { !["let", "a", "b", "c", "d", "e", "f", "g", "h"].contains($0) } == ["six", "twelve", "fourteen", "fifteen"])
        #expect(read.literals.map(\.text).contains("seven!"))
        #expect(read.code.count == read.text.count)
        #expect(read.commentLines[1] == "// one! try!")
        #expect(read.commentLines[2] == "/* two! /* three! */ four! */")
    }

    @Test("In every file of the house the brackets of the code close, so no literal was misread")
    func brackets() {
        for source in House.all {
            var open: [UInt8] = []
            let isBalanced = source.code.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
                case UInt8(ascii: ")"): return open.popLast() == UInt8(ascii: "(")
                case UInt8(ascii: "]"): return open.popLast() == UInt8(ascii: "[")
                case UInt8(ascii: "}"): return open.popLast() == UInt8(ascii: "{")
                default: break
                }
                return true
            }
            #expect(isBalanced && open.isEmpty, "\(source.path) is misread by SwiftSource: a literal or comment was taken for code, or code for one.")
        }
    }

    @Test("Traps are found wherever they stand", arguments: [
        "let a = b!", "let a = b!.c", "f(a!, b)", "let a = try! f()", "let a = b as! C", "var a: View!", "let s = \"\\(a!)\"", "a[0]!.b()", "f()!", "x = y!\n", "fatalError(\"no\")",
        "let a = b?.c!", "let a = { b }()!", "return \"x\"!", "a!(1)", "let a = b! == c",
    ])
    func trapsFound(code: String) { #expect(Care.traps(source(code)).count == 1) }

    @Test("What only looks like a trap is none", arguments: [
        "if !a { }", "a != b", "a!=b", "a !== b", "f(!a)", "[!a]", "return !a", "\"no!\"", "// try!", "try? f()", "a as? B", "#if !os(Linux)", "let a = \"\\(!b) !\"", "x ? !a : b", "\"\"\"\n a! \n\"\"\"",
    ])
    func noTraps(code: String) { #expect(Care.traps(source(code)) == []) }

    @Test("An unchecked promise needs its reason directly above", arguments: [
        ("final class A: @unchecked Sendable {}", 1), ("/// A thing.\nfinal class A: @unchecked Sendable {}", 1), ("/// Guarded by `mutex`.\n\nfinal class A: @unchecked Sendable {}", 1),
        ("/// Unchecked: guarded by `mutex`.\nfinal class A: @unchecked Sendable {}", 0), ("// Constant after the start.\nnonisolated(unsafe) let a = b", 0), ("nonisolated(unsafe) let a = b // safe", 1),
    ])
    func promises(code: String, breaches: Int) { #expect(Care.promises(source(code)).count == breaches) }

    @Test("Tests that sleep or cannot fail are found", arguments: [
        ("try await Task.sleep(for: .seconds(1))", 1), ("usleep(10)", 1), ("sleep(1)", 1), ("#expect(true)", 1), ("#expect( true , \"x\")", 1), ("#expect(isTrue)", 0), ("#expect(true == a)", 0), ("// sleep(1)", 0), ("a.sleepiness", 0),
    ])
    func idleTests(code: String, breaches: Int) { #expect(Care.idleTests(source(code)).count == breaches) }

    @Test("Names that say nothing are found", arguments: [
        ("struct MailManager {}", 1), ("enum Utils {}", 1), ("final class WebServiceImpl: X {}", 1), ("protocol BillingService {}", 1), ("struct Listener: Service {}", 0), ("struct Database {}", 0), ("struct MailService: ServiceLifecycle.Service {}", 0),
        ("class func makeBase() {}", 0), ("struct Base64 {}", 0), ("actor RunHelper {}", 1),
    ])
    func names(code: String, breaches: Int) { #expect(Care.names(source(code)).count == breaches) }

    @Test("Imports are read with their attributes, access and kind")
    func imports() {
        let read = source("@_spi(Kernel) public import Records\nimport struct Foo.Bar\n@testable import sextant\n// import No\nlet a = \"\"\"\nimport Neither\n\"\"\"\n")
        #expect(read.imports.map(\.module) == ["Records", "Foo", "sextant"])
        #expect(read.imports.map(\.opensKernel) == [true, false, false])
    }

    @Test("An import through a wall is refused with its reason", arguments: [
        ("Sources/Platforms/Spark/A.swift", "import Oliver"), ("Sources/Platforms/Spark/A.swift", "import GRDB"), ("Sources/Platforms/Spark/A.swift", "import Store"),
        ("Sources/Platforms/Spark/A.swift", "@_spi(Kernel) import Kernel"), ("Sources/Kernel/Records/A.swift", "import Events"), ("Sources/Kernel/Web/A.swift", "import Hummingbird"),
        ("Sources/Kernel/Web/A.swift", "import NIOPosix"), ("Sources/Kernel/Web/A.swift", "import Model"), ("Sources/Parts/Amounts/A.swift", "import Timekeeping"), ("Sources/Model/A.swift", "import Spark"),
        ("Sources/Platforms/Oliver/A.swift", "import AsyncHTTPClient"), ("Sources/Kernel/Look/A.swift", "import Records"), ("Sources/Kernel/Web/A.swift", "import Foundation"), ("Sources/Parts/Markup/A.swift", "import CArgon2"),
    ])
    func wallStands(path: String, code: String) { #expect(Walls.breaches(source(code, at: path), House.manifest).count == 1) }

    @Test("An import through a door is let in", arguments: [
        ("Sources/Platforms/Spark/A.swift", "import Kernel\nimport Model"), ("Sources/Kernel/Web/A.swift", "import Look\nimport Events"), ("Sources/Kernel/Store/A.swift", "import GRDB\nimport CPostgres"),
        ("Sources/Kernel/Web/Serving/Listener.swift", "import Hummingbird"), ("Sources/Parts/Charts/A.swift", "public import Markup"), ("Sources/Parts/Mail/A.swift", "import CCurl"),
        ("Tests/Kernel/StoreTests/A.swift", "@_spi(Kernel) import Store"),
    ])
    func doorIsOpen(path: String, code: String) { #expect(Walls.breaches(source(code, at: path), House.manifest) == []) }

    @Test("Another platform's name is found in code, not in words")
    func platformNames() {
        #expect(Platforms.breaches(source("let a = OliverPlatform()")).count == 1)
        #expect(Platforms.breaches(source("let a = Oliver.Invoices.feature")).count == 1)
        #expect(Platforms.breaches(source("// OliverPlatform\nlet a = \"oliver.invoice.draft OliverPlatform\"; let b = SparkPlatform()")) == [])
    }

    @Test("Package.swift is read: helpers, paths and products")
    func manifest() {
        let read = Manifest(SwiftSource("Package.swift", """
            let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
            let package = Package(name: "x", dependencies: [.package(url: "https://a/b", from: "1.0.0")], targets: [
                .part("Charts", ["Markup"]), // not .part("Ghost")
                .kernel("Store", ["Probe", grdb]),
                .platform("Spark", ["Liquid"]),
                .target(name: "Model", dependencies: ["Kernel"], swiftSettings: strict),
                .tests(of: "Mail", in: "Parts", ["Other"], excluding: ["smtp_sink.py"]),
                .testTarget(name: "HouseTests", swiftSettings: strict),
            ])
            """))
        #expect(read.targets.map(\.name) == ["Charts", "Store", "Spark", "Model", "MailTests", "HouseTests"])
        #expect(read.target("Store")?.dependencies == ["Probe", "GRDB"])
        #expect(read.target("Spark")?.dependencies == ["Liquid", "Kernel", "Model"])
        #expect(read.target("Model")?.dependencies == ["Kernel"])
        #expect(read.target("MailTests")?.folder == "Tests/Parts/MailTests")
        #expect(read.target("HouseTests")?.folder == "Tests/HouseTests")
        #expect(read.target(of: "Sources/Kernel/Store/SQLite/A.swift")?.name == "Store")
    }

    @Test("A field that its list forgets is found, and so is a route without a need")
    func modelRules() throws {
        let read = source("""
            public enum Card: ObjectType {
                public static let contact = Field<Key<Contact>>("contact")
                public static let balance: Field<Int> = Field("balance")
                public static let limit = 3
                public static var fields: [any AnyField] { [contact, contact] }
            }
            let routes = [Route(.get, "/a", needs: .nobody) { _ in f() }, Route(.get, "/b") { g(needs: 1) }, Route(.get, "/c", handler)]
            """)
        let card = try #require(read.conforming(to: "ObjectType").first)
        #expect(source("struct Query<O: ObjectType>: Sendable {}\nextension Query where O: ObjectType {}\nfunc f<O: ObjectType>() {}").conforming(to: "ObjectType").isEmpty)
        #expect(Model.fieldBreaches(card, read).map(\.says).count == 2)
        #expect(Model.routes(read).map(\.hasNeed) == [true, false, false])
    }

    @Test("A page is known by its route, and measured by a test function that looks at its statements")
    func budgets() {
        let pages = Budgets.pages(source("""
            static let base = "\\(PlatformBrand.stella.url)/d"
            let routes = [Route(.get, base, needs: .nobody), Route(.get, "\\(base)/{slug}", needs: .nobody), Route(.post, base, needs: .nobody), Route(.get, "/app/{a}/{b}/{c}", needs: .nobody)]
            """))
        #expect(pages.map(\.path) == ["/app/stella/d", "/app/stella/d/{slug}", "/app/{a}/{b}/{c}"])
        let measured = Budgets.measured(source("""
            func one() async { let page = await ana.get("/app/stella/d/money?x=1")
                let other = await ana.get("/app/stella/d")
                #expect(page.statements == 3) }
            func two() { let page = get("/app/stella/d") }
            """))
        #expect(measured == ["/app/stella/d/money?x=1"])
        #expect(Budgets.page(of: "/app/stella/d/money?x=1", among: pages)?.path == "/app/stella/d/{slug}")
        #expect(Budgets.page(of: "/app/spark/contacts/7", among: pages)?.path == "/app/{a}/{b}/{c}")
        #expect(Budgets.page(of: "/app/spark", among: pages) == nil)
    }

    @Test("A name that two events share, or that is no sentence of three words, is found")
    func eventNames() {
        let read = source("""
            struct A: Event { static let name = "spark.deal.won" }
            struct B: Event { static let name: String = "spark.deal.won" }
            struct C: Event { static let name = "DealWon" }
            """, at: "Sources/Model/Spark/Deal.swift")
        let events = read.conforming(to: "Event").map { (read, $0) }
        #expect(Model.nameBreaches(events, what: "event", platformFirst: true).map(\.line) == [2, 3, 3])
    }

    @Test("A capability that promises without a test is found", arguments: [
        ("{\"SP1\": {\"status\": \"done\", \"tests\": []}}", 1), ("{\"SP1\": {\"status\": \"done\", \"tests\": [\"No such\"]}}", 1), ("{\"SP1\": {\"status\": \"partial\", \"tests\": []}}", 1),
        ("{\"SP1\": {\"status\": \"perhaps\"}}", 1), ("{\"SP1\": {\"status\": \"done\", \"tests\": [\"It works\"]}}", 0), ("{\"SP1\": {\"status\": \"open\"}}", 0),
        ("{\"SP1\": {\"status\": \"partial\", \"tests\": [\"works\"], \"lacks\": \"the rest\"}}", 0),
    ])
    func capabilities(json: String, breaches: Int) throws {
        let known = Capabilities.knownTests(in: [source("@Test(\n  \"It works\", arguments: [1])\nfunc works() {}")], browser: [("Browser/story.py", "def story_login(stage):\n    pass\n")])
        #expect(known.isSuperset(of: ["It works", "works", "story.py", "Browser/story.py", "story_login"]))
        let map = try JSONDecoder().decode(Capabilities.self, from: Data(json.utf8))
        #expect(map.breaches(knownTests: known).count == breaches)
    }

    @Test("Capability ids are read from tables, and figures are not")
    func ids() {
        #expect(Capabilities.ids(inSpecification: "| SP1 | x |\n| id | y |\n|AB25| z |\n| R1 | no |\n| L3) |\ntext SP2 | a") == ["SP1", "AB25"])
    }

    @Test("A decision without what was rejected is found")
    func decisions() {
        let whole = "# 1. A\n\n## Context\nSomething forced us to choose.\n\n## Decision\nThis is what holds now.\n\n## Rejected\nThe other thing, because of that.\n"
        #expect(Decision.breaches("docs/decisions/0001-a-thing.md", whole) == [])
        #expect(Decision.breaches("docs/decisions/0001-a-thing.md", whole.replacing("## Rejected", with: "## Discarded")).count == 1)
        #expect(Decision.breaches("docs/decisions/first.md", whole).count == 1)
    }
}
