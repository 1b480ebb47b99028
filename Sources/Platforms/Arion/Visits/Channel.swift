/// Where a visit came from.
struct Source: Sendable, Hashable {
    enum Channel: String, Sendable, CaseIterable { case direct = "Direct", search = "Search", social = "Social", referral = "Referral", newsletter = "Newsletter" }

    let channel: Channel
    /// The other site's host, where one led here.
    var host: String?
    var medium: String?
    var campaign: String?

    static let direct = Source(channel: .direct)

    /// As people read it: `Search`, `Referral (example.org)`.
    var label: String { Self.label(channel.rawValue, host: host) }

    static func label(_ channel: String, host: String?) -> String {
        channel == Channel.referral.rawValue ? host.map { "\(channel) (\($0))" } ?? channel : channel
    }

    /// - Parameters:
    ///   - referrer: the address of the page before; the site's own pages say nothing.
    ///   - utm: values of `utm_source`, `utm_medium`, `utm_campaign`, which win over the referrer.
    /// - Returns: `nil` where the visit says nothing about its origin: the session keeps the source it began with.
    static func detect(referrer: String?, utm: (source: String?, medium: String?, campaign: String?), isOwn: (String) -> Bool) -> Source? {
        let host = referrer.flatMap { external($0, isOwn) }
        let medium = utm.medium?.lowercased(), source = utm.source?.lowercased()
        if medium == nil, source == nil { return host.map { Source(channel: Self.channel(of: $0), host: $0, campaign: utm.campaign) } }
        let channel: Channel = switch medium {
        case "email", "e-mail", "mail", "newsletter": .newsletter
        case "social", "social-media", "social_media": .social
        case "organic", "search", "cpc", "ppc", "paidsearch": .search
        default: named(source) ?? host.map { Self.channel(of: $0) } ?? .referral
        }
        return Source(channel: channel, host: host ?? (channel == .referral ? source : nil), medium: utm.medium, campaign: utm.campaign)
    }

    private static func external(_ referrer: String, _ isOwn: (String) -> Bool) -> String? {
        guard referrer.contains("://") else { return nil }
        var host = referrer.hostName
        guard !host.isEmpty, !isOwn(host) else { return nil }
        if host.hasPrefix("www.") { host = String(host.dropFirst(4)) }
        return host
    }

    private static func named(_ source: String?) -> Channel? {
        guard let source else { return nil }
        if source.contains("newsletter") { return .newsletter }
        if engines.contains(source) { return .search }
        if networks.contains(source) { return .social }
        return nil
    }

    static func channel(of host: String) -> Channel {
        let labels = host.split(separator: ".").map(String.init)
        if webmail.contains(host) { return .newsletter }
        if socialHosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) { return .social }
        // The name before the public suffix: google.co.uk, search.yahoo.com.
        return labels.dropLast().contains { engines.contains($0) } ? .search : .referral
    }

    private static let engines: Set<String> = ["google", "bing", "duckduckgo", "yahoo", "ecosia", "qwant", "startpage", "yandex", "baidu", "kagi", "swisscows", "mojeek"]
    private static let networks: Set<String> = ["facebook", "instagram", "linkedin", "twitter", "x", "mastodon", "bluesky", "reddit", "youtube", "tiktok", "pinterest", "threads", "xing"]
    private static let webmail: Set<String> = ["mail.google.com", "outlook.live.com", "outlook.office.com", "mail.yahoo.com", "mail.proton.me"]
    private static let socialHosts: Set<String> = [
        "facebook.com", "instagram.com", "linkedin.com", "lnkd.in", "twitter.com", "t.co", "x.com", "mastodon.social", "bsky.app", "reddit.com", "youtube.com", "youtu.be",
        "tiktok.com", "pinterest.com", "threads.net", "xing.com", "news.ycombinator.com",
    ]
}
