extension Filter {
    static let otherFilters: [String: Filter] = [
        "default": Filter(0...1, named: ["allow_false"], takesUndefined: true) { (_, value, arguments) throws(LiquidError) in
            let isMissing: Bool
            switch value {
            case .null: isMissing = true
            case .bool(false): isMissing = !(arguments["allow_false"]?.isTruthy ?? false)
            default: isMissing = value.isEmpty
            }
            guard isMissing else { return value }
            return arguments.positional.isEmpty ? .string("") : arguments[0]
        },
        "json": Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            var writer = JSONWriter(limit: rendering.limits.outputBytes)
            writer.write(value, depth: 0)
            return .string(writer.text)
        },
        "date": Filter(1...1) { (rendering, value, arguments) throws(LiquidError) in
            let format = arguments[0].filterText
            guard format.utf8.count <= 1000 else {
                throw rendering.argument("The date format is longer than 1000 bytes.", "Shorten it.")
            }
            guard !format.isEmpty, let moment = rendering.moment(value) else { return value }
            return .string(DateFormat.text(of: moment, format: format))
        },
    ]
}

extension Rendering {
    /// The moment that a value means: seconds since 1970, `now`, `today`, or a date in one of the usual spellings.
    fileprivate func moment(_ value: LiquidValue) -> Moment? {
        func local(_ seconds: Int64) -> Moment? { Moment(seconds: seconds, secondsFromUTC: options.secondsFromUTC(seconds)) }
        switch value {
        case .int(let seconds): return local(seconds)
        case .double(let seconds): return Int64(exactly: seconds.rounded(.down)).flatMap(local)
        case .string(let text), .safe(let text):
            let text = TextEdges.trimmed(text, start: true, end: true)
            if text.utf8.count > 100 { return nil }
            if text == "now" || text == "today" { return local(options.now ?? Moment.wallClock()) }
            if !text.isEmpty, text.utf8.allSatisfy(Ascii.isDigit), let seconds = Int64(text) { return local(seconds) }
            return DateText.read(text, secondsFromUTC: options.secondsFromUTC, now: options.now ?? Moment.wallClock())
        default: return nil
        }
    }
}
