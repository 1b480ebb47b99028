@testable import Web
import Testing

@Suite("Routes are found on whole decoded segments")
struct RouteTests {
    private static let table = RouteTable(
        [("GET", "/"), ("GET", "/a"), ("POST", "/a"), ("GET", "/a/{id}"), ("GET", "/a/new"), ("GET", "/a/{id}/edit"), ("DELETE", "/a/{id}"), ("GET", "/files/**"), ("GET", "/files/list"), ("GET", "/{one}/{two}/{three}")]
            .map { method, path in Route(Incoming.Method(rawValue: method) ?? .get, path, needs: .nobody) { _ in Answer() } })

    private func found(_ method: Incoming.Method, _ target: String) -> String {
        switch Self.table.find(Incoming(method: method, target: target)) {
        case .route(let route, let captured): route.path + captured.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        case .otherMethods(let methods): "405 " + methods.map(\.rawValue).joined(separator: ",")
        case .nothing: "404"
        }
    }

    @Test("Literals win over captures, captures over the rest of the path", arguments: [
        ("/", "/"), ("/a", "/a"), ("/a/new", "/a/new"), ("/a/7", "/a/{id} id=7"), ("/a/7/edit", "/a/{id}/edit id=7"), ("/a/new/edit", "/a/{id}/edit id=new"), ("/a/7/other", "/{one}/{two}/{three} one=a three=other two=7"),
        ("/files/list", "/files/list"), ("/files/x/y/z", "/files/**"), ("/files", "/files/**"), ("/b", "404"), ("/a/b/c/d", "404"),
    ])
    func precedence(target: String, expected: String) { #expect(found(.get, target) == expected) }

    @Test("What looks like another path is none: the decision is made on segments", arguments: [
        ("//a", "/a"), ("/a//7", "/a/{id} id=7"), ("/a/", "/a"), ("/a/%6eew", "/a/new"), ("/a/x%2Fedit", "/a/{id} id=x/edit"), ("/a/7;/edit", "/a/{id}/edit id=7;"), ("/a;x", "404"),
        ("/a/%2e%2e", "/a/{id} id=.."), ("/a/../b", "/{one}/{two}/{three} one=a three=b two=.."), ("/b?x=/a/7", "404"), ("/A", "404"), ("/a?", "/a"), ("/a/%", "/a/{id} id=%"), ("/a/%zz", "/a/{id} id=%zz"), ("/a/%00", "/a/{id} id=\u{0}"),
    ])
    func tricks(target: String, expected: String) { #expect(found(.get, target) == expected) }

    @Test("An address that takes other methods says which; HEAD is GET")
    func methods() {
        #expect(found(.put, "/a") == "405 GET,POST")
        #expect(found(.post, "/a/7") == "405 DELETE,GET")
        #expect(found(.head, "/a/7") == "/a/{id} id=7")
        #expect(found(.delete, "/b") == "404")
    }

    @Test("Forms are read as browsers send them, and nothing makes the reader stumble")
    func forms() {
        func form(_ text: String, type: String = "application/x-www-form-urlencoded; charset=utf-8") -> [String] {
            Incoming(method: .post, target: "/", headers: ["content-type": type], body: Array(text.utf8)).form.fields.map { "\($0.name)=\($0.value)" }
        }
        #expect(form("a=1&b=x+y%21&c&=d&&e=%C3%A4&f=a=b&a=2") == ["a=1", "b=x y!", "c=", "=d", "e=ä", "f=a=b", "a=2"])
        #expect(form("a=1", type: "text/plain") == [])
        #expect(form("a=%f") == ["a=%f"] && form("a=%ff") == ["a=\u{FFFD}"] && form("%") == ["%="])
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in Array("%=&+/?;aF0\u{e4}".utf8).randomElement(using: &random) ?? 0 }
            let text = String(decoding: bytes, as: UTF8.self)
            let incoming = Incoming(method: .get, target: text, headers: ["cookie": text], body: bytes)
            _ = (incoming.path, incoming.query, incoming.form, incoming.cookie("a"), Self.table.find(incoming))
        }
        for text in ["ä b/&=+%", "\u{0}\n", "🫘"] { #expect(Incoming.decode(Incoming.encode(text), plusIsSpace: true) == text) }
    }
}
