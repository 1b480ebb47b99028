/// What Package.swift says of the targets: their names, folders and dependencies.
struct Manifest {
    struct Target {
        enum Kind { case part, room, platform, library, source, test }

        let name: String
        let kind: Kind
        /// Relative to the root of the house.
        let folder: String
        /// Names of targets and of products of other packages.
        let dependencies: [String]
        let line: Int
    }

    let targets: [Target]

    init(_ source: SwiftSource) {
        let products = Self.products(source)
        targets = Self.calls(source).compactMap { Self.target($0, source, products) }
    }

    func target(_ name: String) -> Target? { targets.first { $0.name == name } }

    /// The target that a file belongs to: the one with the deepest folder above it.
    func target(of path: String) -> Target? {
        targets.filter { path.hasPrefix($0.folder + "/") }.max { $0.folder.utf8.count < $1.folder.utf8.count }
    }

    private typealias Argument = (label: String?, range: Range<Int>)
    private typealias Call = (name: String, offset: Int, arguments: [Argument])

    /// `let grdb = Target.Dependency.product(name: "GRDB", …)`: GRDB by grdb.
    private static func products(_ source: SwiftSource) -> [String: String] {
        let words = source.words
        var products: [String: String] = [:]
        for (index, word) in words.enumerated() where word.text == "product" && index >= 4 && words[index - 4].text == "let" {
            guard let name = source.literals.first(where: { $0.offset > word.offset }) else { continue }
            products[words[index - 3].text] = name.text
        }
        return products
    }

    /// The calls that stand directly in `targets: […]`.
    private static func calls(_ source: SwiftSource) -> [Call] {
        guard let word = source.words.first(where: { $0.text == "targets" }) else { return [] }
        let open = source.next(from: source.next(from: word.end) + 1)
        let end = source.closing(open)
        var calls: [Call] = []
        var index = open + 1
        while index < end {
            guard source.code[index] == UInt8(ascii: "."), let name = source.words.first(where: { $0.offset == index + 1 }) else {
                index += 1
                continue
            }
            let close = source.closing(name.end)
            calls.append((name.text, index, arguments(name.end + 1..<close, source)))
            index = close + 1
        }
        return calls
    }

    private static func arguments(_ range: Range<Int>, _ source: SwiftSource) -> [Argument] {
        var arguments: [Argument] = []
        var start = range.lowerBound, index = start
        func add(upTo end: Int) {
            let first = source.next(from: start)
            guard first < end else { return }
            let name = source.code[first..<end].prefix(while: \.isName)
            let colon = source.next(from: first + name.count)
            let isLabel = !name.isEmpty && colon < end && source.code[colon] == UInt8(ascii: ":")
            arguments.append((isLabel ? String(decoding: name, as: UTF8.self) : nil, (isLabel ? colon + 1 : first)..<end))
        }
        while index < range.upperBound {
            switch source.code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): index = source.closing(index) + 1
            case UInt8(ascii: ","):
                add(upTo: index)
                (start, index) = (index + 1, index + 1)
            default: index += 1
            }
        }
        add(upTo: range.upperBound)
        return arguments
    }

    private static func target(_ call: Call, _ source: SwiftSource, _ products: [String: String]) -> Target? {
        func strings(_ range: Range<Int>) -> [String] { source.literals.filter { range.contains($0.offset) }.map(\.text) }
        func value(_ label: String) -> String? { call.arguments.first { $0.label == label }.flatMap { strings($0.range).first } }
        let plain = call.arguments.filter { $0.label == nil }.map(\.range)
        guard let name = value("name") ?? value("of") ?? plain.first.flatMap({ strings($0).first }) else { return nil }

        let list = call.arguments.first { $0.label == "dependencies" }?.range ?? plain.last { source.code[$0.lowerBound] == UInt8(ascii: "[") }
        let named = list.map { range in source.words.filter { range.contains($0.offset) }.compactMap { products[$0.text] } } ?? []
        let dependencies = (list.map(strings) ?? []) + named

        let (kind, folder): (Target.Kind, String) = switch call.name {
        case "part": (.part, "Sources/Parts/\(name)")
        case "kernel": (.room, "Sources/Kernel/\(name)")
        case "platform": (.platform, "Sources/Platforms/\(name)")
        case "systemLibrary": (.library, value("path") ?? "Sources/\(name)")
        case "tests": (.test, "Tests/\(value("in") ?? "")/\(name)Tests")
        case "testTarget": (.test, value("path") ?? "Tests/\(name)")
        default: (.source, value("path") ?? "Sources/\(name)")
        }
        return Target(
            name: call.name == "tests" ? name + "Tests" : name, kind: kind, folder: folder,
            dependencies: dependencies + (call.name == "tests" ? [name] : call.name == "platform" ? ["Kernel", "Model"] : []),
            line: source.line(of: call.offset))
    }
}
