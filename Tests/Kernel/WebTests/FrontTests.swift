import Foundation
@testable import Identity
import JSON
import Kernel
@testable import Web
import Store
import TestKit
import Testing

enum Memo: ObjectType {
    static let object = Object("memo", owner: .spark, title: "Memo")
    static let name = Field<String>("name", searchable: true)
    static let secret = Field<String?>("secret")
    static let pages = Field<Int?>("pages")
    static let above = Field<Key<Memo>?>("above", onDelete: .setNull)
    static var fields: [any AnyField] { [name, secret, pages, above] }
}

let plain = Suite([], objects: [User.self, Team.self, TeamMember.self, Role.self, RoleGrant.self, RoleMember.self, Token.self, Memo.self], events: [])

func withWorld(_ engine: World.Engine, _ body: (World) async throws -> Void) async throws {
    let world = try await World(plain, on: engine)
    do { try await body(world) } catch {
        await world.close()
        throw error
    }
    await world.close()
}

extension World {
    func addMemo(_ name: String, secret: String? = nil) async throws -> String {
        try await write { tx in
            var memo = tx.new(Memo.self)
            memo[Memo.name] = name
            memo[Memo.secret] = secret
            return try tx.save(&memo).text
        }
    }

    /// A program whose role has these grants.
    func program(with grants: [Grant]) async throws -> Program {
        let name = "Role \(grants.count) \(UInt32.random(in: 0...UInt32.max))"
        try await write { tx in _ = try tx.addRole(name, "For a test.", grants) }
        return try await program(name)
    }
}

@Suite("The front of the house")
struct FrontTests {
    @Test("A host that is not ours is refused before anything else", arguments: World.Engine.available)
    func hosts(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            for host in ["evil.test", "harbour.test.evil.test", "", "harbour.test@evil.test", "evil.test:80"] {
                let answer = await world.visitor(host: host).get("/login")
                #expect(answer.status == 421, "\(host)")
            }
            for host in ["harbour.test", "HARBOUR.test", "localhost"] { #expect(await world.visitor(host: host).get("/login").status == 200, "\(host)") }
        }
    }

    @Test("A log-in leads to a path of ours and nowhere else", arguments: ["//evil.test", "/\\evil.test", "https:evil.test", "https://evil.test/", "\\\\evil.test", "/app\r\nSet-Cookie: a=b", "javascript:alert(1)", "/\t/evil.test", "evil.test", "", " //evil.test"])
    func openRedirect(next: String) async throws {
        try await withWorld(.sqlite) { world in
            let answer = await world.visitor().post("/login", ["email": World.owner, "password": World.password, "next": next])
            #expect(answer.status == 303 && answer.header("Location") == "/app")
            let fine = await world.visitor().post("/login", ["email": World.owner, "password": World.password, "next": "/app/spark/memos?x=1"])
            #expect(fine.header("Location") == "/app/spark/memos?x=1")
        }
    }

    @Test("The session cookie is closed to scripts and other sites; a wrong log-in sets none and says nothing about the address", arguments: World.Engine.available)
    func cookies(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let answer = await world.visitor().post("/login", ["email": World.owner, "password": World.password])
            let cookie = try #require(answer.header("Set-Cookie"))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            let wrong = await world.visitor().post("/login", ["email": World.owner, "password": "x"]), unknown = await world.visitor().post("/login", ["email": "no@harbour.test", "password": "x"])
            #expect(wrong.status == 401 && unknown.status == 401 && wrong.header("Set-Cookie") == nil)
            func plainText(_ seen: Seen, _ email: String) -> String { seen.text.replacingOccurrences(of: email, with: "E").replacingOccurrences(of: "nonce=\"?[a-z0-9]+\"?", with: "", options: .regularExpression) }
            #expect(plainText(wrong, World.owner) == plainText(unknown, "no@harbour.test"))
            // Log-out ends it on the server.
            let browser = try await world.login()
            #expect(await browser.get("/app").status == 200)
            #expect(await browser.post("/logout", [:]).status == 303)
            #expect(await browser.get("/app").status == 303)
        }
    }

    @Test("A page's request without its token, or from another site, changes nothing", arguments: World.Engine.available)
    func forgery(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let browser = try await world.login()
            let type = ["content-type": "application/x-www-form-urlencoded"]
            #expect(await browser.send(.post, "/app/spark/memos", headers: type, body: Array("name=a".utf8)).status == 403)
            #expect(await browser.send(.post, "/app/spark/memos", headers: type, body: Array("name=a&forgery=\(String(repeating: "0", count: 32))".utf8)).status == 403)
            for headers in [["origin": "http://evil.test"], ["origin": "null"], ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["origin": "http://harbour.test.evil.test"]] {
                #expect(await browser.post("/app/spark/memos", ["name": "a"], headers: headers).status == 403, "\(headers)")
                #expect(await world.visitor().post("/login", ["email": World.owner, "password": World.password], headers: headers).status == 403, "\(headers)")
            }
            #expect(try await world.read { try $0.count(Query(Memo.self)) } == 0)
            #expect(await browser.post("/app/spark/memos", ["name": "a"], headers: ["origin": "http://harbour.test", "sec-fetch-site": "same-origin"]).status == 303)
        }
    }

    @Test("Every answer has its security headers, and pages a policy without inline scripts", arguments: World.Engine.available)
    func headers(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let browser = try await world.login()
            for path in ["/login", "/app", "/app/spark/memos", "/nothing", "/api/v1/memos", "/healthz"] {
                let answer = await browser.get(path)
                #expect(answer.header("X-Content-Type-Options") == "nosniff" && answer.header("Referrer-Policy") != nil && answer.header("Sextant-Trace") != nil, "\(path)")
                guard answer.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
                let policy = answer.header("Content-Security-Policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "\(path)")
            }
        }
    }

    @Test("A body beyond the limit of its address is refused with 413", arguments: World.Engine.available)
    func bodyLimit(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let program = try await world.program()
            let answer = await program.send(.post, "/api/v1/memos", body: Array(repeating: 32, count: (1 << 20) + 1))
            #expect(answer.status == 413)
            #expect(await world.visitor().send(.post, "/login", headers: ["content-type": "application/x-www-form-urlencoded"], body: Array(repeating: 97, count: 10_001)).status == 413)
        }
    }

    @Test("What one may not see answers byte for byte like what is not there", arguments: World.Engine.available)
    func notVisible(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let hidden = try await world.addMemo("Hidden", secret: "x"), missing = "0000000000001"
            let program = try await world.program(with: [Grant("memo", .read, .own), Grant("memo", .update, .own), Grant("memo", .delete, .own), Grant("memo", .create, .own)])
            func same(_ a: Seen, _ b: Seen) -> Bool {
                a.status == b.status && a.body == b.body && a.headers.filter { !["Sextant-Trace", "Sextant-Statements"].contains($0.name) }.map { "\($0)" } == b.headers.filter { !["Sextant-Trace", "Sextant-Statements"].contains($0.name) }.map { "\($0)" }
            }
            #expect(await program.get("/api/v1/memos/\(hidden)").status == 404)
            #expect(same(await program.get("/api/v1/memos/\(hidden)"), await program.get("/api/v1/memos/\(missing)")))
            #expect(same(await program.get("/api/v1/memos/\(hidden)"), await program.get("/api/v1/memos/no-key-at-all")))
            #expect(same(await program.patch("/api/v1/memos/\(hidden)", ["name": "a"]), await program.patch("/api/v1/memos/\(missing)", ["name": "a"])))
            #expect(same(await program.delete("/api/v1/memos/\(hidden)"), await program.delete("/api/v1/memos/\(missing)")))
            #expect(same(await program.post("/api/v1/memos", ["name": "a", "above": .string(hidden)]), await program.post("/api/v1/memos", ["name": "a", "above": .string(missing)])))
            // An object that one may not read at all is no object; a field likewise.
            #expect(same(await program.get("/api/v1/tokens"), await program.get("/api/v1/nothings")) == false)
            #expect(await program.get("/api/v1/tokens").text == (await program.get("/api/v1/nothings")).text.replacingOccurrences(of: "nothings", with: "tokens"))
            let narrow = try await world.program(with: [Grant("memo", .read, field: "name", .all)])
            for query in ["filter=FIELD%20==%20null", "sort=FIELD", "fields=FIELD", "expand=FIELD"] {
                let known = await narrow.get("/api/v1/memos?" + query.replacingOccurrences(of: "FIELD", with: "secret")), unknown = await narrow.get("/api/v1/memos?" + query.replacingOccurrences(of: "FIELD", with: "sacred"))
                #expect(known.status == 422 && known.text == unknown.text.replacingOccurrences(of: "sacred", with: "secret"), "\(query): \(known.text) \(unknown.text)")
            }
        }
    }

    @Test("Failures are problems as RFC 9457 has them, each with its status", arguments: World.Engine.available)
    func problems(engine: World.Engine) async throws {
        try await withWorld(engine) { world in
            let program = try await world.program(), memo = try await world.addMemo("One")
            func check(_ seen: Seen, _ status: Int, _ errors: [String] = []) throws {
                #expect(seen.status == status, "\(seen.text)")
                #expect(seen.header("Content-Type") == "application/problem+json", "\(seen.text)")
                let problem = try seen.json()
                #expect(problem["status"] == .int(Int64(status)) && problem["title"]?.stringValue?.isEmpty == false && problem["type"] != nil)
                let named = (problem["errors"]?.arrayValue ?? []).compactMap { $0["field"]?.stringValue }
                #expect(named == errors, "\(seen.text)")
            }
            try check(await program.post("/api/v1/memos", [:]), 422, ["name"])
            try check(await program.post("/api/v1/memos", ["name": "a", "pages": "many", "zzz": 1]), 422, ["pages", "zzz"])
            try check(await program.post("/api/v1/memos", ["name": "a", "above": "0000000000001"]), 422, ["above"])
            try check(await program.post("/api/v1/memos", [1]), 422)
            try check(await program.send(.post, "/api/v1/memos", body: Array("{".utf8)), 422)
            try check(await program.send(.post, "/api/v1/memos", headers: ["content-type": "text/plain"], body: Array("{}".utf8)), 415)
            try check(await program.get("/api/v1/memos?limit=0"), 422, ["limit"])
            try check(await program.get("/api/v1/memos?limit=501"), 422, ["limit"])
            try check(await program.get("/api/v1/memos?cursor=zz"), 422, ["cursor"])
            try check(await program.get("/api/v1/memos?colour=red"), 422, ["colour"])
            try check(await program.get("/api/v1/nothings"), 404)
            try check(await program.patch("/api/v1/memos/\(memo)", ["name": "b"], headers: ["if-match": "\"9\""]), 412)
            try check(await program.send(.put, "/api/v1/memos/\(memo)"), 405)
            #expect(await program.send(.put, "/api/v1/memos/\(memo)").header("Allow") == "DELETE, GET, PATCH")
            for token in ["", "sxt_harbour_x", program.token + "x", String(program.token.dropLast()) + "!", "sxt_other_\(program.token.dropFirst(12))"] {
                let answer = await program.send(.get, "/api/v1/memos", headers: ["authorization": "Bearer \(token)"])
                try check(answer, 401)
                #expect(answer.header("WWW-Authenticate") == "Bearer")
            }
            let viewer = try await world.program("Viewer")
            try check(await viewer.post("/api/v1/memos", ["name": "a"]), 403)
            try check(await viewer.delete("/api/v1/memos/\(memo)"), 403)
        }
    }

    @Test("The API's description is valid OpenAPI", .enabled(if: Validator.isInstalled, "install openapi-spec-validator from PyPI"))
    func openAPI() async throws {
        try await withWorld(.sqlite) { world in
            let answer = await (try await world.program()).get("/api/v1/openapi.json")
            #expect(answer.status == 200)
            #expect(try Validator.complaints(about: answer.body) == "")
        }
    }
}

/// openapi-spec-validator in a Python of its own.
enum Validator {
    static let isInstalled = (try? run(["-c", "import openapi_spec_validator"], [])) == ""

    static func complaints(about text: [UInt8]) throws -> String {
        try run(["-c", "import json, sys, openapi_spec_validator as v\nfor e in v.OpenAPIV31SpecValidator(json.load(sys.stdin)).iter_errors(): print(list(e.absolute_path), e.message[:300])"], text)
    }

    private static func run(_ arguments: [String], _ input: [UInt8]) throws -> String {
        let python = Process(), output = Pipe(), source = Pipe()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3"] + arguments
        (python.standardInput, python.standardOutput, python.standardError) = (source, output, output)
        try python.run()
        try source.fileHandleForWriting.write(contentsOf: Data(input))
        try source.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
    }
}
