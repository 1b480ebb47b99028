/// The sheet that names the fonts by their hashed addresses.
///
/// Inter comes in three cuts; each stands for the weights around its own, so
/// that 540 is drawn with Medium and not with SemiBold.
func fontSheet(of fonts: [Asset]) -> String {
    let cuts = [("inter-regular.woff2", "100 449"), ("inter-medium.woff2", "450 579"), ("inter-semibold.woff2", "580 900")]
    return cuts.compactMap { name, weights in
        fonts.first { $0.name == name }.map { font in
            "@font-face { font-family: Inter; font-style: normal; font-weight: \(weights); font-display: swap; src: url(\(font.path)) format(\"woff2\"); }\n"
        }
    }.joined()
}
