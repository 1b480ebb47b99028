struct PatternParser {
    private var rest: ArraySlice<Unicode.Scalar>
    private var depth = 0
    private var flags = Flags()

    private struct Flags {
        var ignoringCase = false, multiline = false, dotMatchesNewline = false
    }

    init(_ source: String) { rest = Array(source.unicodeScalars)[...] }

    mutating func parseAll() throws(PatternError) -> PatternTree {
        let tree = try choice()
        guard rest.isEmpty else { throw PatternError(message: "a ')' has no '('.") }
        return tree
    }

    private mutating func choice() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw PatternError(message: "its groups are nested too deeply.") }
        var options = [try sequence()]
        while take("|") { options.append(try sequence()) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var parts: [PatternTree] = []
        while let next = rest.first, next != "|", next != ")" {
            let part = try atom()
            parts.append(try repeated(part))
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ part: PatternTree) throws(PatternError) -> PatternTree {
        guard let (minimum, maximum) = try quantifier() else { return part }
        _ = take("?") // lazy or greedy makes no difference to whether it matches
        if let next = rest.first, "*+".unicodeScalars.contains(next) || next == "?" {
            throw PatternError(message: "'\(next)' follows another repetition.")
        }
        return .repeat(part, minimum: minimum, maximum: maximum)
    }

    private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard rest.first == "{" else { return nil }
        let start = rest
        rest.removeFirst()
        let minimum = number()
        var maximum = minimum
        if take(",") { maximum = number() }
        let isOpen = maximum == nil
        guard let minimum, take("}") else { rest = start; return nil } // then '{' is a letter, as in RE2
        guard minimum <= 1000, maximum ?? 0 <= 1000, isOpen || minimum <= maximum ?? 0 else {
            throw PatternError(message: "a repetition like {2,5} goes from small to large, up to 1000.")
        }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        rest.removeFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1.value - 48) }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    // MARK: Atoms

    private mutating func atom() throws(PatternError) -> PatternTree {
        guard let next = rest.popFirst() else { return .empty }
        switch next {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".":
            var set = PatternSet(ranges: flags.dotMatchesNewline ? [] : [0x0A...0x0A])
            set.negated = true
            return .set(set)
        case "^": return .assert(flags.multiline ? .lineStart : .textStart)
        case "$": return .assert(flags.multiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw PatternError(message: "'\(next)' has nothing to repeat.")
        case "\\": return try escape()
        case "{":
            // A letter, unless it is a repetition of nothing.
            let start = rest
            rest = [next] + rest
            if try quantifier() != nil { throw PatternError(message: "a repetition has nothing to repeat.") }
            rest = start
            return .set(single(next))
        default: return .set(single(next))
        }
    }

    private func single(_ scalar: Unicode.Scalar) -> PatternSet { cased(PatternSet(ranges: [scalar.value...scalar.value])) }

    private func cased(_ set: PatternSet) -> PatternSet {
        var set = set
        set.ignoringCase = flags.ignoringCase
        return set
    }

    private mutating func group() throws(PatternError) -> PatternTree {
        let outer = flags
        if take("?") {
            if take("P") || rest.first == "<" {
                guard take("<"), let end = rest.firstIndex(of: ">"), end > rest.startIndex else {
                    throw PatternError(message: "a named group is written (?P<name>…).")
                }
                guard rest[..<end].allSatisfy({ PatternSet.word.contains($0) }) else {
                    throw PatternError(message: "(?<…> is either a bad group name or looks behind, which is not possible.")
                }
                rest = rest[(end + 1)...]
            } else if try !groupFlags() {
                return .empty
            }
        }
        let tree = try choice()
        guard take(")") else { throw PatternError(message: "a '(' has no ')'.") }
        flags = outer
        return tree
    }

    /// `(?i)` sets flags for the rest of the group around it (false), `(?i:` for a group of its own (true).
    private mutating func groupFlags() throws(PatternError) -> Bool {
        var on = true
        while let next = rest.popFirst() {
            switch next {
            case "i": flags.ignoringCase = on
            case "m": flags.multiline = on
            case "s": flags.dotMatchesNewline = on
            case "U": break
            case "-": on = false
            case ":": return true
            case ")": return false
            default: throw PatternError(message: "(?\(next) is not possible; looking ahead or behind would not be linear.")
            }
        }
        throw PatternError(message: "a '(' has no ')'.")
    }

    private mutating func escape() throws(PatternError) -> PatternTree {
        guard let next = rest.first else { throw PatternError(message: "it ends in a backslash.") }
        switch next {
        case "A": rest.removeFirst(); return .assert(.textStart)
        case "z": rest.removeFirst(); return .assert(.textEnd)
        case "b": rest.removeFirst(); return .assert(.wordEdge)
        case "B": rest.removeFirst(); return .assert(.notWordEdge)
        case "Q":
            rest.removeFirst()
            var parts: [PatternTree] = []
            while let scalar = rest.popFirst() {
                if scalar == "\\", take("E") { break }
                parts.append(.set(single(scalar)))
            }
            return .sequence(parts)
        default: return .set(cased(try escapedSet()))
        }
    }

    /// After a backslash: a class or one code point.
    private mutating func escapedSet() throws(PatternError) -> PatternSet {
        guard let next = rest.popFirst() else { throw PatternError(message: "it ends in a backslash.") }
        switch next {
        case "d": return .digit
        case "w": return .word
        case "s": return .blank
        case "D": return PatternSet(ranges: PatternSet.digit.inverted())
        case "W": return PatternSet(ranges: PatternSet.word.inverted())
        case "S": return PatternSet(ranges: PatternSet.blank.inverted())
        case "p", "P": return try category(negated: next == "P")
        case "n": return one(0x0A)
        case "r": return one(0x0D)
        case "t": return one(0x09)
        case "f": return one(0x0C)
        case "v": return one(0x0B)
        case "a": return one(0x07)
        case "x": return one(try hexadecimal())
        case "0"..."7":
            var value = next.value - 48
            guard next == "0" || rest.first.map({ ("0"..."7").contains($0) }) == true else {
                throw PatternError(message: "\\\(next) would refer back to a group, which is not possible.")
            }
            for _ in 0..<2 {
                guard let digit = rest.first, ("0"..."7").contains(digit) else { break }
                value = value * 8 + digit.value - 48
                rest.removeFirst()
            }
            return one(value)
        default:
            guard next.isASCII, !PatternSet.word.contains(next) || next == "_" else { throw PatternError(message: "\\\(next) is not an escape.") }
            return one(next.value)
        }
    }

    private func one(_ value: UInt32) -> PatternSet { PatternSet(ranges: [value...value]) }

    private mutating func hexadecimal() throws(PatternError) -> UInt32 {
        let digits: ArraySlice<Unicode.Scalar>
        if take("{") {
            digits = rest.prefix { $0 != "}" }
            rest = rest.dropFirst(digits.count + 1)
        } else {
            digits = rest.prefix(2)
            rest = rest.dropFirst(2)
        }
        guard digits.count >= 1, digits.allSatisfy(\.properties.isASCIIHexDigit), let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
              value <= 0x10FFFF
        else { throw PatternError(message: "\\x needs two hexadecimal digits, or up to 10FFFF in braces.") }
        return value
    }

    private mutating func category(negated: Bool) throws(PatternError) -> PatternSet {
        var name = "", negated = negated
        if take("{") {
            if take("^") { negated.toggle() }
            while let scalar = rest.popFirst(), scalar != "}" { name.unicodeScalars.append(scalar) }
        } else if let scalar = rest.popFirst() {
            name.unicodeScalars.append(scalar)
        }
        guard Unicode.Scalar.categoryNames.contains(name) else { throw PatternError(message: "\\p{\(name)} is not a known category.") }
        var set = PatternSet()
        set.categories = [(name, negated)]
        return set
    }

    // MARK: Brackets

    private mutating func bracket() throws(PatternError) -> PatternSet {
        var set = PatternSet()
        set.negated = take("^")
        set.ignoringCase = flags.ignoringCase
        var isFirst = true
        while let next = rest.first, next != "]" || isFirst {
            isFirst = false
            if next == "[", rest.dropFirst().first == ":" {
                set.ranges += try posix()
                continue
            }
            let low = try bracketItem()
            guard rest.first == "-", let after = rest.dropFirst().first, after != "]" else {
                set.ranges += low.ranges
                set.categories += low.categories
                continue
            }
            rest.removeFirst()
            let high = try bracketItem()
            guard let from = low.onlyPoint, let to = high.onlyPoint, from <= to else {
                throw PatternError(message: "a range like a-z goes from a small to a large letter.")
            }
            set.ranges.append(from...to)
        }
        guard take("]") else { throw PatternError(message: "a '[' has no ']'.") }
        return set
    }

    private mutating func bracketItem() throws(PatternError) -> PatternSet {
        guard let next = rest.popFirst() else { throw PatternError(message: "a '[' has no ']'.") }
        return next == "\\" ? try escapedSet() : one(next.value)
    }

    private mutating func posix() throws(PatternError) -> [ClosedRange<UInt32>] {
        let name = String(String.UnicodeScalarView(rest.dropFirst(2).prefix { $0 != ":" && $0 != "]" }))
        rest = rest.dropFirst(2 + name.unicodeScalars.count)
        guard take(":"), take("]") else { throw PatternError(message: "a class like [:alpha:] has no end.") }
        let isNegated = name.hasPrefix("^")
        let ranges: [ClosedRange<UInt32>]
        switch isNegated ? String(name.dropFirst()) : name {
        case "alnum": ranges = [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
        case "alpha": ranges = [0x41...0x5A, 0x61...0x7A]
        case "ascii": ranges = [0...0x7F]
        case "blank": ranges = [0x09...0x09, 0x20...0x20]
        case "cntrl": ranges = [0...0x1F, 0x7F...0x7F]
        case "digit": ranges = [0x30...0x39]
        case "graph": ranges = [0x21...0x7E]
        case "lower": ranges = [0x61...0x7A]
        case "print": ranges = [0x20...0x7E]
        case "punct": ranges = [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
        case "space": ranges = [0x09...0x0D, 0x20...0x20]
        case "upper": ranges = [0x41...0x5A]
        case "word": ranges = PatternSet.word.ranges
        case "xdigit": ranges = [0x30...0x39, 0x41...0x46, 0x61...0x66]
        default: throw PatternError(message: "[:\(name):] is not a known class.")
        }
        return isNegated ? PatternSet(ranges: ranges).inverted() : ranges
    }
}

extension PatternSet {
    fileprivate var onlyPoint: UInt32? {
        guard ranges.count == 1, categories.isEmpty, let range = ranges.first, range.lowerBound == range.upperBound else { return nil }
        return range.lowerBound
    }
}
