extension Function {
    func time(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        switch (arguments.first, arguments.dropFirst().first) {
        case (.timestamp(let time), nil): return .int(part(of: time, offset: 0))
        case (.timestamp(let time), .string(let zone)):
            guard let offset = ZoneFile.offset(ofZone: zone, at: time.seconds) else {
                throw .invalid("'\(zone)' is not a time zone like Europe/Berlin or +02:00.")
            }
            return .int(part(of: time, offset: offset))
        case (.duration(let length), nil):
            switch self {
            case .getHours: return .int(length.nanoseconds / 3_600_000_000_000)
            case .getMinutes: return .int(length.nanoseconds / 60_000_000_000)
            case .getSeconds: return .int(length.nanoseconds / 1_000_000_000)
            case .getMilliseconds: return .int(length.nanoseconds / 1_000_000 % 1000)
            default: throw mismatch
            }
        default: throw mismatch
        }
    }

    private func part(of time: CELTimestamp, offset: Int64) -> Int64 {
        let civil = CivilTime(secondsSince1970: time.seconds + offset)
        return switch self {
        case .getFullYear: civil.year
        case .getMonth: civil.month - 1
        case .getDate: civil.day
        case .getDayOfMonth: civil.day - 1
        case .getDayOfWeek: civil.dayOfWeek
        case .getDayOfYear: civil.dayOfYear
        case .getHours: civil.hour
        case .getMinutes: civil.minute
        case .getSeconds: civil.second
        default: Int64(time.nanoseconds / 1_000_000)
        }
    }
}
