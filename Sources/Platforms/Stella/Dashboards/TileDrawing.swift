import Charts
import Kernel
import Model

extension DashboardPage.Drawn {
    func view(_ doors: Doors) -> TileView {
        switch reading {
        case .failure(let refused):
            TileView(tile[Tile.title], platform: .stella, span: tile[Tile.width], body: "\(EmptyState(refused.sentence))")
        case .success(let reading):
            view(reading, doors)
        }
    }

    private func view(_ reading: Reading, _ doors: Doors) -> TileView {
        let brand = reading.metric.object.object.owner.brand, title = tile[Tile.title], span = tile[Tile.width]
        return switch tile[Tile.chart] {
        case "bars": TileView(title, platform: brand, span: span, to: doors.url(reading), body: "\(bars(reading, doors))")
        case "rows": TileView(title, platform: brand, span: span, to: doors.url(reading), body: "\(rows(reading, doors))")
        case "table": TileView(title, platform: brand, span: span, to: doors.url(reading), body: "\(table(reading, doors))")
        default: figure(reading, brand, doors)
        }
    }

    private func figure(_ reading: Reading, _ brand: PlatformBrand, _ doors: Doors) -> TileView {
        let figures = reading.totals.map { FigureText.full($0.value, $0.currency) }
        let records = reading.lines.reduce(0) { $0 + $1.records }
        let words = (records == 1 ? reading.metric.object.object.title : reading.metric.object.object.plural).lowercased()
        return TileView(
            tile[Tile.title], platform: brand, span: tile[Tile.width], figure: "\(figures.isEmpty ? "0" : figures.joined(separator: " · "))",
            caption: "<a href=\"\(url: doors.url(reading))\">\(records) \(words)</a>", to: doors.url(reading))
    }

    private func bars(_ reading: Reading, _ doors: Doors) -> [HTML] {
        let currencies = reading.currencies.isEmpty ? [nil] : reading.currencies
        return currencies.map { currency in
            let points: [ChartPoint] = if case .month = reading.metric.grouping {
                MonthBars.points(reading, currency) { doors.url(reading, $0) }
            } else {
                ranked(reading, currency, doors)
            }
            return BarChart(
                title: chartTitle(reading, currency), points: points, color: ChartColor(variable: PlatformBrand.stella.className),
                format: { FigureText.full($0, currency) }, tickFormat: { FigureText.compact($0, nil) }).svg
        }
    }

    private func rows(_ reading: Reading, _ doors: Doors) -> [HTML] {
        let currencies = reading.currencies.isEmpty ? [nil] : reading.currencies
        return currencies.map { currency in
            HorizontalBars(
                title: chartTitle(reading, currency), points: ranked(reading, currency, doors), color: ChartColor(variable: PlatformBrand.stella.className),
                format: { FigureText.full($0, currency) }).svg
        }
    }

    private func table(_ reading: Reading, _ doors: Doors) -> TableView {
        let lines = reading.lines.sorted { ($1.value, $0.group ?? "") < ($0.value, $1.group ?? "") }
        return TableView(
            tile[Tile.title], columns: [.init(reading.metric.grouped?.title ?? "Group"), .number("Records"), .number("Value")],
            rows: lines.map { line in
                .init([.link(reading.title(of: line.group), to: doors.url(reading, line.group)), .number("\(line.records)"), .numberLink(line.text, to: doors.url(reading, line.group))])
            },
            empty: EmptyState("Nothing to count yet."), isInCard: true)
    }

    private func ranked(_ reading: Reading, _ currency: Currency?, _ doors: Doors) -> [ChartPoint] {
        reading.lines.filter { $0.currency == currency }.sorted { ($1.value, $0.group ?? "") < ($0.value, $1.group ?? "") }
            .map { ChartPoint(reading.title(of: $0.group), $0.value, link: doors.url(reading, $0.group)) }
    }

    private func chartTitle(_ reading: Reading, _ currency: Currency?) -> String {
        reading.currencies.count > 1 ? "\(tile[Tile.title]), \(currency?.code ?? "")" : tile[Tile.title]
    }
}

extension Reading {
    /// The sum of each currency; groups of a sum add up, those of an average do not, so an average has totals only ungrouped.
    var totals: [(currency: Currency?, value: Double)] {
        currencies.map { currency in (currency, lines.filter { $0.currency == currency }.reduce(0) { $0 + $1.value }) }
    }
}
