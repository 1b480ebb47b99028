// In JSON and other documents these are texts: they sort, they are read by people, and every language knows them.

extension Instant: Codable {}
extension LocalDate: Codable {}
extension LocalTime: Codable {}
extension LocalDateTime: Codable {}

extension Decodable where Self: LosslessStringConvertible & TimeText {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Expected \(Self.example), found “\(text.prefix(40))”.")
        }
        self = value
    }
}

extension Encodable where Self: LosslessStringConvertible & TimeText {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A value of this part that is written as a text.
public protocol TimeText {
    static var example: String { get }
}

extension Instant: TimeText {
    public static var example: String { "a moment such as 2026-11-22T14:05:31Z" }
}

extension LocalDate: TimeText {
    public static var example: String { "a day such as 2026-11-22" }
}

extension LocalTime: TimeText {
    public static var example: String { "a time such as 14:05" }
}

extension LocalDateTime: TimeText {
    public static var example: String { "a local time such as 2026-11-22T14:05" }
}
