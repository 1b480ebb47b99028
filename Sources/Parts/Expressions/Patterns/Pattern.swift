/// A regular expression of RE2's syntax (https://github.com/google/re2/wiki/Syntax), run as a
/// nondeterministic automaton: time is at most O(length of text × size of pattern), never exponential.
///
/// Left out: Unicode scripts (`\p{Greek}`), `\C` and POSIX classes other than ASCII. Groups do not capture.
struct Pattern: Sendable {
    private let program: [PatternInstruction]

    static let maximumInstructions = 4000

    init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        let tree = try parser.parseAll()
        var compiler = PatternCompiler()
        try compiler.add(tree)
        program = compiler.program + [.match]
    }

    /// In steps of an evaluation.
    func cost(for text: String) -> Int { 1 + text.utf8.count * program.count / 64 }

    /// Whether some part of `text` matches.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current = Threads(count: program.count), next = Threads(count: program.count)
        for at in 0...scalars.count {
            if follow(0, at, scalars, &current) { return true }
            guard at < scalars.count else { return false }
            next.removeAll()
            for state in current.list {
                guard case .set(let set) = program[state], set.contains(scalars[at]) else { continue }
                if follow(state + 1, at + 1, scalars, &next) { return true }
            }
            swap(&current, &next)
        }
        return false
    }

    /// Adds `state` and all it reaches without reading; true if that is the end of the pattern.
    private func follow(_ state: Int, _ at: Int, _ text: [Unicode.Scalar], _ threads: inout Threads) -> Bool {
        var pending = [state]
        while let state = pending.popLast() {
            guard threads.insert(state) else { continue }
            switch program[state] {
            case .match: return true
            case .jump(let to): pending.append(to)
            case .split(let a, let b): pending.append(b); pending.append(a)
            case .assert(let place): if place.holds(at, in: text) { pending.append(state + 1) }
            case .set: break
            }
        }
        return false
    }

    private struct Threads {
        var list: [Int] = []
        private var seen: [Bool]

        init(count: Int) { seen = Array(repeating: false, count: count) }

        mutating func insert(_ state: Int) -> Bool {
            if seen[state] { return false }
            seen[state] = true
            list.append(state)
            return true
        }

        mutating func removeAll() {
            for state in list { seen[state] = false }
            list.removeAll(keepingCapacity: true)
        }
    }
}

struct PatternError: Error {
    let message: String
}

enum PatternInstruction: Sendable {
    case set(PatternSet)
    case split(Int, Int)
    case jump(Int)
    case assert(PatternPlace)
    case match
}

enum PatternPlace: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordEdge, notWordEdge

    func holds(_ at: Int, in text: [Unicode.Scalar]) -> Bool {
        switch self {
        case .textStart: at == 0
        case .textEnd: at == text.count
        case .lineStart: at == 0 || text[at - 1] == "\n"
        case .lineEnd: at == text.count || text[at] == "\n"
        case .wordEdge: isEdge(at, text)
        case .notWordEdge: !isEdge(at, text)
        }
    }

    private func isEdge(_ at: Int, _ text: [Unicode.Scalar]) -> Bool {
        let before = at > 0 && PatternSet.word.contains(text[at - 1])
        let after = at < text.count && PatternSet.word.contains(text[at])
        return before != after
    }
}

/// A set of code points.
struct PatternSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var categories: [(name: String, negated: Bool)] = []
    var negated = false
    var ignoringCase = false

    static let digit = PatternSet(ranges: [0x30...0x39])
    static let word = PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let blank = PatternSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let all = PatternSet(ranges: [0...0x10FFFF])

    init(ranges: [ClosedRange<UInt32>] = []) { self.ranges = ranges }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if holds(scalar) { return !negated }
        if ignoringCase {
            for text in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                if let other = text.unicodeScalars.first, text.unicodeScalars.count == 1, holds(other) { return !negated }
            }
        }
        return negated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
            || categories.contains { scalar.isInCategory($0.name) != $0.negated }
    }

    /// Everything the ranges leave out.
    func inverted() -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = [], from: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > from { result.append(from...(range.lowerBound - 1)) }
            from = max(from, range.upperBound + 1)
        }
        if from <= 0x10FFFF { result.append(from...0x10FFFF) }
        return result
    }
}

extension Unicode.Scalar {
    static let categoryNames: Set<String> = [
        "Any", "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    ]

    fileprivate func isInCategory(_ name: String) -> Bool {
        let own = switch properties.generalCategory {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .privateUse: "Co"
        default: "Cn"
        }
        return name == "Any" || own == name || (name.utf8.count == 1 && own.hasPrefix(name) && own != "Cn")
    }
}
