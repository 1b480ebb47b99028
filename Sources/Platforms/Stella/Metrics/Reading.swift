import Kernel
import Model

/// A metric's answer: its lines, and the moment up to which it is true.
struct Reading: Sendable {
    /// One group of one currency.
    struct Line: Sendable, Equatable {
        /// The group's value as text; a month as `2026-11`. `nil` for what has none.
        let group: String?
        /// Money is never added across currencies.
        let currency: Currency?
        /// In major units.
        let value: Double
        let records: Int
    }

    let metric: Metric
    let lines: [Line]
    let asOf: Instant
    let today: LocalDate
    let zone: Zone
}

extension Database {
    /// Reads a metric as the caller may see it. One statement.
    ///
    /// - Parameter query: narrows it to these records of the metric's object.
    func read(_ metric: Metric, of query: AnyQuery? = nil, in zone: Zone = .utc) throws -> Reading {
        let today = zone.local(now).date
        var aggregate = metric.aggregate(today: today)
        if let query { aggregate.query.predicates += query.predicates }
        let lines = try self.aggregate(aggregate).map { Reading.line($0, of: metric, in: zone) }
        return Reading(metric: metric, lines: Reading.joined(Reading.folded(lines, of: metric)), asOf: now, today: today, zone: zone)
    }
}

extension Reading {
    fileprivate static func line(_ line: Aggregate.Line, of metric: Metric, in zone: Zone) -> Line {
        let currency = line.currency.flatMap { Currency($0) }
        let divisor: Double = switch metric.measured?.kind {
        case .money: Double(currency?.minorPerMajor ?? 1)
        case .decimal(let scale): (0..<scale).reduce(1.0) { product, _ in product * 10 }
        default: 1
        }
        return Line(group: text(line, of: metric, in: zone), currency: currency, value: line.value / divisor, records: line.records)
    }

    /// The group's value as the field's kind reads it.
    private static func text(_ line: Aggregate.Line, of metric: Metric, in zone: Zone) -> String? {
        let group = line.group
        return switch metric.grouped?.kind {
        case nil: nil
        case .instant: Instant.load(group, group).map { zone.local($0).date.description }
        case .boolean: Bool.load(group, group).map { $0 ? "true" : "false" }
        case .integer: Int.load(group, group).map(String.init)
        case .number: Double.load(group, group).map { "\($0)" }
        case .reference: AnyKey.load(group, group)?.text
        case .decimal(let scale): Int.load(group, group).flatMap { try? FixedDecimal(coefficient: Int64($0), scale: scale).normalized.description }
        default: String.load(group, group)
        }
    }

    /// Days become months, and averages keep their weight. Everything else stays as it is.
    static func folded(_ lines: [Line], of metric: Metric) -> [Line] {
        guard case .month = metric.grouping else { return lines }
        struct Place: Hashable { let month: String?, currency: Currency? }
        let isAverage = if case .average = metric.measure { true } else { false }
        var folded: [Place: (value: Double, records: Int)] = [:]
        for line in lines {
            let place = Place(month: line.group.map { String($0.prefix(7)) }, currency: line.currency)
            let before = folded[place] ?? (0, 0)
            folded[place] = (before.value + line.value * (isAverage ? Double(line.records) : 1), before.records + line.records)
        }
        return folded.map { place, sum in
            Line(group: place.month, currency: place.currency, value: isAverage && sum.records > 0 ? sum.value / Double(sum.records) : sum.value, records: sum.records)
        }.sorted { ($0.group ?? "", $0.currency?.code ?? "") < ($1.group ?? "", $1.currency?.code ?? "") }
    }

    /// Records without an amount have no currency; they count in the line of their group that has one.
    static func joined(_ lines: [Line]) -> [Line] {
        var joined = lines.filter { $0.currency != nil || $0.value != 0 }
        guard joined.contains(where: { $0.currency != nil }) else { return lines }
        for line in lines where line.currency == nil && line.value == 0 {
            guard let index = joined.firstIndex(where: { $0.group == line.group && $0.currency != nil }) else { joined.append(line); continue }
            let other = joined[index]
            joined[index] = Line(group: other.group, currency: other.currency, value: other.value, records: other.records + line.records)
        }
        return joined
    }

    /// The currencies among the lines, the one with the most money first.
    var currencies: [Currency?] {
        var sums: [Currency?: Double] = [:]
        for line in lines { sums[line.currency, default: 0] += line.value.magnitude }
        let none: Currency? = nil
        if sums.count > 1, sums[none] == 0 { sums.removeValue(forKey: none) }
        return sums.sorted { ($1.value, $0.key?.code ?? "") < ($0.value, $1.key?.code ?? "") }.map(\.key)
    }

    /// What people call a group.
    func title(of group: String?) -> String {
        guard let group, !group.isEmpty else { return "None" }
        if case .choice(let choices)? = metric.grouped?.kind { return choices.first { $0.value == group }?.title ?? group }
        return group
    }

    /// The condition behind one group: what the list shows when its bar is clicked.
    func condition(for group: String?) -> String? {
        let own: String? = switch metric.grouping {
        case .none: nil
        case .field(let field): Clause(field: field, operator: group == nil ? .isEmpty : .equal, literal: group.map(literal) ?? .null).source
        case .month(let field): group.flatMap { month(field, $0) } ?? Clause(field: field, operator: .isEmpty).source
        }
        let parts = [metric.condition(today: today), own].compactMap { $0 }
        guard parts.count == 2 else { return parts.first }
        // A filter with an “or” at its top needs its brackets.
        return (metric.condition(today: today)?.contains("||") ?? false) ? "(\(parts[0])) && \(parts[1])" : "\(parts[0]) && \(parts[1])"
    }

    private func literal(_ group: String) -> CELValue {
        switch metric.grouped?.kind {
        case .boolean: .bool(group == "true")
        case .integer: Int64(group).map { .int($0) } ?? .string(group)
        case .number, .decimal: Double(group).map { .double($0) } ?? .string(group)
        default: .string(group)
        }
    }

    private func month(_ field: String, _ month: String) -> String? {
        guard let first = LocalDate("\(month)-01") else { return nil }
        if metric.grouped?.kind == .date {
            return "\(field) >= \(CELValue.string(first.description).source) && \(field) <= \(CELValue.string(first.lastOfMonth.description).source)"
        }
        let (start, end) = (zone.startOfDay(first), zone.startOfDay(first.adding(months: 1)))
        return "\(field) >= timestamp(\"\(start)\") && \(field) < timestamp(\"\(end)\")"
    }
}
