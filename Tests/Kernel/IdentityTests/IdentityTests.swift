@_spi(Kernel) @testable import Identity
import Foundation
@_spi(Kernel) import Records
import Store
import Synchronization
import Testing
import Timekeeping

enum Memo: ObjectType {
    static let object = Object("memo", owner: .spark, title: "Memo")
    static let name = Field<String>("name")
    static var fields: [any AnyField] { [name] }
}

let registry = Catalog([User.self, Team.self, TeamMember.self, Role.self, RoleGrant.self, RoleMember.self, Token.self, Memo.self])

/// A house of its own with one workspace and its owner.
func withHouse(_ engine: TestEngine, clock: ManualClock = ManualClock(start), _ body: (House, Workspace) async throws -> Void) async throws {
    // On PostgreSQL a house has fixed schemas, so it gets a database of its own.
    let folder = FileManager.default.temporaryDirectory.path + "/house-\(UInt64.random(in: 0...UInt64.max))"
    let place: House.Place
    switch engine {
    case .sqlite: place = .folder(folder)
    case .postgres:
        guard let url = TestEngine.postgresURL, let slash = url.lastIndex(of: "/") else { try Test.cancel("PostgreSQL is not tested: run with bin/with-postgres, or set SEXTANT_TEST_POSTGRES") }
        let name = "house_\(UInt64.random(in: 0...UInt64.max))"
        let psql = Process()
        psql.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        psql.arguments = ["psql", "-q", "-X", "-d", url, "-c", "CREATE DATABASE \(name)"]
        try psql.run()
        psql.waitUntilExit()
        place = .postgres(url[...slash] + name)
    }
    let house = try await House(at: place, catalog: registry, clock: clock.clock)
    do { try await body(house, try await house.create("harbour", name: "Harbour", owner: "Ana@harbour.test", ownerName: "Ana", password: sentence)) } catch {
        await house.close()
        throw error
    }
    await house.close()
    if engine == .sqlite { try FileManager.default.removeItem(atPath: folder) }
}

let sentence = "a harbour full of coffee"

@discardableResult
func identityError<T>(_ body: () async throws -> T, sourceLocation: SourceLocation = #_sourceLocation) async -> String? {
    do {
        _ = try await body()
        Issue.record("It should have thrown.", sourceLocation: sourceLocation)
    } catch let error as IdentityError { return "\(error)" } catch { Issue.record("It threw \(error).", sourceLocation: sourceLocation) }
    return nil
}

@Suite("Passwords")
struct PasswordTests {
    @Test("A hash is an argon2id PHC string with the parameters of OWASP, and verifies only its password")
    func phc() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash(sentence), other = try await hasher.hash(sentence)
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(hash != other)
        #expect(try await hasher.verify(sentence, against: hash))
        for wrong in ["", "a harbour full of coffe", sentence + " ", sentence.uppercased(), sentence + "\u{0}"] { #expect(try await !hasher.verify(wrong, against: hash), "\(wrong)") }
        #expect(try await !hasher.verify(sentence, against: nil))
        #expect(try await !hasher.verify(sentence, against: "$argon2id$broken"))
        #expect(!hasher.isOutdated(hash))
        #expect(hasher.isOutdated(hash.replacingOccurrences(of: "m=19456", with: "m=9728")))
    }

    @Test("The whole password counts, however long")
    func long() async throws {
        let hasher = PasswordHasher(), text = String(repeating: "ab", count: 450)
        let hash = try await hasher.hash(text)
        #expect(try await hasher.verify(text, against: hash))
        #expect(try await !hasher.verify(text + "c", against: hash))
    }

    @Test("Nobody's password takes as long as somebody's")
    func decoy() async throws {
        let hasher = PasswordHasher(parallel: 1)
        let hash = try await hasher.hash(sentence)
        func median(_ hash: String?) async throws -> Duration {
            var times: [Duration] = []
            for _ in 0..<9 {
                let begin = ContinuousClock.now
                _ = try await hasher.verify("not this sentence", against: hash)
                times.append(ContinuousClock.now - begin)
            }
            return times.sorted()[4]
        }
        let known = try await median(hash), unknown = try await median(nil)
        // A decoy that could not be decoded would answer in microseconds.
        #expect(unknown * 2 > known && known * 2 > unknown, "\(known) and \(unknown)")
    }

    @Test("More than may wait are refused at once")
    func busy() async throws {
        let hasher = PasswordHasher(parallel: 1, waiting: 3)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 { group.addTask { do { _ = try await hasher.hash(sentence); return true } catch { return false } } }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results.contains(true) && results.contains(false))
        #expect(try await hasher.hash(sentence).isEmpty == false)
    }

    @Test("The policy asks for length and against the obvious, nothing else")
    func policy() {
        func isGood(_ password: String, _ words: [String] = []) -> Bool { do { try PasswordPolicy.check(password, about: words); return true } catch { return false } }
        #expect(isGood(sentence) && isGood("ein satz mit äöü 🫘") && isGood(String(repeating: "abcde fgh ", count: 10)))
        for bad in ["short", "12345678901234", "aaaaaaaaaaaaaaaaaaaa", "passwordpassword1", "Sextant-sextant-1"] { #expect(!isGood(bad), "\(bad)") }
        #expect(!isGood("ana@harbour.test12", ["ana@harbour.test"]))
        #expect(!isGood(String(repeating: "abcdefghij", count: 101)))
    }
}

@Suite("Sessions")
struct SessionTests {
    @Test("A log-in opens a session whose secret is nowhere in the database", arguments: TestEngine.allCases)
    func logIn(engine: TestEngine) async throws {
        try await withHouse(engine) { house, _ in
            let secret = try await house.logIn("ANA@harbour.test", sentence, agent: "browser")
            let session = try #require(try await house.session(secret))
            #expect(session.email == "ana@harbour.test" && session.memberships.map(\.slug) == ["harbour"])
            let kept = try await house.store.read { try $0.rows("SELECT hash FROM session").compactMap { $0.text(0) } }
            #expect(kept == [Secret.hash(secret)] && kept != [secret])
            #expect(try await house.session(Secret.hash(secret)) == nil)
            #expect(try await house.session("") == nil)
            #expect(try await house.logIn("ana@harbour.test", sentence, agent: nil) != secret)
            let wrong = await identityError { try await house.logIn("ana@harbour.test", "another sentence entirely", agent: nil) }
            let unknown = await identityError { try await house.logIn("bob@harbour.test", sentence, agent: nil) }
            #expect(wrong == "wrongLogin" && unknown == wrong)
        }
    }

    @Test("A session ends after a day without use, after 30 days in any case, and at log-out", arguments: TestEngine.allCases)
    func expiry(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withHouse(engine, clock: clock) { house, _ in
            let idle = try await house.logIn("ana@harbour.test", sentence, agent: nil), used = try await house.logIn("ana@harbour.test", sentence, agent: nil)
            for hour in 1...(30 * 24 / 12 - 1) {
                clock.set(to: start + .hours(12 * hour))
                #expect(try await house.session(used) != nil, "\(12 * hour) hours")
                // Looked at once, for looking is using.
                if hour == 2 { #expect(try await house.session(idle) == nil) }
            }
            clock.set(to: start + .days(30))
            #expect(try await house.session(used) == nil)
            let last = try await house.logIn("ana@harbour.test", sentence, agent: nil)
            #expect(try await house.session(last) != nil)
            try await house.logOut(last)
            #expect(try await house.session(last) == nil)
        }
    }

    @Test("An outdated hash is renewed at the next log-in", arguments: TestEngine.allCases)
    func rehash(engine: TestEngine) async throws {
        try await withHouse(engine) { house, _ in
            // The same sentence under weaker parameters, from argon2's own command (m=64, t=1, p=1).
            let made = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$qaRyxmGDVZ7w1JDrmT7rIhOTfvtew0utcErA+ExbuNI"
            try await house.store.write { _ = try $0.run("UPDATE account SET password = \(made)") }
            _ = try await house.logIn("ana@harbour.test", sentence, agent: nil)
            let now = try await house.store.read { try $0.value("SELECT password FROM account")?.text ?? "" }
            #expect(now.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
            #expect(try await house.passwords.verify(sentence, against: now))
        }
    }

    @Test("A session moves between its account's workspaces and to no other", arguments: TestEngine.allCases)
    func move(engine: TestEngine) async throws {
        try await withHouse(engine) { house, _ in
            _ = try await house.create("mill", name: "Mill", owner: "ana@harbour.test", password: "unused but long enough")
            _ = try await house.create("other", name: "Other", owner: "bob@harbour.test", password: "the sentence of bob")
            let secret = try await house.logIn("ana@harbour.test", sentence, agent: nil)
            let session = try #require(try await house.session(secret))
            #expect(session.memberships.map(\.slug) == ["harbour", "mill"])
            try await house.move(session, to: "mill")
            #expect(try await house.session(secret)?.current == "mill")
            #expect(await identityError { try await house.move(session, to: "other") } == "noMember")
            #expect(await identityError { try await house.workspace("nothing") }?.hasPrefix("unknownWorkspace") == true)
            #expect(await identityError { try await house.create("Bad_Name", name: "x", owner: "a@b.test", password: sentence) }?.hasPrefix("badSlug") == true)
        }
    }
}

@Suite("Tokens and roles")
struct TokenTests {
    @Test("A token has a workspace, a secret and check digits; a typo is seen without a look-up")
    func text() {
        let secret = Secret.random(), token = TokenText.make(workspace: "harbour-2", secret: secret)
        #expect(TokenText.parse(token)?.workspace == "harbour-2" && TokenText.parse(token)?.secret == secret)
        for index in token.indices {
            var typo = token
            typo.replaceSubrange(index...index, with: token[index] == "x" ? "y" : "x")
            #expect(TokenText.parse(typo) == nil, "\(typo)")
        }
        for bad in ["", "sxt", "sxt_", "sxt__", token + "a", String(token.dropLast()), token.uppercased(), " " + token] { #expect(TokenText.parse(bad) == nil) }
        #expect(Set((0..<1_000).map { _ in Secret.random() }).count == 1_000)
    }

    @Test("A token works for 90 days, is kept as a hash, and ends with its user", arguments: TestEngine.allCases)
    func life(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withHouse(engine, clock: clock) { _, workspace in
            let text = try await workspace.makeToken(role: "Viewer")
            let (_, secret) = try #require(TokenText.parse(text))
            let stored = try await workspace.store.read { try $0.rows("SELECT hash FROM token").compactMap { $0.text(0) } }
            #expect(stored == [Secret.hash(secret)])
            let cache = AccessCache(workspace)
            #expect(try await cache.access(token: secret).roles == ["Viewer"])
            #expect(await identityError { try await cache.access(token: Secret.random()) } == "unauthenticated")
            clock.set(to: start + .days(90))
            #expect(await identityError { try await cache.access(token: secret) } == "unauthenticated")
            clock.set(to: start + .days(1))
            #expect(try await cache.access(token: secret).roles == ["Viewer"])
            try await workspace.write(as: .system) { tx in
                var user = try #require(try tx.fetch(Query(User.self).where(User.service == true)).first)
                user[User.active] = false
                try tx.save(&user)
            }
            #expect(await identityError { try await cache.access(token: secret) } == "unauthenticated")
        }
    }

    @Test("The standard roles do what they say", arguments: TestEngine.allCases)
    func roles(engine: TestEngine) async throws {
        try await withHouse(engine) { _, workspace in
            func scopes(_ role: String) async throws -> [String] {
                try await workspace.read(as: .system) { db -> [String] in
                    let key = try #require(try db.fetch(Query(Role.self).where(Role.name == role)).first).key
                    let grants = try db.fetch(Query(RoleGrant.self).where(RoleGrant.role == key).limit(500)).compactMap { row in
                        Scope(name: row[RoleGrant.scope]).map { Grant(object: row[RoleGrant.on], verb: row[RoleGrant.verb], field: row[RoleGrant.field], scope: $0) }
                    }
                    let matrix = AccessMatrix(grants)
                    return [Verb.read, .create, .update, .delete].flatMap { verb in ["memo", "user", "role_grant", "token"].map { "\(matrix.scope($0, verb, field: "*"))" } }
                }
            }
            let owner = try await scopes("Owner")
            #expect(owner == Array(repeating: "all", count: 16))
            let manager = try await scopes("Manager")
            #expect(manager == ["all", "all", "none", "none"] + Array(repeating: ["all", "none", "none", "none"], count: 3).flatMap { $0 })
            let member = try await scopes("Member")
            #expect(member == ["team", "all", "none", "none", "all", "none", "none", "none", "own", "none", "none", "none", "own", "none", "none", "none"])
            let viewer = try await scopes("Viewer")
            #expect(viewer == ["all", "all", "none", "none"] + Array(repeating: "none", count: 12))
            #expect(await identityError { try await workspace.makeToken(role: "King") }?.contains("Viewer") == true)
        }
    }

    @Test("A token's ceiling narrows its user, whose roles may come by team", arguments: TestEngine.allCases)
    func ceiling(engine: TestEngine) async throws {
        try await withHouse(engine) { _, workspace in
            let (user, viewer, manager) = try await workspace.write(as: .system) { tx -> (Int64, Int64, Int64) in
                let user = try tx.addUser(name: "Bo", email: "bo@harbour.test")
                var team = tx.new(Team.self)
                team[Team.name] = "Crew"
                try tx.save(&team)
                var member = tx.new(TeamMember.self)
                member[TeamMember.team] = team.key
                member[TeamMember.user] = user
                try tx.save(&member)
                var role = tx.new(RoleMember.self)
                role[RoleMember.role] = try tx.role(named: "viewer")
                role[RoleMember.forTeam] = team.key
                try tx.save(&role)
                return (user.id, try tx.role(named: "Viewer").id, try tx.role(named: "Manager").id)
            }
            try await workspace.read(as: .system) { db -> Void in
                // The ceiling is the very role that the team gave.
                let same = try #require(try db.access(of: user, ceiling: viewer, token: 1))
                #expect(same.scope("memo", .read) == .all && same.scope("memo", .update) == .none && same.roles == ["Viewer"])
                // A ceiling that is wider gives nothing.
                let wide = try #require(try db.access(of: user, ceiling: manager, token: 1))
                #expect(wide.scope("memo", .read) == .all && wide.scope("memo", .update) == .none && wide.roles == ["Viewer"])
                let plain = try db.access(of: user)
                #expect(plain?.teams.count == 1)
            }
        }
    }

    @Test("What somebody may do changes with the next request after a role does", arguments: TestEngine.allCases)
    func cache(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withHouse(engine, clock: clock) { house, workspace in
            let cache = AccessCache(workspace)
            let user = try await workspace.write(as: .system) { tx in try tx.addUser(name: "Bo", email: "bo@harbour.test") }
            #expect(try await cache.access(user: user.id).scope("memo", .read) == .none)
            try await workspace.write(as: .system) { tx in try tx.give(user, role: try tx.role(named: "Viewer")) }
            #expect(try await cache.access(user: user.id).scope("memo", .read) == .all)
            // Another process of the server changes it behind our back.
            guard engine == .postgres else { return }
            try await workspace.store.write { _ = try $0.run("DELETE FROM role_member WHERE user_id = \(user.id)") }
            clock.advance(by: .seconds(1))
            #expect(try await cache.access(user: user.id).scope("memo", .read) == .none)
        }
    }
}
