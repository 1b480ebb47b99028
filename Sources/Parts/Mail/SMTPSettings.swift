import CCurl

/// A checked configuration of a relay.
struct SMTPSettings: Sendable {
    let url: String
    let user: String?
    let password: String?
    let timeoutMilliseconds: Int
    let requireTLS: Bool

    init(
        url: String, user: String?, password: String?, timeout: Double, requireTLS: Bool, clientName: String?
    ) throws(SMTPError) {
        let parsed = try ParsedURL(url)
        guard parsed.scheme == "smtp" || parsed.scheme == "smtps" else {
            throw .badConfiguration(reason: "the URL must begin with smtp:// or smtps://, not \(parsed.scheme)://")
        }
        guard (1...3600).contains(timeout) else {
            throw .badConfiguration(reason: "the timeout must be 1 to 3600 seconds")
        }
        let isEncrypted = requireTLS || parsed.scheme == "smtps"
        guard password == nil || isEncrypted || parsed.isLoopback else {
            throw .badConfiguration(reason: "a password would travel unencrypted to \(parsed.host); require TLS")
        }
        var full = url
        if let clientName {
            guard EmailAddress.isDomain(Array(clientName.utf8)[...]) else {
                throw .badConfiguration(reason: "the client name \(clientName.debugDescription) is not a domain name")
            }
            while full.utf8.last == UInt8(ascii: "/") { full.removeLast() }
            full += "/\(clientName)"
        }
        self.url = full
        self.user = user
        self.password = password
        self.requireTLS = requireTLS
        timeoutMilliseconds = Int(timeout * 1000)
    }
}

/// Scheme and host of a URL as libcurl itself will read it.
private struct ParsedURL {
    let scheme: String
    let host: String

    init(_ url: String) throws(SMTPError) {
        let handle = curl_url()
        defer { curl_url_cleanup(handle) }
        let isSet = !url.utf8.contains { $0 <= 0x20 || $0 == 0x7F } && curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK
        guard isSet, let scheme = Self.part(CURLUPART_SCHEME, of: handle), let host = Self.part(CURLUPART_HOST, of: handle)
        else { throw .badConfiguration(reason: "\(url.debugDescription) is not a URL like smtp://host:587") }
        guard Self.part(CURLUPART_PASSWORD, of: handle) == nil, Self.part(CURLUPART_USER, of: handle) == nil else {
            throw .badConfiguration(reason: "user and password must be given apart from the URL")
        }
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
    }

    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer?) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
