import JSON
import Look
import Markup

/// What goes back to the caller.
public struct Answer: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Served without copying; for assets.
    var asset: Asset?

    public init(_ status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func html(_ html: some Component, status: Int = 200) -> Answer {
        Answer(status, headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "private, no-store")], body: Array(html.html.text.utf8))
    }

    public static func json(_ json: JSON, status: Int = 200) -> Answer { .json(json.bytes, status: status) }

    public static func json(_ bytes: [UInt8], status: Int = 200) -> Answer {
        Answer(status, headers: [("Content-Type", "application/json"), ("Cache-Control", "private, no-store")], body: bytes)
    }

    public static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200) -> Answer {
        Answer(status, headers: [("Content-Type", type)], body: Array(text.utf8))
    }

    /// 303: look there with GET.
    public static func redirect(_ path: String) -> Answer { Answer(303, headers: [("Location", path), ("Cache-Control", "no-store")]) }

    static func asset(_ asset: Asset) -> Answer {
        var answer = Answer(headers: [("Content-Type", asset.contentType), ("Cache-Control", "public, max-age=31536000, immutable")])
        answer.asset = asset
        return answer
    }

    public func adding(_ name: String, _ value: String) -> Answer {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

    /// A cookie that scripts cannot read. `nil` deletes it.
    func cookie(_ name: String, _ value: String?, isSecure: Bool, maxAge: Int? = nil) -> Answer {
        let age = value == nil ? "; Max-Age=0" : maxAge.map { "; Max-Age=\($0)" } ?? ""
        return adding("Set-Cookie", "\(name)=\(value ?? ""); Path=/; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")\(age)")
    }
}
