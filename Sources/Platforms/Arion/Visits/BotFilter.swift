/// Whether a user agent is a program and not a person. Crawlers, previews, monitors, libraries and browsers without a screen.
enum BotFilter {
    static func isBot(_ agent: String) -> Bool {
        let agent = agent.lowercased()
        guard agent.utf8.count >= 16 else { return true }
        return marks.contains { agent.contains($0) }
    }

    private static let marks = [
        "bot", "crawl", "spider", "slurp", "scrape", "archiver", "headless", "phantomjs", "puppeteer", "playwright", "selenium", "lighthouse", "pagespeed",
        "gtmetrix", "pingdom", "uptime", "monitor", "statuscake", "site24x7", "curl/", "wget/", "python", "java/", "go-http-client", "libwww", "httpclient",
        "okhttp", "axios", "node-fetch", "undici", "aiohttp", "guzzle", "php/", "ruby", "perl", "scrapy", "httpie", "postman", "insomnia", "facebookexternalhit",
        "whatsapp", "telegram", "skypeuripreview", "embedly", "preview", "feedly", "feedfetcher", "newsblur", "inoreader", "rss", "mediapartners", "bingpreview",
        "chatgpt", "gptbot", "ccbot", "claude", "perplexity", "bytespider", "semrush", "ahrefs", "mj12", "dataforseo", "yandex.com/bots", "proximic", "nutch",
    ]
}
