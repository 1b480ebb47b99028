import CCurl

/// One libcurl handle with its open connection. Used by one thread.
final class SMTPConnection {
    private let settings: SMTPSettings
    private let handle: UnsafeMutableRawPointer?

    init(settings: SMTPSettings) {
        self.settings = settings
        _ = Self.isLibraryReady
        handle = curl_easy_init()
    }

    deinit { curl_easy_cleanup(handle) }

    func send(_ transfer: Transfer) -> Result<Void, SMTPError> {
        let first = attempt(transfer, onFreshConnection: false)
        // A kept connection that the relay closed meanwhile: nothing was said, so nothing can arrive twice.
        guard first.status != CURLE_OK, first.reply.isEmpty, !first.connected,
            first.status == CURLE_SEND_ERROR || first.status == CURLE_RECV_ERROR || first.status == CURLE_GOT_NOTHING
        else { return result(of: first) }
        return result(of: attempt(transfer, onFreshConnection: true))
    }

    private struct Attempt {
        let status: CURLcode
        let reply: SMTPReply
        /// Whether this attempt opened a connection.
        let connected: Bool
    }

    private func attempt(_ transfer: Transfer, onFreshConnection isFresh: Bool) -> Attempt {
        guard let handle else { return Attempt(status: CURLE_FAILED_INIT, reply: SMTPReply(), connected: true) }
        curl_easy_reset(handle)  // Keeps the connection, forgets the options.
        var recipients: UnsafeMutablePointer<curl_slist>?
        for address in transfer.to { recipients = curl_slist_append(recipients, "<\(address)>") ?? recipients }
        defer { curl_slist_free_all(recipients) }
        let exchange = SMTPExchange(message: transfer.message)
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        let status = withExtendedLifetime(exchange) {
            let prepared = configure(handle, transfer, recipients, context, isFresh)
            return prepared == CURLE_OK ? curl_easy_perform(handle) : prepared
        }
        var connects = 0
        curl_get_long(handle, CURLINFO_NUM_CONNECTS, &connects)
        return Attempt(status: status, reply: exchange.reply, connected: connects > 0)
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ transfer: Transfer, _ recipients: UnsafeMutablePointer<curl_slist>?,
        _ context: UnsafeMutableRawPointer, _ isFresh: Bool
    ) -> CURLcode {
        let tls = settings.requireTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
        let timeout = settings.timeoutMilliseconds
        var statuses = [
            curl_set_string(handle, CURLOPT_URL, settings.url),
            curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            curl_set_string(handle, CURLOPT_PROXY, ""),  // Never the proxy of the environment.
            curl_set_string(handle, CURLOPT_MAIL_FROM, "<\(transfer.from)>"),
            curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
            curl_set_long(handle, CURLOPT_USE_SSL, Int(tls.rawValue)),
            curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            curl_set_long(handle, CURLOPT_UPLOAD, 1),
            curl_set_long(handle, CURLOPT_TIMEOUT_MS, timeout),
            curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, min(timeout, 15_000)),
            curl_set_long(handle, CURLOPT_MAXAGE_CONN, 30),
            curl_set_long(handle, CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0),
            curl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(transfer.message.count)),
            curl_set_context(handle, CURLOPT_READDATA, context),
            curl_set_function(handle, CURLOPT_READFUNCTION) { SMTPExchange.from($3)?.fill($0, $1, $2) ?? 0 },
            curl_set_context(handle, CURLOPT_HEADERDATA, context),
            curl_set_function(handle, CURLOPT_HEADERFUNCTION) { SMTPExchange.from($3)?.read($0, $1, $2) ?? 0 },
        ]
        if let user = settings.user { statuses.append(curl_set_string(handle, CURLOPT_USERNAME, user)) }
        if let password = settings.password { statuses.append(curl_set_string(handle, CURLOPT_PASSWORD, password)) }
        return statuses.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private func result(of attempt: Attempt) -> Result<Void, SMTPError> {
        let reply = attempt.reply
        switch (attempt.status, reply.code) {
        case (CURLE_OK, _): return .success(())
        case (_, 400..<500): return .failure(.temporary(code: reply.code, text: reply.text))
        case (_, 500..<600): return .failure(.permanent(code: reply.code, text: reply.text))
        default: return .failure(.unreachable(reason: String(cString: curl_easy_strerror(attempt.status))))
        }
    }

    /// libcurl's start-up is process-wide; a static runs it once.
    private static let isLibraryReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// The last reply of a relay, all its lines.
struct SMTPReply {
    private(set) var code = 0
    private(set) var text = ""
    private var isComplete = true

    var isEmpty: Bool { code == 0 }

    /// Takes one line: `250-SIZE` continues, `250 OK` ends a reply. Texts are kept up to 1000 bytes.
    mutating func add(line: UnsafeBufferPointer<UInt8>) {
        // 221 answers the QUIT that libcurl sends after a refusal; the refusal is what counts.
        guard let number = Int(String(decoding: line.prefix(3), as: UTF8.self)), number != 221 else { return }
        if isComplete { text = "" }
        code = number
        isComplete = line.count < 4 || line[3] != UInt8(ascii: "-")
        let words = String(decoding: line.dropFirst(4).prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
        if text.utf8.count + words.utf8.count < 1000 { text += (text.isEmpty ? "" : " ") + words }
    }
}

/// What libcurl's callbacks read and write during one transfer.
private final class SMTPExchange {
    private let message: [UInt8]
    private var position = 0
    private(set) var reply = SMTPReply()

    init(message: [UInt8]) { self.message = message }

    static func from(_ context: UnsafeMutableRawPointer?) -> SMTPExchange? {
        context.map { Unmanaged<SMTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    func fill(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int) -> Int {
        let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
        let piece = message[position...].prefix(room.count)
        room.copyBytes(from: piece)
        position += piece.count
        return piece.count
    }

    func read(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int) -> Int {
        let line = UnsafeRawBufferPointer(start: buffer, count: size * count)
        line.withMemoryRebound(to: UInt8.self) { reply.add(line: $0) }
        return line.count
    }
}
