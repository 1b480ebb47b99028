/// Finds a text in a text in linear time (Knuth, Morris and Pratt, 1977), whatever the two are.
struct ByteSearch {
    let pattern: [UInt8]
    private let fallback: [Int]

    init(_ text: String) {
        let pattern = Array(text.utf8)
        var fallback = [Int](repeating: 0, count: pattern.count)
        var length = 0
        for index in pattern.indices.dropFirst() {
            while length > 0, pattern[index] != pattern[length] { length = fallback[length - 1] }
            if pattern[index] == pattern[length] { length += 1 }
            fallback[index] = length
        }
        self.pattern = pattern
        self.fallback = fallback
    }

    /// Where the pattern, which is not empty, occurs first at or after `start`; an empty one is found at `start`.
    func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
        if pattern.isEmpty { return start }
        var matched = 0
        var index = start
        while index < bytes.count {
            while matched > 0, bytes[index] != pattern[matched] { matched = fallback[matched - 1] }
            if bytes[index] == pattern[matched] { matched += 1 }
            index += 1
            if matched == pattern.count { return index - matched }
        }
        return nil
    }

    /// All places where the pattern, which is not empty, occurs, without overlaps.
    func all(in bytes: [UInt8]) -> [Int] {
        var places: [Int] = []
        var start = 0
        while !pattern.isEmpty, let place = first(in: bytes, from: start) {
            places.append(place)
            start = place + pattern.count
        }
        return places
    }

    /// Where the pattern, which is not empty, occurs last, overlaps included.
    func last(in bytes: [UInt8]) -> Int? {
        var last: Int?
        var matched = 0
        for index in bytes.indices where !pattern.isEmpty {
            while matched > 0, matched == pattern.count || bytes[index] != pattern[matched] { matched = fallback[matched - 1] }
            if bytes[index] == pattern[matched] { matched += 1 }
            if matched == pattern.count { last = index + 1 - matched }
        }
        return last
    }
}
