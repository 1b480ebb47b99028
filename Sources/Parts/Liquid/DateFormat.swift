/// `strftime` as Ruby has it: conversions with the flags `- 0 ^ _ #` and a width. English names.
enum DateFormat {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    static func text(of moment: Moment, format: String) -> String {
        var result = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            let written = rest
            var flags: [Unicode.Scalar] = []
            while let flag = rest.first, "-0^_#:".unicodeScalars.contains(flag) {
                flags.append(flag)
                rest.removeFirst()
            }
            var width = 0
            while let digit = rest.first, ("0"..."9").contains(digit) {
                width = min(width * 10 + Int(digit.value) - 48, 100)
                rest.removeFirst()
            }
            if let conversion = rest.popFirst(), let text = converted(conversion, moment, flags, width) {
                result += text
            } else {
                rest = written
                result += "%"
            }
        }
        return result
    }

    private static func converted(
        _ conversion: Unicode.Scalar, _ moment: Moment, _ flags: [Unicode.Scalar], _ width: Int
    ) -> String? {
        func number(_ value: Int, _ digits: Int, pad: Character = "0") -> String {
            let pad: Character? = flags.contains("-") ? nil : flags.contains("_") ? " " : flags.contains("0") ? "0" : pad
            let text = String(value.magnitude)
            let missing = max(0, (width > 0 ? width : digits) - text.count)
            return (value < 0 ? "-" : "") + String(repeating: pad.map { String($0) } ?? "", count: missing) + text
        }
        func word(_ text: String) -> String {
            let text = flags.contains("^") || flags.contains("#") ? text.uppercased() : text
            return String(repeating: flags.contains("0") ? "0" : " ", count: max(0, width - text.count)) + text
        }
        func all(_ format: String) -> String { word(Self.text(of: moment, format: format)) }
        let hour12 = moment.hour % 12 == 0 ? 12 : moment.hour % 12
        let isAfternoon = moment.hour >= 12
        switch conversion {
        case "a": return word(String(weekdays[moment.weekday].prefix(3)))
        case "A": return word(weekdays[moment.weekday])
        case "b", "h": return word(String(months[moment.month - 1].prefix(3)))
        case "B": return word(months[moment.month - 1])
        case "c": return all("%a %b %e %H:%M:%S %Y")
        case "C": return number(moment.year / 100, 2)
        case "d": return number(moment.day, 2)
        case "D", "x": return all("%m/%d/%y")
        case "e": return number(moment.day, 2, pad: " ")
        case "F": return all("%Y-%m-%d")
        case "g": return number(moment.isoWeek.year % 100, 2)
        case "G": return number(moment.isoWeek.year, 4)
        case "H": return number(moment.hour, 2)
        case "I": return number(hour12, 2)
        case "j": return number(moment.dayOfYear, 3)
        case "k": return number(moment.hour, 2, pad: " ")
        case "l": return number(hour12, 2, pad: " ")
        case "L": return fraction(moment, width > 0 ? width : 3)
        case "N": return fraction(moment, width > 0 ? width : 9)
        case "m": return number(moment.month, 2)
        case "M": return number(moment.minute, 2)
        case "n": return "\n"
        case "t": return "\t"
        case "p": return flags.contains("#") ? (isAfternoon ? "pm" : "am") : word(isAfternoon ? "PM" : "AM")
        case "P": return word(isAfternoon ? "pm" : "am")
        case "r": return all("%I:%M:%S %p")
        case "R": return all("%H:%M")
        case "s": return number(Int(moment.seconds), 1)
        case "S": return number(moment.second, 2)
        case "T", "X": return all("%H:%M:%S")
        case "u": return number(moment.weekday == 0 ? 7 : moment.weekday, 1)
        case "U": return number((moment.dayOfYear + 6 - moment.weekday) / 7, 2)
        case "v": return all("%e-%^b-%Y")
        case "V": return number(moment.isoWeek.week, 2)
        case "w": return number(moment.weekday, 1)
        case "W": return number((moment.dayOfYear + 6 - (moment.weekday + 6) % 7) / 7, 2)
        case "y": return number(moment.year % 100, 2)
        case "Y": return number(moment.year, 4)
        case "z": return offset(moment, colon: flags.contains(":"))
        case "Z": return word(moment.secondsFromUTC == 0 ? "UTC" : offset(moment, colon: true))
        case "%": return "%"
        default: return nil
        }
    }

    private static func fraction(_ moment: Moment, _ digits: Int) -> String {
        let text = String(moment.nanoseconds)
        let full = String(repeating: "0", count: max(0, 9 - text.count)) + text
        return String(full.prefix(digits)) + String(repeating: "0", count: max(0, digits - 9))
    }

    private static func offset(_ moment: Moment, colon: Bool) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let minutes = abs(moment.secondsFromUTC) / 60
        return (moment.secondsFromUTC < 0 ? "-" : "+") + two(minutes / 60) + (colon ? ":" : "") + two(minutes % 60)
    }
}
