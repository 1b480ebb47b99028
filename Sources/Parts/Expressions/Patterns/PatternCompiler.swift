indirect enum PatternTree: Sendable {
    case empty
    case set(PatternSet)
    case assert(PatternPlace)
    case sequence([PatternTree])
    case choice([PatternTree])
    case `repeat`(PatternTree, minimum: Int, maximum: Int?)
}

/// Thompson's construction.
struct PatternCompiler {
    private(set) var program: [PatternInstruction] = []

    mutating func add(_ tree: PatternTree) throws(PatternError) {
        guard program.count < Pattern.maximumInstructions else {
            throw PatternError(message: "it is too large; shorten it or its repetitions.")
        }
        switch tree {
        case .empty: break
        case .set(let set): program.append(.set(set))
        case .assert(let place): program.append(.assert(place))
        case .sequence(let parts): for part in parts { try add(part) }
        case .choice(let options): try choice(options)
        case .repeat(let part, let minimum, let maximum): try repetition(part, minimum, maximum)
        }
    }

    private mutating func choice(_ options: [PatternTree]) throws(PatternError) {
        var ends: [Int] = []
        for option in options.dropLast() {
            let split = program.count
            program.append(.match)
            try add(option)
            ends.append(program.count)
            program.append(.match)
            program[split] = .split(split + 1, program.count)
        }
        if let last = options.last { try add(last) }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func repetition(_ part: PatternTree, _ minimum: Int, _ maximum: Int?) throws(PatternError) {
        for _ in 0..<minimum { try add(part) }
        if let maximum {
            var splits: [Int] = []
            for _ in minimum..<max(minimum, maximum) {
                splits.append(program.count)
                program.append(.match)
                try add(part)
            }
            for split in splits { program[split] = .split(split + 1, program.count) }
        } else {
            let split = program.count
            program.append(.match)
            try add(part)
            program.append(.jump(split))
            program[split] = .split(split + 1, program.count)
        }
    }
}
