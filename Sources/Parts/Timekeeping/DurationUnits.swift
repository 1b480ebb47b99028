extension Duration {
    /// Minutes of exactly 60 seconds; saturates instead of overflowing.
    public static func minutes(_ count: Int) -> Duration { .seconds(Int64(count).multipliedSaturating(by: 60)) }

    /// Hours of exactly 3,600 seconds; saturates instead of overflowing.
    public static func hours(_ count: Int) -> Duration { .seconds(Int64(count).multipliedSaturating(by: 3600)) }

    /// Days of exactly 24 hours, whatever the clocks of a zone do. For calendar days use ``LocalDate/adding(days:)``.
    public static func days(_ count: Int) -> Duration { .seconds(Int64(count).multipliedSaturating(by: 86_400)) }

    /// Weeks of exactly 168 hours; saturates instead of overflowing.
    public static func weeks(_ count: Int) -> Duration { .seconds(Int64(count).multipliedSaturating(by: 604_800)) }
}
